"""The page of a simulation: before and after, month by month, from the result of its job."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from contracts.models import Contract, ServiceCalendar
from core.engine import formats
from core.engine.months import Month
from core.exports import Sheet
from core.models import Job
from core.svg import strip
from core.svg.drawing import Drawing
from slas.models import Commitment

WORST = ("breached", "met", "pending", "not_measurable", "not_applicable")
NO_VERDICT = "non couvert"


@dataclass(frozen=True)
class MonthLine:
    """One month: what was due, what would be, and what changes."""

    month: Month
    due_before: Decimal
    due_after: Decimal
    changed: list[dict[str, str]]
    flipped: int
    tickets: list[dict[str, str]]

    @property
    def delta(self) -> str:
        return formats.signed(self.due_after - self.due_before, 2, "€")


@dataclass(frozen=True)
class BacktestPage:
    """The answer of a simulation."""

    title: str
    before: Drawing
    after: Drawing
    lines: list[MonthLine]

    @property
    def flips(self) -> bool:
        """Whether the verdict of any ticket changes."""
        return any(line.flipped for line in self.lines)


def backtest_job(contract: Contract, asked: str) -> Job | None:
    """The job an address names, if it is a simulation of that contract."""
    try:
        key = UUID(asked)
    except ValueError:
        return None
    return Job.objects.filter(contract=contract, kind="backtest", pk=key).first()


def backtest_page(job: Job) -> BacktestPage:
    """The result of a finished job, as printed."""
    found, totals = job.result, job.result["totals"]
    before, after = (Decimal(totals[name]) for name in ("due_before", "due_after"))
    title = f"Pénalités {formats.money(before)} → {formats.money(after)}, " + formats.count(
        totals["flipped"], "verdict de ticket changé|verdicts de ticket changés"
    )
    return BacktestPage(
        title=title,
        before=_strip("Avant", found["months"], "before"),
        after=_strip("Après", found["months"], "after"),
        lines=[_line(line) for line in found["months"]],
    )


def asked_before(job: Job) -> dict[str, str]:
    """What the form of a simulation was filled with."""
    picked: dict[str, str] = job.payload.get("picked", {})
    return picked or {"change": job.payload["change"]}


def _strip(name: str, months: list[dict[str, Any]], side: str) -> Drawing:
    squares = []
    for line in months:
        verdicts = {one[side]["verdict"] for one in line["commitments"]}
        squares.append(
            strip.Square(Month.parse(line["month"]), next((v for v in WORST if v in verdicts), "pending"))
        )
    missed = sum(square.state == "breached" for square in squares)
    words = formats.count(missed, "mois non respecté|mois non respectés")
    return strip.draw(strip.Strip(f"{name}\u00a0: {words} sur {len(squares)}", squares))


def _line(line: dict[str, Any]) -> MonthLine:
    return MonthLine(
        month=Month.parse(line["month"]),
        due_before=Decimal(line["due_before"]),
        due_after=Decimal(line["due_after"]),
        changed=[_change(one) for one in line["commitments"] if _moves(one)],
        flipped=line["flipped"],
        tickets=[_flip(flip) for flip in line["tickets"]],
    )


def _moves(one: dict[str, Any]) -> bool:
    """Whether the rate or the verdict of a commitment changes; a target that changes alone changes nothing."""
    return any(one["before"][name] != one["after"][name] for name in ("rate", "verdict"))


def _change(one: dict[str, Any]) -> dict[str, str]:
    def told(side: dict[str, str]) -> str:
        rate = formats.percent(Decimal(side["rate"]), 2) if side["rate"] else formats.ABSENT
        return f"{rate} pour {formats.percent(Decimal(side['required']))}, {formats.verdict(side['verdict']).lower()}"

    return {
        "code": one["code"],
        "name": one["name"],
        "before": told(one["before"]),
        "after": told(one["after"]),
    }


def _flip(flip: dict[str, str]) -> dict[str, str]:
    def told(state: str) -> str:
        return formats.verdict(state).lower() if state else NO_VERDICT

    return flip | {"before": told(flip["before"]), "after": told(flip["after"])}


def choices_for(contract: Contract) -> dict[str, list[tuple[str, str]]]:
    """Commitments and calendars that the small form offers (2 queries)."""
    rows = Commitment.objects.filter(contract=contract).order_by("position", "code", "effective_from")
    codes = {row.code: f"{row.code} {row.name}" for row in rows}
    hours = ServiceCalendar.objects.filter(contract=contract).order_by("code")
    return {"commitments": list(codes.items()), "calendars": [(row.code, row.name) for row in hours]}


def backtest_sheet(contract: Contract, job: Job) -> Sheet:
    """One line per month and commitment, before and after; penalties are those of the commitment before caps."""
    head = ("Contrat", "Mois", "Engagement", "Exigé avant (%)", "Exigé après (%)", "Taux avant (%)", "Taux après (%)",
            "Verdict avant", "Verdict après", "Pénalité avant (€)", "Pénalité après (€)")  # fmt: skip
    rows = [
        (contract.reference, line["month"], one["code"], *(_number(one[s]["required"]) for s in SIDES),
         *(_number(one[s]["rate"]) for s in SIDES), *(formats.verdict(one[s]["verdict"]) for s in SIDES),
         *(_number(one[s]["penalty"]) for s in SIDES))
        for line in job.result["months"]
        for one in line["commitments"]
    ]  # fmt: skip
    return Sheet(head, rows)


SIDES = ("before", "after")


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
