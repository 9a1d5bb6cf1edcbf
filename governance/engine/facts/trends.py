"""What moves, and what users say."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from core.engine import formats
from core.engine.months import Month


@dataclass(frozen=True)
class IndicatorFacts:
    """An indicator over the months, oldest first; None where a month has no figure.

    `direction` is the sense of its signal this month (`better`, `worse`), empty when it is stable; `alarm`: a confirmed
    degradation. `phase`: rank of the
    month from which the limits in force hold. `pace`: « +2,0 par mois », empty without a proven trend; `reached`: when that
    trend meets the line of the contract, or that it went past it; `stable`: it only varies as usual, as its page says.
    """

    code: str
    name: str
    unit: str
    rising_is_good: bool
    months: tuple[Month, ...]
    values: tuple[Decimal | None, ...]
    direction: str = ""
    alarm: bool = False
    rules: tuple[str, ...] = ()
    decision: str = ""
    target: Decimal | None = None
    threshold: Decimal | None = None
    slope: float | None = None
    pace: str = ""
    reached: str = ""
    stable: bool = False
    months_to_threshold: int | None = None
    baseline: int = 12
    bounds: tuple[Decimal | None, Decimal | None] = (None, None)
    phase: int = 0

    @property
    def current(self) -> tuple[Decimal | None, ...]:
        """The values that the limits in force are about."""
        return self.values[self.phase :]

    @property
    def value(self) -> Decimal | None:
        return self.values[-1] if self.values else None

    @property
    def level(self) -> str:
        """`alarm`, `to_watch`, `better`, empty when it is stable."""
        return ("alarm" if self.alarm else "to_watch") if self.direction == "worse" else self.direction

    @property
    def decimals(self) -> int:
        """Counts are whole; shares and delays have one decimal."""
        return 1 if self.unit or any(value is not None and value % 1 for value in self.values) else 0

    def shown(self, value: Decimal | None) -> str:
        """A value of this indicator with its unit."""
        text = formats.number(value, self.decimals)
        return f"{text}\u00a0{self.unit}" if self.unit and value is not None else text


@dataclass(frozen=True)
class Answers:
    """Satisfaction of one month: satisfied answers, answers, resolved tickets, links sent, share of commitments met (%).

    `watermelon`: the alarm rests on satisfaction; `alarm`: every reason of the month's alarm, in French, empty where
    it is silent.
    """

    month: Month
    satisfied: int
    answers: int
    resolved: int
    commitments: Fraction | None = None
    low: float = 0
    high: float = 100
    alarm_low: float = 0
    alarm_high: float = 100
    watermelon: bool = False
    sent: int = 0
    alarm: tuple[str, ...] = ()

    @property
    def asked(self) -> int:
        return self.resolved + self.sent

    @property
    def percent(self) -> Fraction | None:
        return Fraction(100 * self.satisfied, self.answers) if self.answers else None


@dataclass(frozen=True)
class Lived:
    """One figure of the outages as users lived them; `value` is empty where nothing measured it, `note` says why."""

    label: str
    value: str
    note: str


@dataclass(frozen=True)
class Said:
    """What a user wrote, and the mark beside it: no name, no ticket, no instant."""

    text: str
    mark: str
    source: str


@dataclass(frozen=True)
class Recurrence:
    """Incidents of one service and category opened in 90 days, and how many its service had in all."""

    service: str
    category: str
    count: int
    of_service: int

    @property
    def same_failure(self) -> bool:
        """The service keeps failing in the same way: ten times or more, four of its incidents out of five."""
        return self.count >= 10 and 5 * self.count >= 4 * self.of_service
