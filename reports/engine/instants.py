"""Date columns to UTC instants: what cannot be, what is not yet, what a clock change skips or repeats."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.engine.formats import count
from core.engine.localtime import AMBIGUOUS, NONEXISTENT, to_utc
from reports.engine import dates
from reports.engine.cells import Sheet
from reports.engine.findings import Option
from reports.engine.tables import Cell

NAT = np.datetime64("NaT", "s")
Instants = NDArray[np.datetime64]
YEAR_2000 = 946_684_800
PLANNED_AHEAD = 5 * 366 * 86_400
SKIPPED = (
    Option("offset_before", "Décalage d’avant le changement d’heure : 02:30 est lu 03:30"),
    Option("offset_after", "Décalage d’après le changement d’heure : 02:30 est lu 01:30"),
)
_DATE_HELP = "Écrivez la date sous la forme jj/mm/aaaa hh:mm, par exemple 31/03/2026 08:30."


def read_instants(
    sheet: Sheet, *names: str, any_month: bool = False, planned: Collection[str] = ()
) -> dict[str, Instants]:
    """UTC instants of date columns: NaT where empty, absent or refused.

    The first column settles the order of day and month against the delivered month. Those of `any_month` may lie
    outside it: they are day first unless a number above 12 says otherwise. Only `planned` columns may lie in the future.
    """
    present = [name for name in names if sheet.has(name)]
    written = {name: dates.take_apart(_date_cells(sheet, name)) for name in present}
    month = sheet.context.month
    order = sheet.date_order or dates.settle_order(
        list(written.values()), None if any_month else (month.first_day, month.last_day)
    )
    result: dict[str, Instants] = {name: np.full(len(sheet), NAT) for name in names}
    order = order or _ask_order(sheet, present[0])
    if not order:
        return result
    sheet.date_order = order
    for name in present:
        latest = sheet.context.latest + (PLANNED_AHEAD if name in planned else 0)
        result[name] = _utc(sheet, name, written[name], order, latest)
    _report_offsets(sheet, written)
    return result


def _date_cells(sheet: Sheet, name: str) -> list[str]:
    texts = sheet.texts(name)
    if not sheet.table.is_workbook:
        return texts
    raw = sheet.table.columns[sheet.index[name]]
    year = sheet.table.first_serial_year
    return [_date_text(cell, text, year) for cell, text in zip(raw, texts, strict=True)]


def _ask_order(sheet: Sheet, name: str) -> str:
    return sheet.findings.ask(
        "date_order_ambiguous",
        "Les dates se lisent jour/mois ou mois/jour, ou leur lecture ne donne pas le mois choisi.",
        "Exportez les dates sous la forme jj/mm/aaaa hh:mm ou 2026-03-31 08:30, ou vérifiez le mois du dépôt.",
        [
            Option(dates.DAY_FIRST, "Jour puis mois : 03/04/2026 est le 3 avril"),
            Option(dates.MONTH_FIRST, "Mois puis jour : 03/04/2026 est le 4 mars"),
        ],
        **sheet.place(name, 0),
    )


def _utc(sheet: Sheet, name: str, written: dates.Written, order: str, latest: int) -> Instants:
    seconds, good = dates.walls(written, order)
    for row in np.flatnonzero(~good & ~written.blank):
        sheet.findings.error(
            "bad_date", "Date impossible ou mal écrite.", _DATE_HELP, **sheet.place(name, int(row))
        )
    good &= _in_range(sheet, name, seconds, good, latest)
    local = np.where(good, seconds.astype("datetime64[s]"), NAT)
    instants, anomaly = to_utc(local, sheet.context.timezone)
    given = good & (written.offset != dates.NO_OFFSET)
    shifted = (seconds - np.where(given, written.offset, 0)).astype("datetime64[s]")
    instants = np.where(given, shifted, instants)
    anomaly = np.where(given, "", anomaly)
    _report_twice(sheet, name, anomaly)
    instants = _settle_skipped(sheet, name, instants, anomaly == NONEXISTENT)
    return _not_future(sheet, name, instants, latest)


def _in_range(sheet: Sheet, name: str, seconds: Any, good: Any, latest: int) -> Any:
    low, high = YEAR_2000, latest + 86_400
    outside = good & ((seconds < low) | (seconds > high))
    for row in np.flatnonzero(outside):
        _out_of_range(sheet, name, int(row))
    return ~outside


def _not_future(sheet: Sheet, name: str, instants: Instants, latest: int) -> Instants:
    future = instants > np.datetime64(latest, "s")
    for row in np.flatnonzero(future):
        _out_of_range(sheet, name, int(row))
    return np.where(future, NAT, instants)


def _out_of_range(sheet: Sheet, name: str, row: int) -> None:
    sheet.findings.error(
        "date_out_of_range",
        "Date hors limites : avant l’an 2000 ou après le dépôt du fichier.",
        "Corrigez l’année, ou laissez la cellule vide si la date n’est pas connue.",
        **sheet.place(name, row),
    )


def _settle_skipped(sheet: Sheet, name: str, instants: Instants, skipped: Any) -> Instants:
    """Times that the spring change skips, given with the offset from before it: kept, or as a person says."""
    rows = np.flatnonzero(skipped)
    if not rows.size:
        return instants
    if sheet.keeps_skipped_hours:
        sheet.findings.warning(
            "nonexistent_time",
            f"Heures qui n’existent pas ({sheet.context.timezone}) dans cette colonne : {count(rows.size)}.",
            "Elles sont lues avec le décalage d’avant le changement d’heure. Vérifiez le fuseau de l’export.",
            **sheet.place(name, int(rows[0])),
        )
        return instants
    chosen = ""
    for row in rows:
        chosen = sheet.findings.ask(
            "nonexistent_time",
            f"Cette heure n’existe pas ({sheet.context.timezone}) : l’horloge avançait d’une heure.",
            "Corrigez l’heure, ou écrivez-la avec son décalage, par exemple 2026-03-29T02:30+01:00.",
            SKIPPED,
            **sheet.place(name, int(row)),
        )
    if chosen == SKIPPED[0].value:
        return instants
    earlier = instants - np.timedelta64(1, "h") if chosen else np.full(len(instants), NAT)
    return np.where(skipped, earlier, instants)


def _report_twice(sheet: Sheet, name: str, anomaly: Any) -> None:
    twice = np.flatnonzero(anomaly == AMBIGUOUS)
    if twice.size:
        sheet.findings.warning(
            "ambiguous_time",
            f"Heures qui existent deux fois (passage à l’heure d’hiver) dans cette colonne : {count(twice.size)}.",
            "La première des deux est retenue. Pour l’autre, écrivez le décalage (+01:00).",
            **sheet.place(name, int(twice[0])),
        )


def _report_offsets(sheet: Sheet, written: dict[str, dates.Written]) -> None:
    given = {name: w.ok & (w.offset != dates.NO_OFFSET) for name, w in written.items()}
    bare = any((w.ok & ~given[name]).any() for name, w in written.items())
    if not bare:
        return
    rows = sorted({int(row) for flags in given.values() for row in np.flatnonzero(flags)})
    for row in rows[:100]:
        name = next(name for name in written if given[name][row])
        sheet.findings.warning(
            "mixed_timezones",
            "Cette ligne porte un décalage horaire, les autres sont à l’heure du contrat.",
            "Chaque date est lue comme elle est écrite ; vérifiez que c’est voulu.",
            **sheet.place(name, row),
        )


def _date_text(cell: Cell, text: str, first_year: int) -> str:
    """A workbook's date: a true date, or the serial number of days since 1899-12-30 (or 1904-01-01)."""
    if isinstance(cell, datetime):
        return (cell + timedelta(microseconds=500_000)).replace(microsecond=0).isoformat(" ")
    if isinstance(cell, int | float) and not isinstance(cell, bool) and 36_000 <= cell < 80_000:
        origin = datetime(1904, 1, 1) if first_year == 1904 else datetime(1899, 12, 30)
        return (origin + timedelta(seconds=round(cell * 86_400))).isoformat(" ")
    return text
