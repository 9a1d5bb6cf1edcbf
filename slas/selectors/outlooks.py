"""The month that runs, as people read it: how each commitment may end, and the tickets that decide."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from contracts.models import Contract
from core.engine import formats
from core.engine.months import Month
from core.engine.ratios import Rate, display_percent
from core.engine.typography import NBSP
from core.exports import Sheet
from core.svg import reach
from core.svg.drawing import Figure, figure
from slas.engine.outlook import Known, OutlookState, Rest, ends
from slas.engine.verdicts import life_words
from slas.models import Commitment, Outlook
from slas.selectors.figures import shown_target, tidy

LOOKS = {
    OutlookState.LOST.value: "breached",
    OutlookState.HELD.value: "met",
    OutlookState.AT_PLAY.value: "watch",
    OutlookState.EMPTY.value: "not_applicable",
}
ORDER = (OutlookState.LOST, OutlookState.AT_PLAY, OutlookState.HELD, OutlookState.EMPTY)
DRAWN_BELOW = Decimal(20)
"""Points under the lowest target where the axis of the drawing starts at the lowest."""


@dataclass(frozen=True)
class Deciding:
    """An open ticket in time: whether it is held decides. `left`: on its clock, at the reading."""

    code: str
    name: str
    reference: str
    subject: str
    deadline: datetime
    left: int
    held: bool


@dataclass(frozen=True)
class OutlookLine:
    """One commitment of the month that runs."""

    row: Outlook
    target: str
    best: str
    likely: str
    worst: str
    deciding: list[Deciding]

    @property
    def in_seconds(self) -> bool:
        return self.row.commitment.kind == Commitment.Kind.AVAILABILITY

    @property
    def look(self) -> str:
        return LOOKS[self.row.state]

    @property
    def word(self) -> str:
        return self.row.get_state_display()

    @property
    def so_far(self) -> str:
        """« 37 sur 40 », or the outage so far."""
        row = self.row
        if self.in_seconds:
            return f"{formats.duration(row.breached)} d’arrêt"
        judged = row.met + row.breached
        return f"{formats.number(row.met)} sur {formats.number(judged)}" if judged else "aucun jugé"

    @property
    def to_come(self) -> str:
        """« 15 (de 12 à 20) »; « — » without enough past."""
        row = self.row
        if self.in_seconds or row.more is None:
            return formats.ABSENT
        low, high = formats.number(row.more_low), formats.number(row.more_high)
        return f"{formats.number(row.more)} (de {low} à {high})"

    @property
    def spare(self) -> str:
        """Failures, or time of outage, still allowed."""
        if self.row.spare is None:
            return formats.ABSENT if self.row.state == OutlookState.EMPTY else "aucun, seuil dépassé"
        if self.in_seconds:
            return f"{formats.number(self.row.spare // 60)}{NBSP}min d’arrêt"
        return formats.count(self.row.spare, "échec")

    @property
    def detail(self) -> str:
        """Why the month is said so, in one sentence."""
        row = self.row
        if row.state == OutlookState.EMPTY:
            return "Aucun ticket connu dans le mois."
        if row.state == OutlookState.AT_PLAY:
            return self._at_play
        kept = row.state == OutlookState.HELD
        if self.in_seconds:
            return "Même à l’arrêt jusqu’à la fin du mois." if kept else "Même sans autre arrêt du mois."
        fate = "manqués" if kept else "tenus"
        every = f"Même si tous les tickets ouverts étaient {fate}"
        more = f", et les {formats.number(row.more_high)} au plus à venir" if row.more_high else ""
        return f"{every}{more}."

    @property
    def _at_play(self) -> str:
        if self.in_seconds:
            return "Selon les arrêts d’ici la fin du mois."
        if not self.deciding:
            return "Aucun ticket ouvert n’en décide : selon ceux à venir."
        first = formats.datetime_short(self.deciding[0].deadline, self.row.contract.timezone)
        return f"{formats.count(len(self.deciding), 'ticket')} à tenir, le premier avant le {first}."


@dataclass(frozen=True)
class OutlookPage:
    """The outlooks of a contract; `month` None where there is none."""

    month: Month | None
    read_at: datetime | None
    over: bool
    lines: list[OutlookLine]
    title: str
    drawing: Figure | None

    @property
    def deciding(self) -> list[Deciding]:
        """Every ticket that decides, earliest deadline first."""
        found = [ticket for line in self.lines for ticket in line.deciding]
        return sorted(found, key=lambda ticket: (ticket.deadline, ticket.reference, ticket.code))

    @property
    def pressing(self) -> list[OutlookLine]:
        """What is lost or at play: what a reader in a hurry must know."""
        return [line for line in self.lines if line.row.state in {OutlookState.LOST, OutlookState.AT_PLAY}]

    @property
    def without_past(self) -> bool:
        """Whether some commitment has too little past to say what is likely."""
        return any(line.row.more is None for line in self.lines)


def outlook_page(contract: Contract, today: date) -> OutlookPage:
    """How the month after the last report may end (1 query)."""
    rows = Outlook.objects.filter(contract=contract).select_related("commitment", "contract")
    lines = [_line(row) for row in rows.order_by("commitment__position", "commitment__code")]
    if not lines:
        return OutlookPage(None, None, False, [], "Rien à prévoir pour l’instant", None)
    lines.sort(key=lambda line: ORDER.index(OutlookState(line.row.state)))
    first = lines[0].row
    return OutlookPage(
        month=first.month,
        read_at=first.read_at,
        over=first.month.last_day < today,
        lines=lines,
        title=_title(first.month, lines),
        drawing=_drawing(first.month, lines),
    )


def _line(row: Outlook) -> OutlookLine:
    best, likely, worst = exact_ends(row)
    commitment = row.commitment
    return OutlookLine(
        row=row,
        target=shown_target(commitment),
        best=_shown(best, commitment),
        likely=_shown(likely, commitment),
        worst=_shown(worst, commitment),
        deciding=[
            Deciding(
                code=commitment.code,
                name=commitment.name,
                reference=ticket["reference"],
                subject=f"{ticket['reference']}{life_words(ticket['life'])}",
                deadline=datetime.fromisoformat(ticket["deadline"]),
                left=ticket["left"],
                held=ticket["held"],
            )
            for ticket in row.deciding
        ],
    )


def exact_ends(row: Outlook) -> tuple[Fraction | None, Fraction | None, Fraction | None]:
    """Best, likely and worst shares, from the stored counts."""
    share = Rate(row.past_met, row.past_counted).fraction
    rest = None
    if row.more is not None and share is not None:
        rest = Rest(row.more_low or 0, row.more, row.more_high or 0, share)
    return ends(Known(row.met, row.breached, row.due), rest)


def _percent(share: Fraction | None, commitment: Commitment) -> Decimal | None:
    return None if share is None else display_percent(100 * share, commitment.required_rate)


def _shown(share: Fraction | None, commitment: Commitment) -> str:
    return formats.percent(_percent(share, commitment))


def _title(month: Month, lines: list[OutlookLine]) -> str:
    """« Avril 2026 : 1 engagement déjà perdu, 3 se jouent »."""
    states = [line.row.state for line in lines]
    lost, play = states.count(OutlookState.LOST), states.count(OutlookState.AT_PLAY)
    parts = [f"{formats.count(lost, 'engagement')} déjà {'perdu' if lost < 2 else 'perdus'}"] if lost else []
    if play:
        noun = "" if lost else f"{NBSP}engagement{'s' if play > 1 else ''}"
        parts.append(f"{formats.number(play)}{noun} {'se jouent' if play > 1 else 'se joue'}")
    name = formats.month_long(month)
    said = ", ".join(parts) or "rien ne se joue plus"
    return f"{name[:1].upper()}{name[1:]}{NBSP}: {said}"


def _drawing(month: Month, lines: list[OutlookLine]) -> Figure | None:
    """Commitments on tickets: availabilities stand too near to 100 % to share their axis."""
    rows = [
        reach.Reach(
            name=f"{line.row.commitment.code} {line.row.commitment.name}",
            low=_known(worst, line.row.commitment),
            likely=_percent(likely, line.row.commitment),
            high=_known(best, line.row.commitment),
            target=tidy(line.row.commitment.required_rate),
            state=line.look,
            word=line.word,
        )
        for line in lines
        for best, likely, worst in [exact_ends(line.row)]
        if best is not None and worst is not None and not line.in_seconds
    ]
    if not rows:
        return None
    floor = max(min(row.target for row in rows) - DRAWN_BELOW, Decimal(0))
    title = f"Où peut finir chaque engagement {formats.month_of(month)}"
    return figure(reach.draw, reach.Reaches(title, rows, floor), width=794)


def _known(share: Fraction, commitment: Commitment) -> Decimal:
    return display_percent(100 * share, commitment.required_rate)


def outlook_table(page: OutlookPage) -> Sheet:
    """One line per commitment, as the page shows them."""
    head = (
        *(
            "Mois",
            "Engagement",
            "Libellé",
            "Cible",
            "À ce jour",
            "À venir",
            "Au pire",
            "Probable",
            "Au mieux",
        ),
        *("Encore admis", "État", "Tickets à tenir"),
    )
    rows = [
        (
            str(line.row.month),
            line.row.commitment.code,
            line.row.commitment.name,
            *(
                line.target,
                line.so_far,
                line.to_come,
                line.worst,
                line.likely,
                line.best,
                line.spare,
                line.word,
            ),
            ", ".join(ticket.subject for ticket in line.deciding),
        )
        for line in page.lines
    ]
    return Sheet(head, rows)
