"""What the pages of a month and of a ticket need so that a verdict can be contested in place."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from accounts.capabilities import Capability
from accounts.models import Membership
from accounts.selectors import may
from contracts.models import Contract
from contracts.selectors.lifetime import local_today
from slas.engine.verdicts import Verdict
from slas.forms.disputes import AnswerForm, DisputeForm
from slas.models import Dispute, TicketVerdict
from slas.selectors.contesting import contestable_months, is_contestable
from slas.selectors.dispute_lines import DisputeLine, dispute_lines, with_acts
from slas.selectors.disputes import FigureAtStake, disputes_of, figure_at_stake
from slas.selectors.explanations import Explanation, TicketPage
from slas.selectors.month_page import MonthPage

SHOWN_THREADS = 3
WHOLE_MONTH = "mois"


@dataclass(frozen=True)
class Contest:
    """What may be contested on a page, what already is, and the form asked for in place.

    `kept`: the filter of the tickets, kept by links; `others`: pending disputes whose thread is not shown here;
    `verdict`: the one that the form is about, None for the month as a whole.
    """

    may: bool
    kept: str
    lines: list[tuple[DisputeLine, AnswerForm | None]]
    others: list[DisputeLine]
    settled: list[DisputeLine]
    stake: FigureAtStake | None
    form: DisputeForm | None
    verdict: TicketVerdict | None

    @property
    def pending(self) -> bool:
        return bool(self.lines)


def member_of(request: HttpRequest) -> Membership:
    return request.membership  # type: ignore[attr-defined]


def contest_of(request: HttpRequest, contract: Contract, page: MonthPage) -> Contest:
    """Disputes of one commitment's month, and the form of `?contester=REF`, `?exclure=REF`, `?contester=mois`."""
    member, today, record, result = member_of(request), local_today(contract), page.record, page.result
    rules, names = page.version.rules, {result.commitment.code: result.commitment.name}
    lines = dispute_lines(page.disputes, names, member, today)
    able = may(member, Capability.CONTEST) and is_contestable(contract, record, rules, today)
    verdict, form = asked_form(request, page) if able else (None, None)
    pending = [line for line in lines if line.row.is_pending]
    return Contest(
        may=able,
        kept=request.GET.get("tickets", ""),
        lines=[(line, answer_form(line)) for line in pending[:SHOWN_THREADS]],
        others=pending[SHOWN_THREADS:],
        settled=[line for line in lines if not line.row.is_pending],
        stake=figure_at_stake(result, page.disputes, rules, page.verdicts),
        form=form,
        verdict=verdict,
    )


def asked_form(request: HttpRequest, page: MonthPage) -> tuple[TicketVerdict | None, DisputeForm | None]:
    """The verdict that the address names among those shown, by `vie` where it is not the first, and its empty form."""
    side = member_of(request).side
    out, contested = (request.GET.get(name, "") for name in ("exclure", "contester"))
    if contested == WHOLE_MONTH and not out:
        return None, DisputeForm.about_month(page.result, side)
    wanted = (out or contested, request.GET.get("vie", "1"))
    shown = (line.verdict for line in page.tickets)
    verdict = next((v for v in shown if (v.ticket.reference, str(v.life)) == wanted), None)
    if verdict is None:
        return None, None
    kind = Dispute.Kind.EXCLUSION if out else Dispute.Kind.CONTESTATION
    return verdict, DisputeForm.about(kind, verdict, side)


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
    member, today = member_of(request), local_today(contract)
    rows = with_acts(disputes_of(contract).filter(ticket=page.ticket))
    names = {item.verdict.commitment.code: item.verdict.commitment.name for item in page.explanations}
    lines = dispute_lines(rows, names, member, today)
    months = {item.verdict.month for item in page.explanations if item.verdict.month}
    able = may(member, Capability.CONTEST) and bool(months)
    free = contestable_months(contract, months, page.rules_of, today) if able else set()
    found = []
    for item in page.explanations:
        verdict = item.verdict
        about = (verdict.commitment.code, verdict.life)
        own = [line for line in lines if (line.row.commitment_code, line.row.life) == about]
        pending = any(line.row.is_pending for line in own)
        forms = _forms_of(verdict, member.side) if verdict.month in free and not pending else []
        found.append(TicketContest(item, own, forms))
    return found


def _forms_of(verdict: TicketVerdict, side: str) -> list[DisputeForm]:
    """A contestation, and an exclusion while the ticket is in the base."""
    kinds = list(Dispute.Kind.values)
    if verdict.state == Verdict.NOT_APPLICABLE:
        kinds.remove(Dispute.Kind.EXCLUSION)
    return [DisputeForm.about(kind, verdict, side) for kind in kinds]
