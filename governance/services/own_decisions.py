"""What people put on the agenda of a committee themselves, or write in the place of the data's words (§ 11)."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from uuid import uuid4

from django.db import transaction

from contracts.engine.people import Fault
from contracts.models import Contract
from contracts.services.lines import hold, refuse
from core.scope import Audience
from governance.engine.own_decisions import OWN, REASON_LENGTH, Asked, asked_faults, options_of, recommended
from governance.models import Committee, Decision
from governance.models.guards import SIGNED
from governance.selectors.own_decisions import asked_of
from governance.services.committees import next_number
from governance.services.decisions import make_moot
from governance.services.sitting import REMEDY, unread_of
from journal import services as journal

LABELS = {
    "question": "question", "resolution": "texte à voter", "options": "options", "decider": "décideur",
    "stake": "en jeu", "evidence": "preuve", "audience": "diffusion",
}  # fmt: skip
WORDS = ("resolution", "options", "decider")
"""What people may write in the place of the data's words; the rest of the data's question stays theirs."""


@transaction.atomic
def ask_own(*, contract: Contract, committee: Committee, said: Asked, user: Any, role: str) -> Decision:
    """Put a question on the agenda; from then on it is one like any other. Raises LineRefused, nothing written.

    Refused where the minutes are signed or the lapse recorded, and where the agenda has it already.
    """
    hold(contract)
    rows = _open_rows(committee)
    refuse(asked_faults(said, _questions(contract, rows)))
    row = Decision.objects.create(
        contract=contract,
        committee=committee,
        number=next_number(rows, said.audience == Audience.CLIENT),
        origin=f"{OWN}{uuid4().hex}",
        **_values(said),
    )
    unread_of(committee)
    _record("decision.asked", row, user, role, {"question": row.question, "text": row.resolution})
    return row


@transaction.atomic
def reword(*, contract: Contract, decision: Decision, said: Asked, user: Any, role: str) -> bool:
    """Write again a question that is only asked; False when nothing moved. Raises LineRefused.

    Of a question of the data, only its text, its options and its decider: asking the data again leaves them as
    written. One that enters or leaves the closed session takes the next number of its new series; one that changes
    decider is to be proposed again.
    """
    hold(contract)
    row = _still_asked(decision)
    before = asked_of(row)
    others = [one for one in _open_rows(row.committee) if one.pk != row.pk]
    refuse(asked_faults(said, _questions(contract, others) if row.own else ()))
    if said == before:
        return False
    moved = [name for name in asdict(said) if getattr(said, name) != getattr(before, name)]
    written = [name for name in moved if row.own or name in WORDS]
    written += ["recommendation"] if "options" in written else []
    values = _values(said)
    for name in written:
        setattr(row, name, values[name])
    row.by_hand = [] if row.own else sorted({*row.by_hand, *written})
    if row.own and before.audience != said.audience:
        row.number = next_number(others, said.audience == Audience.CLIENT)
    if "decider" in moved:
        row.proposed_at = None
    row.save()
    unread_of(row.committee)
    details = {"fields": ", ".join(LABELS[name] for name in moved), "text": row.resolution}
    _record("decision.reworded", row, user, role, details)
    return True


@transaction.atomic
def withdraw_own(*, contract: Contract, decision: Decision, reason: str, user: Any, role: str) -> None:
    """Take back a question that people asked, with the reason, which stays read. Raises LineRefused."""
    hold(contract)
    row = _still_asked(decision)
    _require_open(row.committee)
    if not row.own:
        remedy = "Corrigez les chiffres, ou reportez-la en séance."
        refuse([Fault("", "cette question vient des chiffres du mois.", remedy)])
    if len(reason.strip()) < REASON_LENGTH:
        remedy = f"Dites en {REASON_LENGTH} caractères au moins pourquoi elle n’est plus posée."
        refuse([Fault("reason", "le motif est trop court.", remedy)])
    make_moot(row, f"Retirée de l’ordre du jour : {reason.strip()}", user)
    _record("decision.withdrawn", row, user, role, {}, reason.strip())


def closed_agenda(committee: Committee) -> Fault | None:
    """Why nothing enters or leaves its agenda any more, with the remedy; None while it may change."""
    if committee.state == Committee.State.LAPSED:
        return Fault("", "la carence de ce comité est constatée.", "Décidez au comité convoqué à nouveau.")
    return Fault("", SIGNED, REMEDY) if committee.state == Committee.State.SIGNED else None


def _open_rows(committee: Committee) -> list[Decision]:
    """Every question of a committee whose agenda may change. Raises LineRefused otherwise."""
    _require_open(committee)
    return list(Decision.objects.filter(committee=committee))


def _require_open(committee: Committee) -> None:
    if fault := closed_agenda(Committee.objects.select_for_update().get(pk=committee.pk)):
        refuse([fault])


def _still_asked(decision: Decision) -> Decision:
    row = Decision.objects.select_for_update(of=("self",)).select_related("committee").get(pk=decision.pk)
    if row.state != Decision.State.ASKED:
        said = f"cette question est {row.get_state_display().lower()}."
        refuse([Fault("", said, "Elle ne change plus : portez une autre question au comité.")])
    return row


def _questions(contract: Contract, rows: list[Decision]) -> list[str]:
    """What the agenda asks already, the questions that an earlier committee put off included (1 query)."""
    put_off = Decision.objects.filter(contract=contract, state=Decision.State.POSTPONED)
    return [
        *(row.question for row in rows if not row.withdrawn),
        *put_off.values_list("question", flat=True),
    ]


def _values(said: Asked) -> dict[str, Any]:
    options = options_of(said.options)
    return asdict(said) | {
        "options": [asdict(option) for option in options],
        "recommendation": recommended(options),
    }


def _record(
    action: str, row: Decision, user: Any, role: str, details: dict[str, str], reason: str = ""
) -> None:
    journal.record(
        contract_id=row.contract_id,
        action=action,
        subject=row.label,
        actor=user,
        role=role,
        details={"committee": row.committee.slug, **details},
        reason=reason,
    )
