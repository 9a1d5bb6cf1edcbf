"""Words that texts of a committee are made of: numbers in letters, lists, subjects of sentences."""

from __future__ import annotations

from collections.abc import Sequence

from core.engine import formats
from core.engine.months import Month

FEMININE = ("aucune", "une", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix")
NOTHING = "Ne rien faire"


def letters(number: int) -> str:
    """« deux », feminine; digits above ten."""
    return FEMININE[number] if number < len(FEMININE) else formats.number(number)


def capital(text: str) -> str:
    """First letter in capital, the rest untouched."""
    return text[:1].upper() + text[1:]


def lower(text: str) -> str:
    """First letter in small, unless the first word is an acronym: « GTR P3 », « disponibilité ERP »."""
    head = text.split(" ", 1)[0]
    return text if head.isupper() or any(c.isdigit() for c in head) else text[:1].lower() + text[1:]


def listing(items: Sequence[str]) -> str:
    """« a, b et c »."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} et {items[-1]}"


def ordinal_month(streak: int) -> str:
    """« 4e mois de suite », « 1er mois »."""
    return f"{formats.ordinal(streak)} mois" + (" de suite" if streak > 1 else "")


def short_name(name: str) -> str:
    """« GTR P3 » from « GTR P3, 2 j ouvrés »: what comes before the first comma or bracket."""
    return name.split(",", maxsplit=1)[0].split(" (", maxsplit=1)[0].strip()


def count_of(number: int, singular: str, several: str = "") -> str:
    """« 9 tickets absents »: both forms when adjectives agree too."""
    return formats.count(number, f"{singular}|{several}" if several else singular)


PAGES = {
    "engagements": "engagement",
    "clauses": "clauses du contrat",
    "mois": "mois",
    "penalites": "pénalité",
    "rapprochement": "rapprochement",
    "reversibilite": "réversibilité",
    "indicateurs": "indicateur",
    "contestations": "contestation",
}


def page_name(path: str) -> str:
    """How a proof is named from the address of its page: « indicateur K08 », « E06, mars 2026 »."""
    parts = [part for part in path.partition("#")[0].split("/") if part]
    if not parts:
        return "contrat"
    if parts[0] == "engagements" and len(parts) == 3:
        return f"{parts[1].upper()}, {formats.month_long(Month.parse(parts[2]))}"
    if parts[0] in {"mois", "penalites", "rapprochement"} and len(parts) == 2:
        return f"{PAGES[parts[0]]} {formats.month_of(Month.parse(parts[1]))}"
    return " ".join([PAGES.get(parts[0], parts[0]), *parts[1:]])
