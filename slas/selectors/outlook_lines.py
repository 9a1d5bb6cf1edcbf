"""One commitment of the month that runs, as people read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from core.engine import formats
from core.engine.ratios import Rate, display_percent, reaches
from core.engine.typography import NBSP
from slas.engine.outlook import Known, OutlookState, Rest, ends
from slas.engine.verdicts import life_words
from slas.models import Commitment, Outlook
from slas.selectors.figures import shown_target

LOOKS = {
    OutlookState.LOST.value: "breached",
    OutlookState.HELD.value: "met",
    OutlookState.AT_PLAY.value: "pending",
    OutlookState.EMPTY.value: "not_applicable",
}


@dataclass(frozen=True)
class Deciding:
    """An open ticket in time: whether it is held decides. `left`: on its clock, at the reading; `past`: since then."""

    code: str
    name: str
    reference: str
    subject: str
    deadline: datetime
    left: int
    held: bool
    past: bool


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
        return self.row.is_service_time

    @property
    def look(self) -> str:
        """At play, a sign of warning only where the usual pace ends under the target."""
        return "watch" if self.behind else LOOKS[self.row.state]

    @property
    def behind(self) -> bool:
        return is_behind(self.row)

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
        more = f", comme {formats.count(row.more_high, 'autre')} au plus à venir" if row.more_high else ""
        return f"{every}{more}."

    @property
    def _at_play(self) -> str:
        if self.in_seconds:
            return "Selon les arrêts d’ici la fin du mois."
        return f"{self._tickets}{' Sous la cible au rythme habituel.' if is_slow(self.row) else ''}"

    @property
    def _tickets(self) -> str:
        if not self.deciding:
            return "Aucun ticket ouvert n’en décide : selon ceux à venir."
        zone = self.row.contract.timezone
        ahead = [ticket for ticket in self.deciding if not ticket.past]
        gone = len(self.deciding) - len(ahead)
        told = f"Au relevé du {formats.date_short(self.row.read_at, zone)}, " if gone else ""
        parts = [f"{told}{formats.count(len(self.deciding), 'ticket')} à tenir"]
        if gone:
            parts.append(formats.count(gone, "échéance passée depuis|échéances passées depuis"))
        if ahead:
            first = formats.datetime_short(min(ticket.deadline for ticket in ahead), zone)
            parts.append(f"la prochaine le {first}" if gone else f"le premier avant le {first}")
        return f"{', '.join(parts)}."


def outlook_line(row: Outlook, now: datetime) -> OutlookLine:
    best, likely, worst = exact_ends(row)
    commitment = row.commitment
    return OutlookLine(
        row=row,
        target=shown_target(commitment),
        best=_shown(best, commitment),
        likely=_shown(likely, commitment),
        # Down to the end of the month: true of an availability, and of no use.
        worst=formats.ABSENT if row.is_service_time else _shown(worst, commitment),
        deciding=[
            Deciding(
                code=commitment.code,
                name=commitment.name,
                reference=ticket["reference"],
                subject=f"{ticket['reference']}{life_words(ticket['life'])}",
                deadline=(deadline := datetime.fromisoformat(ticket["deadline"])),
                left=ticket["left"],
                held=ticket["held"],
                past=deadline < now,
            )
            for ticket in row.deciding
        ],
    )


def exact_ends(row: Outlook) -> tuple[Fraction | None, Fraction | None, Fraction | None]:
    """Best, likely and worst shares, from the stored counts."""
    share = Rate(row.past_met, row.past_counted).fraction
    rest = None
    if row.more is not None and share is not None:
        worst, best = (
            share if stored is None else Fraction(stored) for stored in (row.past_worst, row.past_best)
        )
        rest = Rest(row.more_low or 0, row.more, row.more_high or 0, share, worst, best)
    return ends(Known(row.met, row.breached, row.due), rest)


def is_behind(row: Outlook) -> bool:
    """At play and about to be lost: missed at the usual pace, or one failure away with a ticket open; without enough
    past, missed by the open tickets alone.
    """
    if row.state != OutlookState.AT_PLAY:
        return False
    unsure = row.past_counted == 0 and not row.is_service_time
    return is_slow(row) or (row.spare == 0 and row.due > 0) or (unsure and row.due > (row.spare or 0))


def is_slow(row: Outlook) -> bool:
    """Whether the likely end is under the target."""
    likely = exact_ends(row)[1]
    return likely is not None and not reaches(100 * likely, row.commitment.required_rate)


def percent_of_end(share: Fraction | None, commitment: Commitment) -> Decimal | None:
    return None if share is None else display_percent(100 * share, commitment.required_rate)


def _shown(share: Fraction | None, commitment: Commitment) -> str:
    return formats.percent(percent_of_end(share, commitment))
