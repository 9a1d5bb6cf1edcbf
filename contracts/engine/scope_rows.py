"""A row of the scope, from a list or from a page, laid over what is known; and the row a line makes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from contracts.engine.scope_cells import READERS, Setting, Unread
from contracts.engine.scope_rules import Wrong, wrongs_of
from contracts.engine.scope_words import (
    COVERAGES,
    CRITICALITIES,
    FAMILIES,
    INTERVENTIONS,
    STATUSES,
    labels,
)
from contracts.engine.terms import ScopeLine
from core.engine.formats import date_short


class Reading(NamedTuple):
    """The line read, and what must be corrected before it is worth anything."""

    line: ScopeLine
    wrongs: list[Wrong]


def read_row(cells: Mapping[str, str], known: ScopeLine, setting: Setting) -> Reading:
    """A row laid over the line as it is known; a column that the row does not have leaves its field alone."""
    values: dict[str, Any] = {}
    wrongs: list[Wrong] = []
    for name, read in READERS.items():
        if name in cells:
            try:
                values[name] = read(name, cells[name].strip(), setting)
            except Unread as unread:
                wrongs.append(Wrong(name, unread.value or cells[name], unread.message, unread.remedy))
    since = values.pop("quantity_since", None)
    if values.get("sites") and not values.get("coverage"):
        values["coverage"] = "listed"
    line = replace(known, **values)
    line = replace(line, volumes=volumes_after(known, line.quantity, since, setting))
    wrongs += _of_closed(known, line, setting)
    found = wrongs_of(line, sites=setting.codes, starts_on=setting.starts_on, today=setting.today)
    unread_fields = {wrong.field for wrong in wrongs}
    return Reading(line, wrongs + [wrong for wrong in found if wrong.field not in unread_fields])


def _of_closed(known: ScopeLine, line: ScopeLine, setting: Setting) -> list[Wrong]:
    """A volume of a closed month neither comes nor goes: what was counted then rests on it."""
    moved = sorted({day for day, _ in set(known.volumes) ^ set(line.volumes)})
    closed = setting.closed_until
    # The first change only dates the quantity that was known.
    dated = [
        day
        for day in moved
        if known.volumes or day != setting.starts_on or line.volumes[0][1] != known.quantity
    ]
    if closed is None or not known.number or not dated or dated[0] > closed:
        return []
    return [
        Wrong(
            "quantity_since", date_short(dated[0]), f"Les mois sont clos jusqu’au {date_short(closed)}.",
            "Datez le volume d’un mois ouvert\u00a0: ce qui est clos ne change plus.",
        )
    ]  # fmt: skip


def volumes_after(
    known: ScopeLine, quantity: int | None, since: date | None, setting: Setting
) -> tuple[tuple[date, int], ...]:
    """The history once a quantity is given: a new quantity is dated (today by default), an equal one adds nothing.

    The first change also dates the quantity that was known, from the contract's start.
    """
    past = known.volumes
    if quantity is None:
        return () if known.quantity is not None else past
    same = quantity == known.quantity
    if past and since == past[-1][0]:
        return (*past[:-1], (since, quantity))
    if same and (past or since is None):
        return past
    if not past and since is None and (known.quantity is None or setting.today <= setting.starts_on):
        return ()
    day = since or setting.today
    if not past and known.quantity is not None and not same and day != setting.starts_on:
        past = ((setting.starts_on, known.quantity),)
    return (*past, (day, quantity))


def write_row(line: ScopeLine) -> dict[str, Any]:
    """The cells of a line, as `read_row` reads them back."""
    return {
        "status": labels(STATUSES)[line.status],
        "number": line.number,
        "name": line.name,
        "family": labels(FAMILIES).get(line.family, ""),
        "quantity": line.quantity,
        "quantity_since": line.volumes[-1][0] if line.volumes else None,
        "unit": line.unit,
        "unit_price": line.unit_price,
        "coverage": labels(COVERAGES).get(line.coverage, ""),
        "sites": ", ".join(line.sites),
        "interventions": ", ".join(labels(INTERVENTIONS)[code] for code in line.interventions),
        "criticality": labels(CRITICALITIES).get(line.criticality, ""),
        "grey_since": line.grey_since,
        "aliases": ", ".join(line.aliases),
        "constraints": line.constraints,
    }
