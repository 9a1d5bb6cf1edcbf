"""What a series says, in words made by rules: titles, trends, questions. Neutral words, never a judgement."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Any

from core.engine import formats
from core.engine.dates import month_of
from core.engine.months import Month
from core.engine.typography import NBSP
from kpis.engine.control import MINIMUM, RUN
from kpis.engine.numbers import exact
from kpis.engine.signals import Reading
from kpis.engine.trends import slope_digits
from kpis.selectors.following import Following
from kpis.selectors.wording import is_beyond, plain, shown_value, unit_of, with_unit

SLOPE_UNITS = {"%": "pt", "h": "h", "pt": "pt"}


def trend_words(following: Following, reading: Reading | None, until: Month, value: Decimal | None) -> str:
    """« +2,0 tickets par mois, seuil 75 tickets atteint dans 6 mois »; nothing while no trend is proven."""
    if reading is None or not is_proven(reading):
        return ""
    reached = reached_words(following, reading.steps, value)
    slope = reading.line.slope if reading.line else 0
    # A ratio's slope already reads in points; a count says what it counts.
    words = slope_words(following, reading)
    named = words if unit_of(following) in SLOPE_UNITS else with_unit(following, words, slope)
    return f"{named.rstrip()} par mois" + (f", {reached}" if reached else "")


def is_proven(reading: Reading) -> bool:
    """A trend that chance does not explain, and a line that is not as good as flat."""
    return reading.trend.trend in {"rising", "falling"} and bool(reading.line and reading.line.is_seen)


def slope_words(following: Following, reading: Reading) -> str:
    """« +2,0 », « −0,4 pt »."""
    slope = reading.line.slope if reading.line else 0
    return slope_text(following, slope)


def slope_text(following: Following, slope: float) -> str:
    """A slope with its unit: « +2,0 », « −0,4 pt »."""
    unit = SLOPE_UNITS.get(unit_of(following), "")
    return formats.signed(slope, slope_digits(slope), unit)


def reached_words(following: Following, steps: Fraction | int | None, value: Decimal | None) -> str:
    """« seuil 75 tickets atteint dans 6 mois », « seuil 60 tickets franchi »; empty where `reached_ending` is."""
    ending = reached_ending(following, steps, value)
    if following.line is None or not ending:
        return ""
    bound = with_unit(following, plain(following.line), following.line).rstrip()
    return f"{following.line_word} {bound} {ending}"


def reached_ending(following: Following, steps: Fraction | int | None, value: Decimal | None) -> str:
    """« atteint dans 6 mois », « franchi »; nothing where the trend leads elsewhere (`steps` is None)."""
    threshold = following.line_word == "seuil"
    if is_beyond(following, value):
        return "franchi" if threshold else "non atteinte"
    if following.line is None or steps is None:
        return ""
    ended = "atteint" if threshold else "atteinte"
    months = ceil(steps)
    return f"{ended} dans {formats.count(months, 'mois')}" if months else ended


def short_history(measured: int) -> str:
    """« Pas assez de recul (5 mois sur 6). »"""
    return f"Pas assez de recul ({formats.count(measured, 'mois')} sur {MINIMUM})."


def next_limits(measured: int, until: Month) -> str:
    """With which report the limits appear."""
    month = until.shift(max(MINIMUM - measured, 1))
    return f"Les limites apparaîtront avec le rapport {month_of(month)}."


def signal_title(following: Following, kind: str, evidence: Mapping[str, Any]) -> str:
    """« 4 points au-dessus de la limite haute », « hausse de 2,0 par mois »."""
    if kind == "trend":
        slope = evidence["slope"]
        size = slope_text(following, abs(slope)).lstrip("+")
        return f"{'Hausse' if slope > 0 else 'Baisse'} de {size} par mois"
    above = (exact(evidence["value"]) or 0) > (exact(evidence["center"]) or 0)
    points = evidence["points"]
    if kind == "point_outside":
        where = "au-dessus de la limite haute" if above else "sous la limite basse"
        return f"{formats.count(points, 'point')} {where}"
    if kind == "run_of_eight":
        return f"{RUN - 1 + points} mois de suite {'au-dessus' if above else 'au-dessous'} de la moyenne"
    return f"3 mois sur 4 près de la limite {'haute' if above else 'basse'}"


def signal_detail(following: Following, kind: str, month: Month, evidence: Mapping[str, Any]) -> str:
    """When, and on what numbers."""
    since = Month.parse(evidence["since"]) if evidence.get("since") else month
    period = formats.month_long(month)
    if since != month:
        period = f"{formats.month_long(since)} à {period}"
    if kind == "trend":
        return f"{period[:1].upper()}{period[1:]}, sur {formats.count(evidence['n'], 'mois')}."
    value = shown_value(following, Decimal(str(evidence["value"])))
    center = formats.number(evidence["center"], 1)
    limit = formats.number(evidence["limit"], 1)
    return f"{period[:1].upper()}{period[1:]}. {value} pour une moyenne de {center} et une limite de {limit}."


def beyond_words(following: Following) -> str:
    return "au-delà du seuil" if following.line_word == "seuil" else "au-delà de la cible"


def page_title(
    following: Following, reading: Reading | None, month: Month, value: Decimal | None, part: str = ""
) -> str:
    """The message of an indicator's page."""
    name = f"{following.name} {part}".rstrip()
    if value is None:
        return f"{name}{NBSP}: pas de chiffre en {formats.month_long(month)}"
    if reading is None or reading.limits.center is None:
        return f"{name}{NBSP}: {shown_value(following, value)}, pas encore de limites"
    beyond = f", {beyond_words(following)}" if is_beyond(following, value) else ""
    signals = reading.at(month)
    worse = [signal for signal in signals if signal.direction == "worse"] or list(signals)
    if not worse:
        return f"{name}{NBSP}: variation habituelle{beyond}"
    leading = next((signal for signal in worse if signal.kind == "trend"), worse[0])
    words = signal_title(following, leading.kind, leading.evidence)
    return f"{name}{NBSP}: {words[:1].lower()}{words[1:]}"


def page_lead(
    following: Following, reading: Reading | None, month: Month, value: Decimal | None, measured: int
) -> str:
    """One or two sentences: the figure, where it stands, where it goes."""
    if value is None:
        return ""
    parts = [f"{shown_value(following, value)} en {formats.month_long(month)}"]
    if reading is None or reading.limits.center is None:
        return f"{parts[0]}. {short_history(measured)} {next_limits(measured, month)}"
    outside = next((s for s in reading.at(month) if s.kind == "point_outside"), None)
    if outside:
        above = (exact(outside.evidence["value"]) or 0) > (exact(outside.evidence["center"]) or 0)
        rank = formats.ordinal(outside.evidence["points"])
        where = "au-dessus de la limite haute" if above else "sous la limite basse"
        parts.append(f"{where} pour le {rank} mois" if outside.evidence["points"] > 1 else where)
    elif is_beyond(following, value):
        parts.append(beyond_words(following))
    sentence = ", ".join(parts) + "."
    if (
        is_proven(reading)
        and reading.steps
        and following.line is not None
        and not is_beyond(following, value)
    ):
        months = ceil(reading.steps)
        article = "le seuil" if following.line_word == "seuil" else "la cible"
        ended = "atteint" if following.line_word == "seuil" else "atteinte"
        when = formats.month_long(month.shift(months))
        sentence += (
            f" À ce rythme, {article} de {plain(following.line)} est {ended} en {when}, "
            f"dans {formats.count(months, 'mois')}."
        )
    return sentence
