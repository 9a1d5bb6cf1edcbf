"""What people do about a penalty of a closed month: notify, observe, confirm, waive, apply. Each act signed and dated.

Nothing here is done without a person; each change is a conditional update, so that two people at once, or a
recomputation meanwhile, never double an act.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from contracts.models import Contract
from contracts.selectors.versions import rules_at
from core import jobs
from core.engine import formats
from core.scope import Audience, Side
from journal import services as journal
from slas.models import PenaltyAct, PenaltyClaim, PenaltyLine
from slas.selectors.months import is_closed
from slas.selectors.penalty_states import claiming_decision, observations_awaited

State = PenaltyClaim.State
REASON_LENGTH = 10


class PenaltyRefused(Exception):
    """The act cannot be done as asked; the message is in French."""


class PenaltyChanged(Exception):
    """The claim is no longer as it was shown: computed again, or acted on by somebody else."""


@dataclass(frozen=True)
class Actor:
    """Who acts, in which role, for which side."""

    user: Any
    role: str
    side: Side


@transaction.atomic
def notify_penalty(*, claim: PenaltyClaim, actor: Actor, on: date, means: str, today: date) -> PenaltyClaim:
    """Tell the provider: from now on both sides read the claim, and observations may be made until a date."""
    _require(claim, State.CALCULATED)
    _require_closed(claim)
    if not claim.left:
        raise PenaltyRefused("Rien ne reste dû pour ce mois : il n’y a rien à notifier.")
    if not means.strip():
        raise PenaltyRefused("Le moyen de notification est à saisir (courrier, courriel…).")
    if on > today:
        raise PenaltyRefused("La date de notification ne peut pas être à venir.")
    days = rules_at(_contract(claim), claim.month.last_day).observation_days
    until = on + timedelta(days=days)
    details = {"on": str(on), "means": means.strip(), "until": str(until), "due": str(claim.due)}
    act = _Act(PenaltyAct.Kind.NOTIFIED, actor, means.strip(), details)
    given = {"notified_on": on, "notified_by": means.strip(), "observe_until": until}
    _do(claim, act, State.NOTIFIED, audience=Audience.BOTH, **given)
    PenaltyLine.objects.filter(claim=claim).update(audience=Audience.BOTH)
    return claim


@transaction.atomic
def observe_penalty(*, claim: PenaltyClaim, actor: Actor, text: str, today: date) -> PenaltyClaim:
    """The provider's observations, until the date given at notification."""
    _require(claim, State.NOTIFIED, State.CONTESTED)
    if actor.side != Side.PROVIDER:
        raise PenaltyRefused("Les observations sont celles du prestataire.")
    if claim.observe_until is not None and today > claim.observe_until:
        raise PenaltyRefused(
            f"Le délai d’observations a pris fin le {formats.date_short(claim.observe_until)}."
        )
    _long_enough(text, "Les observations sont à saisir")
    return _do(claim, _Act(PenaltyAct.Kind.OBSERVED, actor, text.strip()), State.CONTESTED)


@transaction.atomic
def confirm_penalty(*, claim: PenaltyClaim, actor: Actor, reason: str, today: date) -> PenaltyClaim:
    """Hold the penalty: after observations, or once the time for them is over."""
    _require(claim, State.NOTIFIED, State.CONTESTED)
    if observations_awaited(claim, today):
        raise PenaltyRefused(
            f"Le prestataire peut présenter ses observations jusqu’au {formats.date_short(claim.observe_until)}."
        )
    _long_enough(reason, "Le motif est à saisir")
    act = _Act(PenaltyAct.Kind.CONFIRMED, actor, reason.strip(), {"left": str(claim.left)})
    return _do(claim, act, State.CONFIRMED)


@transaction.atomic
def waive_penalty(
    *, claim: PenaltyClaim, actor: Actor, amount: Decimal, reason: str, despite: bool = False
) -> PenaltyClaim:
    """Give up all or part of what is due, with the reason; a part leaves the state as it is.

    `despite`: whoever waives read that the committee decided to claim the penalty.
    """
    _require(claim, State.CALCULATED, State.NOTIFIED, State.CONTESTED, State.CONFIRMED)
    _require_closed(claim)
    decided = claiming_decision(claim)
    if decided is not None and not despite:
        raise PenaltyRefused(
            f"Le comité a décidé l’inverse ({decided.words})\u00a0: confirmez que vous exonérez malgré sa décision."
        )
    if not 0 < amount <= claim.left:
        raise PenaltyRefused(
            f"Le montant exonéré est compris entre 0,01 € et {formats.money(claim.left, 2)}."
        )
    _long_enough(reason, "Le motif de l’exonération est à saisir")
    whole = amount == claim.left
    if not whole and claim.state == State.CALCULATED:
        raise PenaltyRefused(
            "Une pénalité calculée s’exonère en entier ; notifiez-la pour n’en exonérer qu’une part."
        )
    act = _Act(PenaltyAct.Kind.WAIVED, actor, reason.strip(), {"amount": str(amount)})
    return _do(claim, act, State.WAIVED if whole else State(claim.state), waived=claim.waived + amount)


