"""A committee while it sits: its matters with their outcomes, who is expected, what holds back the minutes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from django.urls import reverse

from contracts.models import Contract
from contracts.selectors.lifetime import local_today
from core.engine.months import Month
from core.scope import Side, current
from governance.engine.deciding import told
from governance.engine.minutes import Standing, holding_back, waiting
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
from governance.selectors.subjects import short, without_action
from governance.selectors.takings import taken_at
from kpis.selectors.signals import SignalLine, signals_for
from slas.engine.verdicts import Verdict
from slas.selectors import figures


@dataclass(frozen=True)
class MatterLine:
    """A breach or an alarm, and its outcome, None while the committee has said none."""

    matter: Matter
    outcome: MatterOutcome | None

    @property
    def anchor(self) -> str:
        """« breach-E06 »: its place on the page of the session."""
        return self.matter.origin.replace(":", "-")

    @property
    def words(self) -> str:
        """« Surveiller jusqu’au 16/05/2026 », empty without outcome."""
        row = self.outcome
        return Outcome(row.choice, row.until, row.note).words if row else ""


@dataclass(frozen=True)
class Sitting:
    """Everything the session and the minutes of a committee show.

    `taken_up`: earlier questions that this committee decided. `settled`: every outcome it said, in the words of that
    day, those of matters that the data no longer tell included.
    """

    committee: Committee
    decisions: list[Decision]
    taken_up: list[Decision]
    carried: list[Carried]
    matters: list[MatterLine]
    settled: list[MatterLine]
    actions: list[ActionItem]
    attendance: Attendance
    minutes: Minutes | None
    term: CommitteeTerm | None
    holding: list[str] = field(default_factory=list)

    @property
    def signed(self) -> bool:
        return self.minutes is not None and self.minutes.signed_at is not None

    @property
    def lapsed(self) -> bool:
        """Whether its quorum failed: its minutes are the record of that, nothing else."""
        return self.committee.state == Committee.State.LAPSED

    @property
    def reconvened(self) -> Committee | None:
        """The committee called again after a lapse (1 query, none without a lapse)."""
        return Committee.objects.filter(after=self.committee).first() if self.lapsed else None

    @property
    def readings(self) -> str:
        """« le client et le prestataire »: who has read it as it stands, which any change cancels."""
        return readings_of(self.minutes)

    @property
    def open(self) -> int:
        """Questions and matters that still wait for the committee."""
        asked = sum(row.state == Decision.State.ASKED for row in self.decisions)
        return asked + sum(line.outcome is None for line in self.matters)

    @property
    def waiting(self) -> str:
        """What is awaited, as the session and the minutes say it; empty once they can be signed."""
        return waiting(0 if self.lapsed else self.open, self.holding)


def matters_of(contract: Contract, committee: Committee) -> list[Matter]:
    """Breaches of the committee's month, then its alarms, as the open scope may see them (3 or 4 queries).

    A committee that reads no month, or whose quorum failed, has none.
    """
    if not committee.has_pack or committee.state == Committee.State.LAPSED:
        return []
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
    sitting = Sitting(
        committee=committee,
        decisions=decisions,
        taken_up=[row for row in every if row.committee_id != committee.pk and taken_at(row, committee)],
        carried=[] if committee.state == Committee.State.LAPSED else carried_to(committee, every),
        matters=lines,
        settled=[MatterLine(Matter(row.origin, row.title, ""), row) for row in stored.values()],
        actions=list(ActionItem.objects.filter(committee=committee).order_by("number")),
        attendance=attendance_of(contract, committee, minutes, term),
        minutes=minutes,
        term=term,
    )
    return replace(sitting, holding=holding_back(_standing(sitting, local_today(contract))))


def _standing(sitting: Sitting, today: date) -> Standing:
    day, attendance, minutes = sitting.committee.held_on, sitting.attendance, sitting.minutes
    unset = unsettled(
        [line.matter for line in sitting.matters], [line.matter.origin for line in sitting.settled]
    )
    awaited = without_action(sitting)
    return Standing(
        early=day if today < day else None,
        undecided=[row.label for row in sitting.decisions if row.state == Decision.State.ASKED],
        unsettled=[short(matter) for matter in unset],
        without_action=[one.label for one in awaited if one.decision],
        idle=[one.label for one in awaited if not one.decision],
        present=len(attendance.present),
        quorum=attendance.quorum,
        lapsed=sitting.lapsed,
        read_by_client=bool(minutes and minutes.client_read_at),
        read_by_provider=bool(minutes and minutes.provider_read_at),
    )
