"""What a contract file would change of what the parties agreed, once a month of the contract is closed.

Two persons change it by an amendment. A file that one person loads may only say what the contract did not say yet; what
an amendment does not carry (registers, people, papers, indicators…) is not looked at here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from contracts.engine.problems import Problem
from contracts.engine.terms_amending import AGREED
from core.engine.formats import date_short
from slas.engine.amending import words

Tables = Mapping[str, Any]
Row = Mapping[str, Any]
REMEDY = "Remettez l’ancienne valeur, et proposez un avenant."
FREE = {"engagement": ("libelle", "clause"), "version": ("objet", "matrice")}
"""Keys of a line that tell it without promising anything, or that no amendment carries."""
STRICT = {"engagement": ("fin",), "version": ("a_venir",), "plage": ("toujours_ouvert", "fenetres")}
"""Keys whose absence says something: giving one a value changes what was agreed."""


def restated(before: Tables, after: Tables) -> list[Problem]:
    """Each place where the file says otherwise what an amendment changes."""
    return [
        *_clauses(before, after),
        *_versions(before, after),
        *_commitments(before, after),
        *_hours(before, after),
        *_prices(before, after),
    ]


def _changed(place: str, key: str, was: Any, now: Any) -> Problem:
    return Problem(
        place,
        f"« {key} » passe de « {words(was)} » à « {words(now)} » : un mois est clos, ce qui fut convenu ne change plus"
        " par le fichier.",
        REMEDY,
    )


def _fields(place: str, was: Row, now: Row, keys: Any, strict: Any = ()) -> Iterator[Problem]:
    """Values said before and said otherwise; a table is looked into key by key."""
    for key in keys:
        old, new = was.get(key), now.get(key)
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            yield from _fields(f"{place}, {key}", old, new, old)
        elif old != new and (old is not None or key in strict):
            yield _changed(place, key, old, new)


def _clauses(before: Tables, after: Tables) -> Iterator[Problem]:
    for name in ("contrat", "preavis", "revision", "sortie"):
        was: Row = before.get(name, {})
        yield from _fields(f"[{name}]", was, after.get(name, {}), AGREED.get(name, tuple(was)))


def _versions(before: Tables, after: Tables) -> Iterator[Problem]:
    was, now = ({row["numero"]: row for row in tables.get("version", ())} for tables in (before, after))
    yield from _lines("version", "version", was, now)
    for number in sorted(set(now) - set(was)):
        yield Problem(
            f"version {number}",
            f"le fichier l’ajoute au {date_short(now[number]['effet'])}, alors qu’un mois est clos.",
            "Retirez-la, et proposez un avenant : une seconde personne l’approuve.",
        )


def _commitments(before: Tables, after: Tables) -> Iterator[Problem]:
    was, now = _promises(before), _promises(after)
    yield from _lines("engagement", "engagement", was, now)
    for code in (code for code in now if code not in was):
        yield Problem(
            f"engagement {code}",
            "le fichier l’ajoute, alors qu’un mois est clos.",
            "Retirez-le, et proposez un avenant : une seconde personne l’approuve.",
        )


def _promises(tables: Tables) -> dict[str, Row]:
    """By code, and by first day where it is not that of the contract; prices without their clause."""
    return {_named(row): {**row, **_priced(row)} for row in tables.get("engagement", ())}


def _named(row: Row) -> str:
    return f"{row['code']} du {date_short(row['debut'])}" if "debut" in row else str(row["code"])


def _priced(row: Row) -> Row:
    if "penalite" not in row:
        return {}
    return {"penalite": [{k: v for k, v in one.items() if k != "clause"} for one in row["penalite"]]}


def _lines(name: str, word: str, was: Mapping[Any, Row], now: Mapping[Any, Row]) -> Iterator[Problem]:
    """Lines of a table that change or go."""
    for key, row in was.items():
        place = f"{word} {key}"
        if key not in now:
            yield Problem(place, "le fichier l’omet, alors qu’un mois est clos.", f"{REMEDY}")
            continue
        strict = STRICT.get(name, ())
        keys = [one for one in dict.fromkeys([*row, *strict]) if one not in FREE.get(name, ())]
        yield from _fields(place, row, now[key], keys, strict)


def _hours(before: Tables, after: Tables) -> Iterator[Problem]:
    """Hours that a commitment follows; others, and new ones, promise nothing."""
    cited = {row["plage"] for row in before.get("engagement", ()) if row.get("plage")}
    now = {row["code"]: row for row in after.get("plage", ())}
    for row in before.get("plage", ()):
        if row["code"] in cited and row["code"] in now:
            keys = STRICT["plage"]
            yield from _fields(f"plage {row['code']}", row, now[row["code"]], keys, keys)


def _prices(before: Tables, after: Tables) -> Iterator[Problem]:
    """Prices of exclusions and of work units; the first price of a unit fills what was not said."""
    lines = {row["numero"]: row for row in after.get("exclusion", ())}
    for row in before.get("exclusion", ()):
        yield from _fields(f"exclusion {row['numero']}", row, lines.get(row["numero"], row), ("prix_uo",))
    units = {row["code"]: row for row in after.get("unite_oeuvre", ())}
    for unit in before.get("unite_oeuvre", ()):
        was, now = _dated(unit), _dated(units.get(unit["code"], unit))
        for level, day in sorted({*was, *now}) if was else ():
            if was.get((level, day)) != now.get((level, day)):
                place = f"unité d’œuvre {unit['code']}, prix du {date_short(day)}" + (
                    level and f", niveau {level}"
                )
                yield _changed(place, "montant", was.get((level, day)), now.get((level, day)))


def _dated(unit: Row) -> dict[tuple[str, Any], Any]:
    return {(row.get("niveau", ""), row["effet"]): row["montant"] for row in unit.get("prix", ())}
