"""Bringing the rows of a contract to what its file says, with a count of what that changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from core.scope import ContractBound


@dataclass(frozen=True)
class Counts:
    """Rows created, updated, left as they were, removed."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0

    def __add__(self, other: Counts) -> Counts:
        mine, theirs = asdict(self), asdict(other)
        return Counts(**{name: mine[name] + theirs[name] for name in mine})

    @property
    def changed(self) -> bool:
        return bool(self.created or self.updated or self.removed)


def replace_rows(
    *,
    model: type[ContractBound],
    within: Mapping[str, Any],
    key: tuple[str, ...],
    rows: Iterable[Mapping[str, Any]],
) -> Counts:
    """Make the rows of `model` found by `within` equal `rows`, told apart by the fields of `key`.

    A changed row is written anew, so that rows may exchange a unique value. For rows that nothing points to.
    """
    wanted = {tuple(row[name] for name in key): {**within, **row} for row in rows}
    present = {tuple(getattr(row, name) for name in key): row for row in model.objects.filter(**within)}
    same = {known for known, row in present.items() if known in wanted and not _differs(row, wanted[known])}
    stale = [row.pk for known, row in present.items() if known not in same]
    model.objects.filter(pk__in=stale).delete()
    model.objects.bulk_create(model(**row) for known, row in wanted.items() if known not in same)
    return Counts(
        created=len(wanted.keys() - present.keys()),
        updated=len((wanted.keys() & present.keys()) - same),
        unchanged=len(same),
        removed=len(present.keys() - wanted.keys()),
    )


def upsert_row(
    *, model: type[ContractBound], key: Mapping[str, Any], values: Mapping[str, Any]
) -> tuple[Any, Counts]:
    """Find a row by its natural key and bring it to `values`, or create it. The row keeps its identity."""
    row = model.objects.filter(**key).first()
    if row is None:
        return model.objects.create(**key, **values), Counts(created=1)
    if not _differs(row, values):
        return row, Counts(unchanged=1)
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    return row, Counts(updated=1)


def _differs(row: Any, values: Mapping[str, Any]) -> bool:
    return any(getattr(row, name) != value for name, value in values.items())
