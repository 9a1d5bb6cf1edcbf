"""What outages cost the people who work, and how long a service holds between two of them: K04, K06."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from core.engine.formats import count
from core.engine.months import Month
from kpis.engine.indicators.activity import NO_USERS
from kpis.engine.indicators.measures import NO_DATA, Measure, missing
from kpis.engine.numbers import as_decimal
from slas.engine.lived import LivedMonth, LivedService

HOUR = 3600
NOT_TOLD = "Non mesurable : ni fichier de pannes, ni mention « aucune panne »."
NO_SERVICE = "Sans objet : aucun engagement ne mesure la disponibilité d’un service."
NO_OUTAGE = "Sans objet : aucune panne ce mois-ci."

Lived = Mapping[Month, LivedMonth]


def user_hours(months: Sequence[Month], lived: Lived, population: int | None) -> list[Measure]:
    """K04: Σ duration of each outage × users hit, in hours of service; a degraded time for its weight.

    One part per service. `extra`: `perceived`, the availability as lived (per cent, domain § 5.3) over the
    `population` and the hours of every measured service, None with a `perceived_reason`; `outside`, outages of
    services that nothing measures. One outage whose users nobody told leaves the month without a figure: the sum of
    the others would look better than what was lived.
    """
    return [_user_hours(month, lived.get(month), population) for month in months]


def between_failures(months: Sequence[Month], lived: Lived) -> list[Measure]:
    """K06: (service hours − hours down) ÷ outages, in hours, whoever answers for them; one part per service."""
    found = []
    for month in months:
        here = lived.get(month)
        if reason := _unmeasured(here):
            found.append(missing("K06", month, reason))
            continue
        services = here.services if here else ()
        parts = {one.name: _between(month, [one]) for one in services}
        whole = _between(month, services)
        found.append(Measure("K06", month, whole.value, n=whole.n, reason=whole.reason, parts=parts))
    return found


def _user_hours(month: Month, here: LivedMonth | None, population: int | None) -> Measure:
    reason = _unmeasured(here)
    if here is None or reason:
        return missing("K04", month, reason)
    whole = _lost(month, here.services)
    extra = _perceived(here.services, population, whole.reason) | {"outside": here.outside}
    parts = {one.name: _lost(month, [one]) for one in here.services}
    return Measure("K04", month, whole.value, n=whole.n, reason=whole.reason, parts=parts, extra=extra)


def _unmeasured(here: LivedMonth | None) -> str:
    """Why nothing can be said of the month; empty when something can."""
    if here is None:
        return NO_DATA
    if not here.services:
        return NO_SERVICE
    return "" if here.told else NOT_TOLD


def _lost(month: Month, services: Sequence[LivedService]) -> Measure:
    untold = sum(one.untold for one in services)
    outages = sum(one.outages for one in services)
    if untold:
        words = count(untold, "panne")
        return Measure("K04", month, None, reason=f"Non mesurable : {words} sans nombre d’utilisateurs.")
    lost = sum((one.lost for one in services), Fraction(0))
    return Measure("K04", month, as_decimal(lost / HOUR), n=outages)


def _perceived(
    services: Sequence[LivedService], population: int | None, reason: str | None
) -> dict[str, object]:
    due = sum(one.due for one in services) * (population or 0)
    if reason or not due:
        return {"perceived": None, "perceived_reason": reason or NO_USERS}
    lost = sum((one.lost for one in services), Fraction(0))
    return {"perceived": as_decimal(100 * (1 - lost / due))}


def _between(month: Month, services: Sequence[LivedService]) -> Measure:
    whole = LivedService(
        name="",
        due=sum(one.due for one in services),
        down=sum(one.down for one in services),
        outages=sum(one.outages for one in services),
        lost=Fraction(0),
        untold=0,
    )
    mean = whole.between_failures
    if mean is None:
        return missing("K06", month, NO_OUTAGE)
    return Measure("K06", month, as_decimal(mean), n=whole.outages)
