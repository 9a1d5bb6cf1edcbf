"""The scope as approved amendments will leave it, each on its day."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.engine.problems import FileRefused
from contracts.engine.scope_amending import Key, KnownScope, ScopeChange
from contracts.engine.scope_to_come import laid_over, read_to_come
from contracts.engine.terms import ScopeLine
from contracts.models import Contract, ScopeToCome, Site
from contracts.selectors.coming import Coming
from contracts.selectors.scope_lines import lines_by_item

ComingScope = Coming[ScopeToCome, tuple[ScopeChange, ...]]


@dataclass(frozen=True)
class ScopeToday:
    """The scope of now, what waits in the order of its days, and the scope once all of it is laid."""

    now: dict[Key, ScopeLine]
    waiting: tuple[ComingScope, ...]
    then: dict[Key, ScopeLine]
    sites: tuple[str, ...]

    def moved(self, key: Key) -> Key:
        """The section and number that an item of now will bear once all is laid."""
        changes = self.changes_of(key)
        return changes[-1][1].after.key if changes else key

    def changes_of(self, key: Key) -> list[tuple[ComingScope, ScopeChange]]:
        """What waits for an item of now, in the order of the days."""
        found = []
        for coming in self.waiting:
            for change in coming.changes:
                if change.before is not None and change.before.key == key:
                    found.append((coming, change))
                    key = change.after.key
                    break
        return found


def waiting_scopes(contract: Contract) -> list[ScopeToCome]:
    """What waits for its day, earliest first (1 query)."""
    rows = ScopeToCome.objects.filter(contract=contract).select_related("version")
    return list(rows.order_by("version__effective_on"))


def scope_to_come(contract: Contract) -> ScopeToday:
    """The scope of now and of later (3 queries)."""
    now = {line.key: line for line in lines_by_item(contract).values()}
    sites = tuple(Site.objects.filter(contract=contract).order_by("code").values_list("code", flat=True))
    then, waiting = dict(now), list[ComingScope]()
    for row in waiting_scopes(contract):
        known = KnownScope(then, sites, contract.starts_on, row.version.effective_on)
        try:
            changes = read_to_come(row.change, known, f"avenant {row.version.number}")
        except FileRefused as refusal:
            waiting.append(Coming(row, (), tuple(map(str, refusal.problems))))
            continue
        waiting.append(Coming(row, changes))
        then = laid_over(then, changes)
    return ScopeToday(now, tuple(waiting), then, sites)


def coming_of(contract: Contract, number: int) -> ComingScope | None:
    """What a version still has to change of the scope; None once it has, or where it changes none of it."""
    return next((one for one in scope_to_come(contract).waiting if one.number == number), None)
