"""A committee while it sits: its matters with their outcomes, who is expected, what holds back the minutes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.urls import reverse

from contracts.models import Contract
from core.engine.months import Month
from core.scope import Side, current
from governance.engine.deciding import told
from governance.engine.minutes import Standing, holding_back
from governance.engine.outcomes import Matter, Outcome, unsettled
from governance.engine.wording import listing
from governance.models import (
    OPEN_DECISIONS,
    ActionItem,
    Committee,
    CommitteeTerm,
    Decision,
    MatterOutcome,
    Minutes,
)
from governance.selectors.attendance import Attendance, attendance_of
from governance.selectors.carried import Carried, carried_to
from governance.selectors.committee_terms import term_of, terms_for
from governance.selectors.committees import decisions_for
from governance.selectors.judgement import month_results
from kpis.selectors.signals import SignalLine, signals_for
from slas.engine.verdicts import Verdict
from slas.selectors import figures


@dataclass(frozen=True)
class MatterLine:
    """A breach or an alarm, and its outcome, None while the committee has said none."""

    matter: Matter
    outcome: MatterOutcome | None

    @property
    def words(self) -> str:
        """« Surveiller jusqu’au 16/05/2026 », empty without outcome."""
        row = self.outcome
        return Outcome(row.choice, row.until, row.note).words if row else ""


@dataclass(frozen=True)
class Sitting:
    """Everything the session and the minutes of a committee show."""

    committee: Committee
    decisions: list[Decision]
    carried: list[Carried]
    matters: list[MatterLine]
    actions: list[ActionItem]
    attendance: Attendance
    minutes: Minutes | None
    term: CommitteeTerm | None
    holding: list[str] = field(default_factory=list)

    @property
    def signed(self) -> bool:
        return self.minutes is not None and self.minutes.signed_at is not None

    @property
    def readings(self) -> str:
        """« le client et le prestataire »: who has read it as it stands, which any change cancels."""
        return readings_of(self.minutes)

    @property
    def open(self) -> int:
        """Questions and matters that still wait for the committee."""
        asked = sum(row.state == Decision.State.ASKED for row in self.decisions)
        return asked + sum(line.outcome is None for line in self.matters)


def matters_of(contract: Contract, committee: Committee) -> list[Matter]:
    """Breaches of the committee's month, then its alarms, as the open scope may see them (3 or 4 queries)."""
    month, side = committee.month, current().side_of(contract.pk) or Side.PROVIDER
    breached = [row for row in month_results(contract, [month], side) if row.verdict == Verdict.BREACHED]
    found = [
        Matter(
            f"breach:{row.commitment.code}",
            f"{row.commitment.code} {row.commitment.name} : {figures.shown_rate(row)} pour {figures.shown_target(row.commitment)}",
            reverse("slas:month", args=[contract.slug, row.commitment.code, str(month)]),
        )
        for row in breached
    ]
    return [*found, *_alarms(contract, month)]


def _alarms(contract: Contract, month: Month) -> list[Matter]:
    """One matter for each indicator in alarm, whatever the number of its signals (2 queries)."""
    told: dict[str, list[SignalLine]] = {}
    for line in signals_for(contract, month):
        if line.alarm:
            told.setdefault(line.code, []).append(line)
    page = reverse("kpis:signals", args=[contract.slug])
    return [
        Matter(
            f"signal:{code}",
            f"{lines[0].name} : {', '.join(line.phrase for line in lines)}",
            f"{page}?mois={month}#s{lines[0].pk}",
        )
        for code, lines in told.items()
    ]


def readings_of(minutes: Minutes | None) -> str:
    """Who has read minutes that may still change (no query)."""
    return listing(minutes.read_by) if minutes and minutes.signed_at is None else ""


@dataclass(frozen=True)
class Heard:
    """A question of the session, and what is said of who may take it."""

    pk: int
    text: str


def heard_in(sitting: Sitting, role: str) -> list[Heard]:
    """One line for each question still open, this committee's then those that come back (no query)."""
    room = sitting.attendance.room
    rows = [*sitting.decisions, *(point.decision for point in sitting.carried if point.decision)]
    return [Heard(row.pk, told(row.decider, role, room)) for row in rows if row.state in OPEN_DECISIONS]


def minutes_of(committee: Committee) -> Minutes | None:
    """The minutes of a committee, with those who read and signed (1 query)."""
    rows = Minutes.objects.filter(committee=committee)
    return rows.select_related("client_read_by", "provider_read_by", "signed_by").first()


def sitting_of(contract: Contract, committee: Committee) -> Sitting:
    """The session as it stands (about ten queries)."""
    minutes = minutes_of(committee)
    stored = {row.origin: row for row in MatterOutcome.objects.filter(committee=committee).order_by("pk")}
    matters = matters_of(contract, committee)
    lines = [MatterLine(matter, stored.get(matter.origin)) for matter in matters]
    every = decisions_for(contract)
    decisions = [row for row in every if row.committee_id == committee.pk]
    term = term_of(committee.kind, terms_for(contract))
    attendance = attendance_of(contract, committee, minutes, term)
    return Sitting(
        committee=committee,
        decisions=decisions,
        carried=carried_to(committee, every),
        matters=lines,
        actions=list(ActionItem.objects.filter(committee=committee).order_by("number")),
        attendance=attendance,
        minutes=minutes,
        term=term,
        holding=holding_back(_standing(decisions, matters, stored, attendance, minutes)),
    )


def _standing(
    decisions: list[Decision],
    matters: list[Matter],
    stored: Mapping[str, MatterOutcome],
    attendance: Attendance,
    minutes: Minutes | None,
) -> Standing:
    return Standing(
        undecided=[row.label for row in decisions if row.state == Decision.State.ASKED],
        unsettled=[_short(matter) for matter in unsettled(matters, stored)],
        present=len(attendance.present),
        quorum=attendance.quorum,
        read_by_client=bool(minutes and minutes.client_read_at),
        read_by_provider=bool(minutes and minutes.provider_read_at),
    )


def _short(matter: Matter) -> str:
    """« E06 », « K08 »: the code, which the line itself explains."""
    return matter.origin.split(":")[1]