@transaction.atomic
def apply_penalty(
    *, claim: PenaltyClaim, actor: Actor, reference: str, on: date, amount: Decimal, today: date
) -> PenaltyClaim:
    """The credit note that carries the penalty: its reference, date, and the whole of what is left due."""
    _require(claim, State.CONFIRMED)
    if not reference.strip():
        raise PenaltyRefused("La référence de l’avoir est à saisir.")
    if on > today:
        raise PenaltyRefused(
            "La date de l’avoir ne peut pas être à venir\u00a0: enregistrez-le une fois reçu."
        )
    if amount != claim.left:
        raise PenaltyRefused(
            f"Il reste {formats.money(claim.left, 2)} dus : l’avoir porte ce montant. "
            "Pour un avoir plus faible, exonérez d’abord la différence."
        )
    taken = PenaltyClaim.objects.filter(contract=claim.contract_id, credit_reference=reference.strip())
    if taken.exclude(pk=claim.pk).exists():
        raise PenaltyRefused(f"L’avoir {reference.strip()} est déjà rattaché à un autre mois.")
    details = {"reference": reference.strip(), "on": str(on), "amount": str(amount)}
    act = _Act(PenaltyAct.Kind.APPLIED, actor, f"Avoir {reference.strip()}", details)
    credit = {"credit_reference": reference.strip(), "credited_on": on, "credit_amount": amount}
    return _do(claim, act, State.APPLIED, **credit)


def _contract(claim: PenaltyClaim) -> Contract:
    return Contract.objects.get(pk=claim.contract_id)


def _require(claim: PenaltyClaim, *states: PenaltyClaim.State) -> None:
    if claim.state not in states:
        raise PenaltyRefused(
            f"Cet acte ne s’applique pas à une pénalité dans l’état «\u00a0{claim.get_state_display()}\u00a0»."
        )


def _require_closed(claim: PenaltyClaim) -> None:
    """A draft acted upon no longer follows the computation: its month has to be past moving."""
    if claim.state == State.CALCULATED and not is_closed(claim.contract_id, claim.month):
        name = formats.month_long(claim.month)
        raise PenaltyRefused(f"Le montant de {name} peut encore changer\u00a0: clôturez d’abord ce mois.")


def _long_enough(text: str, what: str) -> None:
    if len(text.strip()) < REASON_LENGTH:
        raise PenaltyRefused(f"{what}, en {REASON_LENGTH} caractères au moins.")


def _move(claim: PenaltyClaim, state: PenaltyClaim.State, **values: Any) -> None:
    """Change the claim only if it is still as it was read. Raises PenaltyChanged otherwise."""
    same = PenaltyClaim.objects.filter(pk=claim.pk, state=claim.state, waived=claim.waived)
    if same.update(state=state, **values) != 1:
        raise PenaltyChanged("La pénalité a changé pendant votre saisie.")
    claim.refresh_from_db()


@dataclass(frozen=True)
class _Act:
    """One act about to be done, as it will be kept."""

    kind: PenaltyAct.Kind
    actor: Actor
    reason: str
    details: dict[str, str] = field(default_factory=dict)


def _do(claim: PenaltyClaim, act: _Act, state: PenaltyClaim.State, **values: Any) -> PenaltyClaim:
    """The journal's line first: the claim of a closed month only moves as its last line says."""
    shared = values.get("audience", claim.audience) == Audience.BOTH
    line = journal.record(
        contract_id=claim.contract_id,
        action=f"penalty.{act.kind.value}" if shared else "penalty.draft_waived",
        subject=f"{claim.month} v{claim.revision}",
        actor=act.actor.user,
        role=act.actor.role,
        details=act.details | {"state": state.value, "side": act.actor.side.value},
        reason=act.reason,
    )
    _move(claim, state, **values)
    kept = PenaltyAct.objects.create(
        contract_id=claim.contract_id,
        audience=claim.audience,
        claim=claim,
        kind=act.kind,
        at=line.at,
        author=act.actor.user,
        role=act.actor.role,
        side=act.actor.side,
        reason=act.reason,
        details=act.details,
    )
    # The committee's question and packs say where the penalty stands.
    jobs.enqueue(
        contract_id=claim.contract_id,
        kind="committee",
        key=f"penalty-{kept.pk}",
        payload={"month": str(claim.month)},
    )
    return claim
