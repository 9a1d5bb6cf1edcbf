"""What the two sides of the demonstration say of the open month, and what became of the penalties of closed ones."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone

from accounts.models import Membership
from contracts.models import Contract
from core.engine.months import Month
from core.scope import Side
from governance.models import Committee
from infogerance.demo.people import PROVIDER, REFERENT
from reports.models import Ticket
from slas.engine.reconciliation import GapStatus
from slas.engine.verdicts import Verdict
from slas.models import Commitment, CommitmentMonth, Dispute, MonthRecord, PenaltyClaim, TicketVerdict
from slas.services import Claim, open_dispute
from slas.services.checks.client_incidents import add_incident
from slas.services.gaps.answering import answer_gaps
from slas.services.prices.penalty_acts import (
    Actor,
    apply_penalty,
    confirm_penalty,
    notify_penalty,
    observe_penalty,
)

NOTICED_WITHIN = timedelta(minutes=4)
KNOWN_INCIDENTS = 4
NEVER_LOGGED = {"title": "Imprimante d’étiquettes du quai 3 arrêtée", "item": "", "site": "Entrepôt, Mâcon"}
LATE_EXTRACT = "Notre extraction date du 3 du mois : les tickets clos depuis n’y sont pas. Règle alignée dès le prochain rapport."
WAITED_FOR_ACCESS = "L’utilisateur n’était pas joignable : deux appels sans réponse avant l’accès au poste. Ce temps est à suspendre."
STILL_DOWN = (
    "Le service est resté arrêté après la date de résolution indiquée : l’atelier a repris le lendemain."
)
OBSERVED = (
    "Nous demandons que l’incident de l’opérateur télécom, hors de notre main, soit retiré de l’assiette."
)
HELD = "Observations entendues en comité ; la clause ne prévoit pas d’exception, la pénalité est maintenue."


def tell_exchanges(*, contract: Contract, until: Month) -> bool:
    """Add the exchanges of a contract once its months are computed; returns whether anything was added."""
    computed = MonthRecord.objects.filter(contract=contract, month=until).exclude(computed_at=None).exists()
    if not computed or Dispute.objects.filter(contract=contract).exists():
        return False
    _report_incidents(contract, until)
    _justify(contract, until)
    _contest(contract, until)
    _claim_penalties(contract)
    return True


def _member(contract: Contract, email: str) -> Membership:
    return Membership.objects.select_related("user").get(contract=contract, user__email=email)


def _report_incidents(contract: Contract, month: Month) -> None:
    """The client's own list: incidents the provider's tickets tell too, and one they do not."""
    referent = _member(contract, REFERENT).user
    lived = Ticket.objects.filter(
        contract=contract,
        type=Ticket.Type.INCIDENT,
        priority__in=("P1", "P2"),
        opened_at__gte=month.start(contract.timezone),
        opened_at__lt=month.end(contract.timezone),
    ).order_by("priority", "opened_at")
    noticed = [
        {
            "opened_at": ticket.opened_at - NOTICED_WITHIN,
            "title": ticket.title,
            "item": "",
            "site": ticket.site,
            "reference": "",
        }
        for ticket in lived[:KNOWN_INCIDENTS]
    ]
    at = datetime.combine(month.first_day + timedelta(days=14), time(7, 40), UTC)
    for values in (*noticed, {"opened_at": at, "reference": "", **NEVER_LOGGED}):
        add_incident(contract=contract, user=referent, values=values)


def _justify(contract: Contract, month: Month) -> None:
    """One gap is justified by the provider, and waits for the client's answer."""
    gaps = CommitmentMonth.objects.filter(contract=contract, month=month, gap_status=GapStatus.TO_JUSTIFY)
    code = gaps.order_by("commitment__position").values_list("commitment__code", flat=True).first()
    if code is not None:
        provider = _member(contract, PROVIDER).user
        answer_gaps(
            contract=contract, month=month, lines=[code], kind="justify", text=LATE_EXTRACT, user=provider
        )


def _contest(contract: Contract, month: Month) -> None:
    """Each side contests a verdict of the month: one waits for the client, one for the provider."""
    for email, state, ground, text, proposed in (
        (PROVIDER, Verdict.BREACHED, "pause", WAITED_FOR_ACCESS, Verdict.MET),
        (REFERENT, Verdict.MET, "dates", STILL_DOWN, Verdict.BREACHED),
    ):
        found = (
            TicketVerdict.objects.filter(
                contract=contract,
                month=month,
                state=state,
                commitment__kind=Commitment.Kind.RESOLUTION,
            )
            .select_related("ticket", "commitment")
            .order_by("ticket__priority", "ticket__opened_at")
            .first()
        )
        if found is not None:
            claim = Claim(
                kind="contestation", code=found.commitment.code, month=month,
                reference=found.ticket.reference, ground=ground, text=text, proposed=proposed,
            )  # fmt: skip
            open_dispute(
                contract=contract, claim=claim, member=_member(contract, email),
                form_key=f"demonstration-{email}", at=timezone.now().replace(microsecond=0),
            )  # fmt: skip


def _claim_penalties(contract: Contract) -> None:
    """Penalties of closed months were claimed after their committee; the last one still waits for an answer."""
    closed = MonthRecord.objects.filter(contract=contract, state=MonthRecord.State.CLOSED)
    claims = PenaltyClaim.objects.filter(
        contract=contract, month__in=closed.values("month"), state=PenaltyClaim.State.CALCULATED
    )
    steering = Committee.objects.filter(contract=contract, kind=Committee.Kind.STEERING)
    held = dict(steering.values_list("month", "held_on"))
    rows = [claim for claim in claims.order_by("month") if claim.due]
    for claim in rows:
        _notify(contract, claim, held[claim.month] + timedelta(days=1))
        if claim is not rows[-1]:
            _settle(contract, claim)


def _notify(contract: Contract, claim: PenaltyClaim, on: date) -> None:
    notify_penalty(
        claim=claim, actor=_actor(contract, REFERENT), on=on, means="Courrier recommandé", today=on
    )
    observe_penalty(claim=claim, actor=_actor(contract, PROVIDER), text=OBSERVED, today=on)


def _settle(contract: Contract, claim: PenaltyClaim) -> None:
    """Held after the observations, then carried by a credit note the next month."""
    referent = _actor(contract, REFERENT)
    until = claim.observe_until or claim.month.last_day
    confirm_penalty(claim=claim, actor=referent, reason=HELD, today=until)
    apply_penalty(
        claim=claim,
        actor=referent,
        reference=f"AV-{claim.month}",
        on=until + timedelta(days=10),
        amount=claim.left,
        today=until + timedelta(days=10),
    )


def _actor(contract: Contract, email: str) -> Actor:
    member = _member(contract, email)
    return Actor(member.user, member.role, Side(member.side))
