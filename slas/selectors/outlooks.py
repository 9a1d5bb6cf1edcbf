"""The month that runs, as people read it: how each commitment may end, and the tickets that decide."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from contracts.models import Contract
from core.engine import formats
from core.engine.months import Month
from core.engine.ratios import display_percent
from core.engine.typography import NBSP
from core.exports import Sheet
from core.svg import reach
from core.svg.drawing import Figure, figure
from slas.engine.outlook import OutlookState
from slas.models import Commitment, Outlook
from slas.selectors.figures import tidy
from slas.selectors.outlook_lines import Deciding, OutlookLine, exact_ends, outlook_line, percent_of_end

ORDER = (OutlookState.LOST, OutlookState.AT_PLAY, OutlookState.HELD, OutlookState.EMPTY)
SHOWN_TICKETS = 20
DRAWN_BELOW = Decimal(20)
"""Points under the lowest target where the axis of the drawing starts at the lowest."""


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
    def first_deciding(self) -> list[Deciding]:
        """Those the page lists; the export has every one."""
        return self.deciding[:SHOWN_TICKETS]

    @property
    def pressing(self) -> list[OutlookLine]:
        """What is lost or about to be: what a reader in a hurry must know."""
        return [line for line in self.lines if line.behind or line.row.state == OutlookState.LOST]

    @property
    def past_words(self) -> str:
        """How many deadlines have gone by since the reading; empty for none."""
        gone = sum(ticket.past for ticket in self.deciding)
        return formats.count(gone, "échéance est passée|échéances sont passées") if gone else ""

    @property
    def stops_words(self) -> str:
        """« Les données s’arrêtent au 02/11/2026 ; 27 échéances sont passées depuis. » Empty without a reading."""
        if self.read_at is None or not self.lines:
            return ""
        until = formats.date_short(self.read_at, self.lines[0].row.contract.timezone)
        gone = f"\u202f; {self.past_words} depuis" if self.past_words else ""
        return f"Les données s’arrêtent au {until}{gone}."

    @property
    def without_past(self) -> bool:
        """Whether some commitment has too little past to say what is likely."""
        return any(line.row.more is None for line in self.lines)


def outlook_page(contract: Contract, now: datetime) -> OutlookPage:
    """How the month after the last report may end, looked at now (1 query)."""
    rows = Outlook.objects.filter(contract=contract).select_related("commitment", "contract")
    lines = [outlook_line(row, now) for row in rows.order_by("commitment__position", "commitment__code")]
    if not lines:
        return OutlookPage(None, None, False, [], "Rien à prévoir pour l’instant", None)
    lines.sort(key=lambda line: (ORDER.index(OutlookState(line.row.state)), not line.behind))
    first = lines[0].row
    return OutlookPage(
        month=first.month,
        read_at=first.read_at,
        over=first.month.end(contract.timezone) <= now,
        lines=lines,
        title=_title(first.month, lines),
        drawing=_drawing(first.month, lines),
    )


def _title(month: Month, lines: list[OutlookLine]) -> str:
    """« Avril 2026 : 1 engagement déjà perdu, 3 se jouent »."""
    states = [line.row.state for line in lines]
    lost, play = states.count(OutlookState.LOST), states.count(OutlookState.AT_PLAY)
    behind = sum(line.behind for line in lines)
    parts = [formats.count(lost, "engagement déjà perdu|engagements déjà perdus")] if lost else []
    if play:
        words = "se joue|se jouent" if lost else "engagement se joue|engagements se jouent"
        parts.append(formats.count(play, words))
    if behind:
        parts.append(f"dont {formats.count(behind, 'mal parti|mal partis')}")
    name = formats.month_long(month)
    said = ", ".join(parts) or "rien ne se joue plus"
    return f"{name[:1].upper()}{name[1:]}{NBSP}: {said}"


def _drawing(month: Month, lines: list[OutlookLine]) -> Figure | None:
    """Commitments on tickets: availabilities stand too near to 100 % to share their axis."""
    rows = [
        reach.Reach(
            name=f"{line.row.commitment.code} {line.row.commitment.name}",
            low=_known(worst, line.row.commitment),
            likely=percent_of_end(likely, line.row.commitment),
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
