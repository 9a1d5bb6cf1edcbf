"""The book of promises as plain values, and back: what a closed month keeps to be judged again anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from django.db import models

from contracts.models import ContractVersion, Site
from core.engine.ratios import round_half_up
from slas.models import Commitment, CommitmentTarget, PenaltyRule
from slas.selectors.hours import HoursBook
from slas.services.ground.facts import CLOCKED, promise_of
from slas.services.ground.promising import PromiseBook

Row = TypeVar("Row", bound=models.Model)
PLAIN = (bool, int, str, dict, list, type(None))


def plain_row(row: models.Model, leaving: Iterable[str] = ()) -> dict[str, Any]:
    """Every column of a row but those left out, as JSON can hold it: exact texts for decimals and instants."""
    return {
        field.attname: plain_value(field, getattr(row, field.attname))
        for field in row._meta.concrete_fields
        if field.attname not in leaving
    }


def plain_value(field: models.Field[Any, Any], value: Any) -> Any:
    """One column's value as JSON can hold it; a decimal has the places of its column."""
    if isinstance(field, models.DecimalField) and value is not None:
        return fixed(field.to_python(value), field.decimal_places)
    if isinstance(field, models.DateTimeField) and value is not None:
        return second_text(value)
    return value if isinstance(value, PLAIN) else str(value)


def fixed(value: Decimal, places: int) -> str:
    """A decimal with that many places."""
    return str(round_half_up(value, places))


def second_text(value: Any) -> Any:
    """An instant as UTC text, `2026-03-31 08:30:00`, whatever the driver gave; other values as they are."""
    if not isinstance(value, datetime):
        return value
    utc = value.astimezone(UTC) if value.tzinfo else value
    return utc.replace(tzinfo=None).isoformat(" ", "seconds")


def row_from(model: type[Row], values: Mapping[str, Any]) -> Row:
    """An unsaved row with these columns; those the values do not name take their default."""
    known = {field.attname: field for field in model._meta.concrete_fields}
    return model(**{name: known[name].to_python(value) for name, value in values.items() if name in known})


def book_to_plain(book: PromiseBook) -> dict[str, Any]:
    """Versions, commitments with their delays and prices, service hours: all that a verdict rests on."""
    calendars = book.calendars
    return {
        "timezone": book.timezone,
        "starts_on": str(book.starts_on),
        "ends_on": str(book.ends_on),
        "versions": [plain_row(version) for version in book.versions],
        "commitments": [
            {
                "row": plain_row(row),
                "targets": sorted(map(plain_row, row.targets.all()), key=_key),
                "prices": sorted(map(plain_row, book.prices[row.pk]), key=_key),
            }
            for row in book.commitments
        ],
        "calendars": {
            "windows": {
                str(key): {str(day): [list(window) for window in windows] for day, windows in week.items()}
                for key, week in calendars.windows.items()
            },
            "always_open": sorted(calendars.always_open),
            "sites": {name: plain_row(site) for name, site in calendars.sites.items()},
            "closures": {str(key): sorted(map(str, days)) for key, days in calendars.closures.items()},
        },
    }


def book_from_plain(values: Mapping[str, Any]) -> PromiseBook:
    """The book as it was when it was written down; its rows are unsaved."""
    commitments = [_commitment(entry) for entry in values["commitments"]]
    starts_on = date.fromisoformat(values["starts_on"])
    return PromiseBook(
        timezone=values["timezone"],
        starts_on=starts_on,
        ends_on=date.fromisoformat(values["ends_on"]),
        versions=[row_from(ContractVersion, version) for version in values["versions"]],
        commitments=commitments,
        promises=[promise_of(values["timezone"], row) for row in commitments if row.kind in CLOCKED],
        prices={
            row.pk: [row_from(PenaltyRule, price) for price in entry["prices"]]
            for row, entry in zip(commitments, values["commitments"], strict=True)
        },
        calendars=_calendars(values["timezone"], values["calendars"], starts_on.year),
    )


def _commitment(entry: Mapping[str, Any]) -> Commitment:
    row = row_from(Commitment, entry["row"])
    # What a prefetch would have read: the row has no database to ask.
    row._prefetched_objects_cache = {  # type: ignore[attr-defined]
        "targets": [row_from(CommitmentTarget, target) for target in entry["targets"]],
        "penalties": [row_from(PenaltyRule, price) for price in entry["prices"]],
    }
    return row


def _calendars(timezone: str, values: Mapping[str, Any], year: int) -> HoursBook:
    return HoursBook(
        timezone=timezone,
        windows={
            int(key): {
                int(day): [(opens, closes) for opens, closes in windows] for day, windows in week.items()
            }
            for key, week in values["windows"].items()
        },
        always_open=frozenset(values["always_open"]),
        sites={name: row_from(Site, site) for name, site in values["sites"].items()},
        closures={
            None if key == "None" else int(key): frozenset(map(date.fromisoformat, days))
            for key, days in values["closures"].items()
        },
        years=(year, year),
        _made={},
    )


def _key(row: Mapping[str, Any]) -> int:
    return int(row["id"])
