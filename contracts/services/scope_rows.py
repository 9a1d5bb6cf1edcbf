"""Bringing the stored scope to a set of lines, in a handful of queries whatever their number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from typing import Any

from contracts.engine.terms import ScopeLine
from contracts.models import Contract, ScopeFormer, ScopeItem, ScopeItemSite, ScopeQuantity, Site
from contracts.selectors.scope_lines import lines_by_item, scope_items
from contracts.services.rows import Counts

OWN = [field.name for field in fields(ScopeLine) if field.name not in {"sites", "volumes", "formers"}]
LISTS = {"aliases", "interventions"}
BATCH = 500
UPDATED_AT_ONCE = 50
"""An update weighs each of its rows against all the others: small ones are quicker."""


def write_scope(*, contract: Contract, lines: Iterable[ScopeLine], prune: bool) -> Counts:
    """Make the scope hold these lines, told apart by status and number; an item keeps its identity.

    With `prune`, items that no line names are removed. Must run inside a transaction.
    """
    wanted = {(line.status, line.number): line for line in lines}
    items = scope_items(contract)
    held = lines_by_item(contract, items)
    present = {(item.status, item.number): item for item in items}
    stale = [item.pk for key, item in present.items() if key not in wanted] if prune else []
    changed = [key for key in wanted if key in present and held[present[key].pk] != wanted[key]]
    ScopeItem.objects.filter(pk__in=stale).delete()
    moved = _fields_that_move((held[present[key].pk], wanted[key]) for key in changed)
    for key in changed:
        _fill(present[key], wanted[key])
    if moved:
        ScopeItem.objects.bulk_update((present[key] for key in changed), moved, batch_size=UPDATED_AT_ONCE)
    new = {
        key: _fill(ScopeItem(contract=contract), line) for key, line in wanted.items() if key not in present
    }
    ScopeItem.objects.bulk_create(new.values(), batch_size=BATCH)
    touched = {key: present[key] for key in changed} | new
    _write_children(contract, [(item, wanted[key]) for key, item in touched.items()], held)
    if any(line.status == ScopeItem.Status.OUT for line in wanted.values()):
        # An exclusion that is written contradicts « aucune exclusion »: the declaration falls.
        Contract.objects.filter(pk=contract.pk, no_exclusion=True).update(no_exclusion=False)
    known = len(wanted) - len(new)
    return Counts(created=len(new), updated=len(changed), unchanged=known - len(changed), removed=len(stale))


def _fields_that_move(pairs: Iterable[tuple[ScopeLine, ScopeLine]]) -> list[str]:
    listed = list(pairs)
    return [name for name in OWN if any(getattr(old, name) != getattr(new, name) for old, new in listed)]


def _fill(item: ScopeItem, line: ScopeLine) -> ScopeItem:
    for name in OWN:
        value: Any = getattr(line, name)
        setattr(item, name, list(value) if name in LISTS else value)
    return item


def _write_children(
    contract: Contract, pairs: list[tuple[ScopeItem, ScopeLine]], held: Mapping[int, ScopeLine]
) -> None:
    """Sites, quantities and past of new and changed items; those of items that keep theirs are left alone."""
    moved = [pair for pair in pairs if _of(held, pair[0]).sites != pair[1].sites]
    dated = [pair for pair in pairs if _of(held, pair[0]).volumes != pair[1].volumes]
    was = [pair for pair in pairs if _of(held, pair[0]).formers != pair[1].formers]
    ScopeItemSite.objects.filter(contract=contract, item__in=[item.pk for item, _ in moved]).delete()
    ScopeQuantity.objects.filter(contract=contract, item__in=[item.pk for item, _ in dated]).delete()
    ScopeFormer.objects.filter(contract=contract, item__in=[item.pk for item, _ in was]).delete()
    codes = dict(Site.objects.filter(contract=contract).values_list("code", "pk"))
    ScopeItemSite.objects.bulk_create(
        (
            ScopeItemSite(contract=contract, item=item, site_id=codes[code])
            for item, line in moved
            for code in line.sites
        ),
        batch_size=BATCH,
    )
    ScopeQuantity.objects.bulk_create(
        (
            ScopeQuantity(contract=contract, item=item, effective_on=day, quantity=quantity)
            for item, line in dated
            for day, quantity in line.volumes
        ),
        batch_size=BATCH,
    )
    ScopeFormer.objects.bulk_create(
        (
            ScopeFormer(contract=contract, item=item, **asdict(former))
            for item, line in was
            for former in line.formers
        ),
        batch_size=BATCH,
    )


NOTHING = ScopeLine(0, "in", "", None, "", None)


def _of(held: Mapping[int, ScopeLine], item: ScopeItem) -> ScopeLine:
    return held.get(item.pk, NOTHING)
