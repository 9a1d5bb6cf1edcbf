"""A candidate amendment: the tables of the contract file that it would change, checked against the contract."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from contracts.engine.hours_file import read_hours
from contracts.engine.price_amending import (
    KnownUnits,
    PriceChange,
    read_price_changes,
    refuse_prices_by_level,
)
from contracts.engine.problems import FileRefused, Problem
from contracts.engine.reading import Entry
from contracts.engine.scope_amending import KnownScope, ScopeChange, read_scope_changes
from contracts.engine.settings_file import read_settings
from contracts.engine.terms import Hours
from contracts.engine.terms_amending import KnownTerms, read_term_changes
from core.engine import formats
from slas.engine.terms import Promise, read_commitments

MAX_CHARACTERS = 200_000
FIXED = ("nature", "debut")
"""What makes a commitment the same one over the months replayed."""


@dataclass(frozen=True)
class Known:
    """What the contract holds: its `[[engagement]]` tables, calendar codes, priorities, dates, scope, terms and units."""

    commitments: Sequence[Mapping[str, Any]]
    calendars: frozenset[str]
    priorities: frozenset[str]
    starts_on: date
    last_effect: date
    scope: KnownScope
    terms: KnownTerms
    units: KnownUnits


@dataclass(frozen=True)
class Candidate:
    """What would change: settings, fee, calendars (new or replaced), commitments and scope as they would read.

    `promises`: one per row of the contract whose code is changed, in the order of its tables; `tables`: the same
    as the contract file would write them. `terms`: the tables of `terms_amending` that change, as they will read;
    `unit_prices`: those of work units.
    """

    settings: dict[str, Any]
    monthly_fee: Decimal | None
    hours: tuple[Hours, ...]
    promises: tuple[Promise, ...]
    tables: tuple[Mapping[str, Any], ...] = ()
    scope: tuple[ScopeChange, ...] = ()
    terms: Mapping[str, Any] = field(default_factory=dict)
    unit_prices: tuple[PriceChange, ...] = ()

    @property
    def changes(self) -> bool:
        said = (self.settings, self.hours, self.promises, self.scope, self.terms, self.unit_prices)
        return any(said) or self.monthly_fee is not None


def read_candidate(text: str, known: Known) -> Candidate:
    """Check a candidate as a whole. Raises FileRefused with every problem, in French."""
    problems: list[Problem] = []
    root = Entry(parse_candidate(text), "avenant", problems)
    effect = root.day("effet", required=False)
    if effect is not None and effect < max(known.last_effect, known.starts_on):
        root.complain(
            f"« effet » vaut {formats.date_short(effect)}, avant la version en vigueur.",
            f"Un avenant prend effet le {formats.date_short(known.last_effect)} au plus tôt ; sinon retirez la ligne.",
        )
    fee = root.amount("forfait_mensuel", required=False, default=None)
    settings = read_settings(root.table("reglages", "réglages"))
    hours = read_hours(root) if root.has("plage") else ()
    codes = known.calendars | {one.code for one in hours}
    tables = _changed_tables(root, known)
    laid = Entry({"engagement": tables}, "", problems)
    promises = read_commitments(laid, calendars=codes, priorities=known.priorities, starts_on=known.starts_on)
    scope = read_scope_changes(root, known.scope)
    refuse_prices_by_level(root, scope, known.units)
    terms = read_term_changes(root, known.terms)
    prices = read_price_changes(root, known.units)
    root.close()
    found = Candidate(settings, fee, hours, promises, tuple(tables), scope, terms, prices)
    if not problems and not found.changes:
        root.complain(
            "il ne change rien.",
            "Écrivez au moins un réglage, une plage, un engagement, un élément de périmètre, un terme ou un prix.",
        )
    if problems:
        raise FileRefused(problems)
    return found


def parse_candidate(text: str) -> dict[str, Any]:
    """The tables of a candidate, not checked yet. Raises FileRefused when they cannot be read at all."""
    if len(text) > MAX_CHARACTERS:
        raise FileRefused([Problem("avenant", "il est trop long.", "Gardez ce qui change seulement.")])
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        spot = re.search(r"line (\d+), column (\d+)", str(error))
        place = f"avenant, ligne {spot[1]}, colonne {spot[2]}" if spot else "avenant"
        raise FileRefused(
            [
                Problem(
                    place, "ce n’est pas du TOML lisible.", "Vérifiez guillemets, crochets et signes « = »."
                )
            ]
        ) from error


def _changed_tables(root: Entry, known: Known) -> list[dict[str, Any]]:
    """The commitments with the candidate's keys laid over them, then the new ones, as a contract file has them."""
    changes: dict[str, Mapping[str, Any]] = {}
    added: list[dict[str, Any]] = []
    present = sorted({str(table["code"]) for table in known.commitments})
    for entry in root.tables("engagement"):
        code = entry.text("code", limit=20)
        entry.place = f"engagement {code}"
        if code and code not in present:
            added += _added_table(entry, code, present, known.terms.day)
            continue
        for key in FIXED:
            if entry.has(key):
                entry.complain(f"« {key} » ne se change pas dans une simulation.", "Retirez la ligne.")
        changes[code] = {key: value for key, value in entry.values.items() if key not in FIXED}
        _check_end(entry, known.terms.day)
    changed = [
        _laid(table, changes[table["code"]], known) for table in known.commitments if table["code"] in changes
    ]
    return [*changed, *added]


def _added_table(entry: Entry, code: str, present: Sequence[str], day: date) -> list[dict[str, Any]]:
    """A new commitment runs from the day of effect; without its kind, it is one whose code is misread."""
    if not entry.has("nature"):
        entry.complain(
            f"engagement inconnu du contrat : « {code} ».",
            f"Engagements du contrat : {', '.join(present)}. Pour en ajouter un, dites-le en entier, avec sa nature.",
        )
        return []
    if entry.has("debut"):
        entry.complain(
            "« debut » ne s’écrit pas dans un avenant.", "Retirez la ligne : il vaut dès la prise d’effet."
        )
    return [{**entry.values, **({} if day == date.max else {"debut": day})}]


def _check_end(entry: Entry, day: date) -> None:
    end = entry.day("fin", required=False)
    if end is not None and end < day != date.max:
        entry.complain(
            f"« fin » vaut {formats.date_short(end)}, avant la prise d’effet de l’avenant.",
            f"Écrivez le {formats.date_short(day)} ou après.",
        )


def _laid(table: Mapping[str, Any], change: Mapping[str, Any], known: Known) -> dict[str, Any]:
    """A commitment that is over keeps its end."""
    over = table.get("fin", date.max) < known.terms.day != date.max
    return {**table, **{key: value for key, value in change.items() if not (over and key == "fin")}}
