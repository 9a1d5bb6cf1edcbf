"""Every indicator of a contract over 60 months, with 40 commitments behind, computed again from stored facts: 3 s at most.

Run: `python -m bench.indicators`. Indicators counted from tickets, formulas of the contract's own, then limits, trends and
signals of every open month as known at its end: what `compute_indicators` does between reading and writing.
"""

from __future__ import annotations

from fractions import Fraction
from time import perf_counter

from bench.kpis import MONTHS, PARIS, make_tickets
from kpis.engine.effects import effect_at
from kpis.engine.formulas import read_formula
from kpis.engine.indicators import Context, read_tickets, series
from kpis.engine.indicators.practices import Actions, PlannedUnit
from kpis.engine.signals import Series, read_series

TICKETS, INDICATORS, COMMITMENTS, ALLOWED = 30_000, 28, 40, 3.0


def main() -> None:
    """Measure, print, fail beyond the time allowed."""
    frame = make_tickets(TICKETS)
    begun = perf_counter()
    measured = series(read_tickets(frame), MONTHS, PARIS, _context())
    counted = perf_counter()
    known = {code: [one.value for one in measures] for code, measures in measured.items()}
    formulas = [
        read_formula(f"(100 * K01 - K08) / (1 + E{rank:02d}) + utilisateurs / jours")
        for rank in range(INDICATORS - len(known))
    ]
    for rank, formula in enumerate(formulas):
        known[f"C{rank:02d}"] = [formula.value(_facts(known, place)) for place in range(len(MONTHS))]
    computed = perf_counter()
    readings = 0
    for code, values in known.items():
        for until in range(len(MONTHS)):
            present = [place for place in range(until + 1) if values[place] is not None]
            if present:
                read_series(
                    Series(code, "down", MONTHS[present[0] : until + 1], values[present[0] : until + 1])
                )
                readings += 1
        effect_at(values, len(MONTHS) // 2, "down")
    done = perf_counter()
    print(f"{len(MONTHS)} months, {len(known)} indicators, {COMMITMENTS} commitments, {TICKETS} tickets")
    print(f"counting {counted - begun:.3f} s, formulas {computed - counted:.3f} s", end=", ")
    print(
        f"{readings} readings {done - computed:.3f} s: {done - begun:.3f} s in all, {ALLOWED:.0f} s allowed"
    )
    if done - begun > ALLOWED:
        raise SystemExit("slower than allowed")


def _context() -> Context:
    """Twenty work units and the actions of every month beside the tickets."""
    units = [
        PlannedUnit(
            f"UO{rank}",
            Fraction(100 + rank),
            {month: Fraction(3 + (rank + place) % 4) for place, month in enumerate(MONTHS)},
            dict.fromkeys(MONTHS, Fraction(4)),
        )
        for rank in range(20)
    ]
    actions = {month: Actions(place % 4, 8, 3, 4) for place, month in enumerate(MONTHS)}
    return Context(users=300, units=units, booked=MONTHS[-1], actions=actions)


def _facts(known: dict, place: int) -> dict[str, Fraction | None]:
    """What one month holds: indicators, commitments, people, days."""
    found = {
        code: None if values[place] is None else Fraction(values[place])
        for code, values in known.items()
        if code.startswith("K")
    }
    found |= {f"E{rank:02d}": Fraction(95 + place % 5) for rank in range(COMMITMENTS)}
    return found | {"utilisateurs": Fraction(300), "jours": Fraction(30)}


if __name__ == "__main__":
    main()
