"""One commitment over one month, as people read it: every page and the pack dress the same figure here."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from core.engine import formats
from core.engine.ratios import Rate, ShownGap, display_decimals, display_gap, display_percent
from slas.engine.verdicts import Verdict
from slas.models import Commitment, CommitmentMonth

COUNTED_IN_SECONDS = {Commitment.Kind.AVAILABILITY}
NOUNS = {
    Commitment.Kind.RESPONSE: "ticket",
    Commitment.Kind.RESOLUTION: "ticket",
    Commitment.Kind.RATIO: "échec",
    Commitment.Kind.PUNCTUALITY: "jour",
}


def percent_of(result: CommitmentMonth) -> Fraction | None:
    """The exact recomputed figure in %, None when nothing was counted."""
    return Rate(result.met, result.counted).percent


def declared_percent(result: CommitmentMonth) -> Fraction | None:
    """The figure the provider declares in %: its rate as printed, or the one its counts give."""
    if result.declared_rate is not None:
        return Fraction(result.declared_rate)
    if result.declared_counted:
        return Rate(result.declared_met or 0, result.declared_counted).percent
    return None


def gap_of(result: CommitmentMonth) -> Fraction | None:
    """Declared minus recomputed, in points, exact; None when one of the two is missing."""
    declared, recomputed = declared_percent(result), percent_of(result)
    return None if declared is None or recomputed is None else declared - recomputed


def flips(result: CommitmentMonth) -> bool:
    """True when the declared figure honours the commitment and the recomputed one does not."""
    declared = declared_percent(result)
    return (
        declared is not None
        and result.verdict == Verdict.BREACHED
        and declared >= Fraction(result.commitment.required_rate)
    )


def look_of(result: CommitmentMonth) -> str:
    """The state shown: the verdict, or « sous surveillance » over a met one."""
    return "watch" if result.verdict == Verdict.MET and result.concern else result.verdict


def word_of(result: CommitmentMonth) -> str:
    """The word of the verdict where it says more than its state: met by the small-volume clause alone."""
    raw = percent_of(result)
    by_clause = result.verdict == Verdict.MET and result.small_volume and raw is not None
    return formats.verdict("met_low_volume") if by_clause and raw < result.commitment.required_rate else ""  # type: ignore[operator]


def shown_rate(result: CommitmentMonth, *, unit: bool = True) -> str:
    """« 85,1 % », never rounded across the target; the word of the verdict when there is no figure."""
    exact, beside = percent_of(result), gap_as_shown(result)
    if exact is None:
        return formats.verdict(result.verdict)
    shown = (
        beside.recomputed
        if beside
        else display_percent(exact, result.commitment.required_rate, result.decimals)
    )
    return formats.percent(shown) if unit else formats.number(shown)


def shown_target(commitment: Commitment) -> str:
    """« ≥ 90 % »."""
    return f"≥\u00a0{formats.percent(tidy(commitment.required_rate))}"


def gap_as_shown(result: CommitmentMonth) -> ShownGap | None:
    """Declared, recomputed and gap as printed everywhere; None when one of the two figures is missing."""
    declared, recomputed = declared_percent(result), percent_of(result)
    if declared is None or recomputed is None:
        return None
    return display_gap(declared, recomputed, result.commitment.required_rate, result.decimals)


def shown_gap(result: CommitmentMonth) -> str:
    """« +7,2 pt », or « — »."""
    shown = gap_as_shown(result)
    return formats.points(shown.gap) if shown else formats.ABSENT


def shown_declared(result: CommitmentMonth) -> str:
    """« 92,3 % », or « — »."""
    declared, beside = declared_percent(result), gap_as_shown(result)
    if declared is None:
        return formats.ABSENT
    alone = display_percent(declared, result.commitment.required_rate, result.decimals)
    return formats.percent(beside.declared if beside else alone)


def shown_margin(result: CommitmentMonth) -> str:
    """What is left before the commitment is missed: « 4 tickets », « −124 min »."""
    if result.margin is None:
        return formats.ABSENT
    if result.commitment.kind in COUNTED_IN_SECONDS:
        return f"{formats.number(int(result.margin / 60))}\u00a0min"
    return formats.count(result.margin, NOUNS[Commitment.Kind(result.commitment.kind)])


def tidy(value: Decimal) -> Decimal:
    """`90.0000` → `90`, `99.9000` → `99.9`."""
    return value.quantize(Decimal(1).scaleb(-max(display_decimals(value) - 1, 0)))
