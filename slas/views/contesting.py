"""What the pages of a month and of a ticket need so that a verdict can be contested in place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.utils import timezone

from accounts.capabilities import Capability
from accounts.models import Membership
from accounts.selectors import may
from contracts.models import Contract
from core.engine.months import Month
from slas.engine.disputing import PROVIDER
from slas.engine.verdicts import Verdict
from slas.forms.disputes import AnswerForm, DisputeForm
from slas.models import CommitmentMonth, Dispute, MonthRecord
from slas.selectors.contesting import contestable_months, is_contestable, local_day
from slas.selectors.dispute_lines import DisputeLine, dispute_lines
from slas.selectors.disputes import FigureAtStake, disputes_of, figure_at_stake
from slas.selectors.explanations import Explanation, TicketPage

SHOWN_THREADS = 3
WHOLE_MONTH = "mois"


@dataclass(frozen=True)
class Contest:
    """What may be contested on a page, what already is, and the form asked for in place.

    `kept`: the filter of the tickets, kept by links; `others`: pending disputes whose thread is not shown here.
    """

    may: bool
    kept: str
    lines: list[tuple[DisputeLine, AnswerForm | None]]
    others: list[DisputeLine]
    settled: list[DisputeLine]
    stake: FigureAtStake | None
    form: DisputeForm | None
    reference: str

    @property
    def pending(self) -> bool:
        return bool(self.lines)


def today_of(contract: Contract) -> date:
    """Today where the contract lives."""
    return local_day(contract, timezone.now())


def member_of(request: HttpRequest) -> Membership:
    return request.membership  # type: ignore[attr-defined]


def contest_of(
    request: HttpRequest, contract: Contract, record: MonthRecord, result: CommitmentMonth
) -> Contest:
    """Disputes of one commitment's month, and the form of `?contester=REF`, `?exclure=REF`, `?contester=mois`."""
    member, today = member_of(request), today_of(contract)
    rows = disputes_of(contract).filter(commitment_code=result.commitment.code, month=record.month)
    lines = dispute_lines(rows, contract, member, today)
    able = may(member, Capability.CONTEST) and is_contestable(contract, record, today)
    form = asked_form(request, result.commitment.code, record.month) if able else None
    pending = [line for line in lines if line.row.is_pending]
    return Contest(
        may=able,
        kept=request.GET.get("tickets", ""),
        lines=[(line, answer_form(line)) for line in pending[:SHOWN_THREADS]],
        others=pending[SHOWN_THREADS:],
        settled=[line for line in lines if not line.row.is_pending],
        stake=figure_at_stake(contract, result, [line.row for line in lines]),
        form=form,
        reference=str(form["reference"].value() or WHOLE_MONTH) if form else "",
    )


def asked_form(request: HttpRequest, code: str, month: Month) -> DisputeForm | None:
    """The form that the address asks for, empty."""
    if out := request.GET.get("exclure", ""):
        return DisputeForm.blank(Dispute.Kind.EXCLUSION, code, month, out)
    if contested := request.GET.get("contester", ""):
        reference = "" if contested == WHOLE_MONTH else contested
        proposed = Verdict.MET if member_of(request).side == PROVIDER else Verdict.BREACHED
        return DisputeForm.blank(Dispute.Kind.CONTESTATION, code, month, reference, proposed)
    return None


def answer_form(line: DisputeLine) -> AnswerForm | None:
    """An empty answer, where the reader may give one."""
    return AnswerForm.blank(line.row) if line.buttons else None


@dataclass(frozen=True)
class TicketContest:
    """One commitment of a ticket: its disputes, and both forms where its verdict may be contested."""

    item: Explanation
    lines: list[DisputeLine]
    forms: list[DisputeForm]


def ticket_contests(request: HttpRequest, contract: Contract, page: TicketPage) -> list[TicketContest]:
    """What is contested on each verdict of a ticket, and what may be."""
    member, today = member_of(request), today_of(contract)
    lines = dispute_lines(disputes_of(contract).filter(ticket=page.ticket), contract, member, today)
    judged_in = {item.anchor: item.verdict.month for item in page.explanations}
    months = {month for month in judged_in.values() if month}
    able = may(member, Capability.CONTEST) and bool(months)
    free = contestable_months(contract, months, today) if able else set()
    found = []
    for item in page.explanations:
        own = [line for line in lines if line.row.commitment_code == item.verdict.commitment.code]
        month, pending = judged_in[item.anchor], any(line.row.is_pending for line in own)
        forms = _forms_of(item, month) if month and month in free and not pending else []
        found.append(TicketContest(item, own, forms))
    return found


def _forms_of(item: Explanation, month: Month) -> list[DisputeForm]:
    """A contestation, and an exclusion while the ticket is in the base."""
    verdict = item.verdict
    kinds = list(Dispute.Kind.values)
    if verdict.state == Verdict.NOT_APPLICABLE:
        kinds.remove(Dispute.Kind.EXCLUSION)
    code, reference = verdict.commitment.code, verdict.ticket.reference
    other = Verdict.BREACHED if verdict.state == Verdict.MET else Verdict.MET
    return [DisputeForm.blank(kind, code, month, reference, other) for kind in kinds]
