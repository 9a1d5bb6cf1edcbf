"""References met twice: counted once when the rows are equal, refused or asked when they are not."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import compress
from typing import Any

import numpy as np

from reports.engine.cells import Sheet
from reports.engine.findings import Option
from reports.engine.rows import Tickets

SUSPECT = (
    Option("keep_last", "Un seul ticket : garder la dernière ligne"),
    Option("keep_first", "Un seul ticket : garder la première ligne"),
    Option("distinct", "Deux tickets distincts : garder les deux lignes"),
)


_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]"
)
"""Characters that show nothing."""
_LOOKALIKES = str.maketrans(
    "\u0410\u0412\u0415\u0406\u0408\u041a\u041c\u041d\u041e\u0420\u0421\u0405\u0422\u0425\u0423"
    "\u0391\u0392\u0395\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u0396"
    "\u2010\u2011\u2012\u2013\u2014\u2212",
    "ABEIJKMHOPCSTXYABEHIKMNOPTYXZ------",
)
"""Cyrillic and Greek capitals drawn like Latin ones, and the dashes."""


@lru_cache(maxsize=1 << 16)
def reference_key(reference: str) -> str:
    """Two references are suspected equal when they differ only by case, spaces, or what an eye cannot see."""
    if reference.isascii():
        return "".join(reference.lower().split())
    shown = unicodedata.normalize("NFKC", _UNSEEN.sub("", reference)).upper().translate(_LOOKALIKES)
    return "".join(shown.casefold().split())


def without_duplicates(sheet: Sheet, tickets: Tickets) -> Tickets:
    """The tickets without the rows that repeat another to the letter; other repetitions are reported."""
    references = tickets.columns["reference"]
    if _all_differ(references):
        return tickets
    first: dict[str, int] = {}
    dropped: set[int] = set()
    for row, reference in enumerate(references):
        if not reference:
            continue
        earlier = first.setdefault(reference_key(reference), row)
        out = _report(sheet, tickets, earlier, row) if earlier != row else None
        if out is not None:
            dropped.add(out)
        if out == earlier:
            first[reference_key(reference)] = row
    if not dropped:
        return tickets
    return without_rows(tickets, dropped)


def without_rows(tickets: Tickets, dropped: set[int]) -> Tickets:
    """The tickets without some rows; waits and moves stay those of the tickets that are left."""
    kept = [row not in dropped for row in range(len(tickets))]
    columns = {name: _filter(column, kept) for name, column in tickets.columns.items()}
    left = set(columns["reference"])
    return Tickets(
        columns,
        list(compress(tickets.lines, kept)),
        [pause for pause in tickets.pauses if pause.reference in left],
        tickets.file,
        [move for move in tickets.moves if move.reference in left],
    )


def _all_differ(references: list[str]) -> bool:
    joined = "\n".join(references)
    if joined.isascii() and " " not in joined:
        return len(set(joined.lower().split("\n"))) == len(references)
    return len({reference_key(reference) for reference in references}) == len(references)


def _filter(column: Any, kept: list[bool]) -> Any:
    return column[np.array(kept)] if isinstance(column, np.ndarray) else list(compress(column, kept))


def _report(sheet: Sheet, tickets: Tickets, earlier: int, row: int) -> int | None:
    """Name the repetition; returns the row to be left out, if any."""
    reference = tickets.columns["reference"][row]
    line = sheet.table.lines[earlier]
    place = {**sheet.place("reference", row), "reference": reference}
    if reference != tickets.columns["reference"][earlier]:
        chosen = sheet.findings.ask(
            "duplicate_suspect",
            f"Référence semblable à celle de la ligne {line}, à la casse, aux espaces ou à des signes invisibles près.",
            "Supprimez la ligne en trop, ou corrigez la référence s’il s’agit de deux tickets.",
            SUSPECT,
            about=reference_key(reference),
            **place,
        )
        return {"keep_last": earlier, "keep_first": row}.get(chosen)
    if all(_cell(column, row) == _cell(column, earlier) for column in sheet.table.columns):
        sheet.findings.warning(
            "duplicate_identical",
            f"Ligne identique à la ligne {line}.",
            "La seconde ligne est écartée.",
            **place,
        )
        return row
    sheet.findings.error(
        "duplicate_conflict",
        f"La référence est déjà à la ligne {line}, avec d’autres valeurs.",
        "Gardez la seule ligne juste.",
        **place,
    )
    return None


def _cell(column: list[Any], row: int) -> Any:
    return column[row]
