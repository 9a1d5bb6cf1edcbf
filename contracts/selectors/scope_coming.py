"""What approved amendments will change of the scope, in words beside the lines of now."""

from __future__ import annotations

from dataclasses import dataclass, field

from contracts.engine.scope_amending import Key, ScopeChange, label_of
from contracts.models import Contract
from contracts.selectors.scope_to_come import ComingScope, scope_to_come, waiting_scopes
from core.engine import formats


@dataclass(frozen=True)
class ComingWords:
    """By line of now, one sentence for each change to come; `new`: one for each item that is not there yet."""

    lines: dict[Key, tuple[str, ...]] = field(default_factory=dict)
    new: tuple[str, ...] = ()

    def of(self, key: Key) -> tuple[str, ...]:
        return self.lines.get(key, ())


def coming_words(contract: Contract) -> ComingWords:
    """Nothing to say where nothing waits (1 query); else what waits for each line (4 queries)."""
    if not waiting_scopes(contract):
        return ComingWords()
    scope = scope_to_come(contract)
    lines = {key: tuple(_words(*one) for one in scope.changes_of(key)) for key in scope.now}
    added = [
        (coming, change) for coming in scope.waiting for change in coming.changes if change.before is None
    ]
    new = tuple(f"{change.after.name}\u00a0: {_words(coming, change)}" for coming, change in added)
    return ComingWords({key: words for key, words in lines.items() if words}, new)


def _words(coming: ComingScope, change: ScopeChange) -> str:
    """« à venir : inclus n° 15 dès le 01/01/2027, avenant 2 »."""
    line = change.after
    where = f"{label_of(line.status).lower()} n°\u00a0{line.number}"
    told = where if change.before is None or change.moves else _what(change)
    return f"à venir\u00a0: {told} dès le {formats.date_short(coming.day)}, avenant {coming.number}"


def _what(change: ScopeChange) -> str:
    before, after = change.before, change.after
    assert before is not None
    told = []
    if before.quantity != after.quantity and after.quantity is not None:
        told.append(f"volume {formats.number(after.quantity)}")
    if before.unit_price != after.unit_price and after.unit_price is not None:
        told.append(f"prix {formats.money(after.unit_price)}")
    return ", ".join(told) or "autres termes"
