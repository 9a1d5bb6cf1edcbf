"""Numbers of a delivered file: one decimal sign per file, optional thousands spaces, nothing else."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

SPACES = " \u00a0\u202f"
_NUMBER = re.compile(rf"(?:\d{{1,3}}(?:[{SPACES}]\d{{3}})+|\d{{1,12}})(?:([.,])(\d{{1,9}}))?", re.ASCII)
_SPACE = re.compile(f"[{SPACES}]")


def read_number(cell: object) -> Decimal | None:
    """The exact value of a cell, or None when it is not a plain positive decimal number."""
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        text = repr(cell)
        return Decimal(text) if _NUMBER.fullmatch(text) else None
    match = _NUMBER.fullmatch(str(cell))
    return Decimal(_SPACE.sub("", match.group()).replace(",", ".")) if match else None


def decimal_sign(cells: Sequence[object]) -> str:
    """The decimal sign most used by the text cells: the other one is then an error."""
    signs: Counter[str] = Counter()
    for cell, times in Counter(cells).items():
        match = _NUMBER.fullmatch(cell) if isinstance(cell, str) else None
        if match and match.group(1):
            signs[match.group(1)] += times
    return "." if signs["."] > signs[","] else ","


def uses_other_sign(cell: object, sign: str) -> bool:
    """Whether a text cell writes its decimals with the sign the file does not use."""
    other = "," if sign == "." else "."
    return isinstance(cell, str) and other in cell
