"""French typography of running text: spaces, quotes, apostrophes, plurals."""

from __future__ import annotations

import re

ABSENT = "—"
NBSP, NNBSP, MINUS = "\u00a0", "\u202f", "\u2212"
SYMBOLS = frozenset({"h", "j", "min", "s", "pt", "UO", "Mo", "Go", "To", "€", "%"})
"""Unit symbols, which take no plural."""

_RULES = (
    (re.compile(r"(?<=[^\W\d_])'(?=\w|«)"), "’"),
    (re.compile(r"[ \u00a0\u202f]*([;!?])(?=[\s\u00a0»)]|$)"), NNBSP + r"\1"),
    (re.compile(r"[ \u00a0\u202f]+([:%€»])"), NBSP + r"\1"),
    (re.compile(r"«[ \u00a0\u202f]*"), "«" + NBSP),
    (re.compile(r"(?<=\d) (?=\d{3}(?!\d))"), NNBSP),
)


def typeset(text: str) -> str:
    """French spacing of a plain text: U+202F before ; ! ?, U+00A0 before : % € » and after «, apostrophe ’.

    Applying it twice changes nothing. Text nodes only: it does not know markup.
    """
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text


def of(name: str) -> str:
    """« de mars », « d’avril »: the preposition before a name that is not aspirated."""
    return f"d’{name}" if name[:1].lower() in "aàâeéèêioôuy" else f"de {name}"


def plural(noun: str, many: bool) -> str:
    """The noun, its first word in the plural if `many`; « travail|travaux » gives both forms."""
    singular, bar, several = noun.partition("|")
    if bar or not many:
        return several if many else singular
    head, space, rest = singular.partition(" ")
    return singular if head in SYMBOLS or head[-1] in "sxz" else f"{head}s{space}{rest}"
