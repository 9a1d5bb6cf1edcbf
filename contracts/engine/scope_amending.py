"""What an amendment changes of the scope: `[[perimetre]]`, `[[exclusion]]`, `[[zone_grise]]` laid over what is known.

A table with `numero` changes that line; with `vient_de = "zone_grise 3"` the line moves to this section; with neither
it is a new one. A quantity that changes is dated from the day the amendment takes effect.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from contracts.engine.reading import Entry, complain_of_repeats
from contracts.engine.scope_file import MOST, read_line, table_of
from contracts.engine.scope_list import last_numbers
from contracts.engine.scope_rules import wrongs_of
from contracts.engine.scope_words import STATUSES, file_words
from contracts.engine.terms import FormerLine, ScopeLine

Key = tuple[str, int]
OWN = ("numero", "vient_de", "volume", "volumes", "avant")
"""Keys that say which line is meant or how much of it there is; the others are laid over the line as they are."""


@dataclass(frozen=True)
class KnownScope:
    """The scope as it stands: its lines, the codes of the sites, the start of the contract, the day of the change."""

    lines: Mapping[Key, ScopeLine]
    sites: tuple[str, ...]
    starts_on: date
    day: date


@dataclass(frozen=True)
class ScopeChange:
    """One line before and after; `before` is None for a new line."""

    before: ScopeLine | None
    after: ScopeLine

    @property
    def moves(self) -> bool:
        """Whether an item already known changes section."""
        return self.before is not None and self.before.status != self.after.status


def read_scope_changes(root: Entry, known: KnownScope) -> tuple[ScopeChange, ...]:
    """The changes of an amendment, in the order of the sections; problems go to `root.problems`."""
    found: list[ScopeChange] = []
    entries: list[Entry] = []
    for status in STATUSES:
        last = last_numbers(known.lines.values()).get(status.code, 0)
        for entry in root.tables(status.word):
            change = _read(entry, status.code, last + 1, known)
            if change is not None:
                last = max(last, change.after.number)
                found.append(change)
                entries.append(entry)
    meant = [_meant(change) for change in found]
    complain_of_repeats(zip(entries, meant, strict=True), "l’élément")
    return tuple(found)


def _meant(change: ScopeChange) -> str:
    line = change.before or change.after
    return f"{_section(line.status)} {line.number}"


def _read(entry: Entry, status: str, free: int, known: KnownScope) -> ScopeChange | None:
    """One table; None when the line it speaks of is unknown, which is then complained of."""
    before, is_known = _line_meant(entry, status, known)
    if not is_known:
        return None
    quantity = entry.whole("volume", high=MOST, required=False, default=before.quantity if before else None)
    for key in ("volumes", "avant"):
        if entry.has(key):
            entry.complain(
                f"« {key} » ne s’écrit pas dans un avenant.", "Écrivez ce qui vaut dès la prise d’effet."
            )
    number = before.number if before and before.status == status else free
    base = replace(before or ScopeLine(number, status, "", None, "", None), status=status, number=number)
    if status != "grey":
        base = replace(base, grey_since=None)
    said = {key: value for key, value in entry.values.items() if key not in OWN}
    laid = Entry({**table_of(base), **said, "numero": number}, entry.place, entry.problems)
    line = read_line(laid, status)
    laid.close()
    line = replace(
        line,
        quantity=quantity,
        volumes=_dated(base, quantity, known),
        formers=_formers(before, line, known.day),
    )
    for wrong in wrongs_of(line, sites=known.sites, starts_on=known.starts_on):
        entry.complain(wrong.message, wrong.remedy)
    return ScopeChange(before, line)


def _line_meant(entry: Entry, status: str, known: KnownScope) -> tuple[ScopeLine | None, bool]:
    """The line changed or moved, None for a new one; and whether that could be told."""
    if entry.has("vient_de"):
        return _origin(entry, entry.text("vient_de", limit=40), known)
    if not entry.has("numero"):
        return None, True
    number = entry.whole("numero", low=1)
    line = known.lines.get((status, number))
    if line is None:
        entry.complain(
            f"le contrat n’a pas de « {_section(status)} {number} ».",
            "Corrigez numero, ou retirez-le : l’élément est alors nouveau et prend le numéro suivant.",
        )
    return line, line is not None


def _origin(entry: Entry, text: str, known: KnownScope) -> tuple[ScopeLine | None, bool]:
    word, _, number = text.partition(" ")
    code = file_words(STATUSES).get(word, "")
    line = known.lines.get((code, int(number))) if number.isascii() and number.isdecimal() else None
    if line is None or entry.has("numero"):
        entry.complain(
            f"« vient_de » vaut « {text} », qui ne désigne aucun élément à déplacer."
            if line is None
            else "« numero » et « vient_de » désignent chacun un élément.",
            'Écrivez vient_de = "zone_grise 3", le numéro qu’il porte aujourd’hui, sans numero.',
        )
        return None, False
    return line, True


def _dated(base: ScopeLine, quantity: int | None, known: KnownScope) -> tuple[tuple[date, int], ...]:
    """The history of the quantity, the new one from the day on; the one until then is dated from the start."""
    past = base.volumes
    if quantity is None or quantity == base.quantity:
        return past
    if not past and base.quantity is not None:
        past = ((known.starts_on, base.quantity),)
    return (*past, (known.day, quantity))


def _formers(before: ScopeLine | None, line: ScopeLine, day: date) -> tuple[FormerLine, ...]:
    """What the line was before, the last until the eve: months already told keep their section and their price."""
    if before is None:
        return ()
    now = before.at(date.max)
    if (now.status, now.number, now.unit_price) == (line.status, line.number, line.unit_price):
        return before.formers
    return (*before.formers, replace(now, until=day - timedelta(days=1)))


def told(change: ScopeChange) -> tuple[str, dict[str, Any], dict[str, Any]]:
    """How a change reads: the line it names, its table before and after, both without number and history."""
    before = _fields(change.before) if change.before else {}
    line = change.after
    return f"{label_of(line.status)}, {line.number}. {line.name}", before, _fields(line)


def _fields(line: ScopeLine) -> dict[str, Any]:
    return {"statut": label_of(line.status), **dict(_plain(line))}


def _plain(line: ScopeLine) -> Iterator[tuple[str, Any]]:
    for key, value in table_of(line).items():
        if key not in {"numero", "volumes", "avant"}:
            yield key, value


def _section(status: str) -> str:
    return next(one.word for one in STATUSES if one.code == status)


def label_of(status: str) -> str:
    """« Zone grise »."""
    return next(one.label for one in STATUSES if one.code == status)
