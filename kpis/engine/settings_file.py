"""Followed indicators of the contract file, checked before anything is written."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from contracts.engine.reading import Entry, complain_of_repeats
from core.engine.months import Month
from kpis.engine.formulas import FormulaRefused
from kpis.engine.own import DECLARED, ENTERED, FORMULA, NO_DECISION, checked_formula, is_own

BASELINE_MONTHS = 12
"""Months of the reference where the file names none."""
CODE = re.compile(r"K(0[1-9]|1\d|2[0-8])")
KINDS = {"formule": FORMULA, "declare": DECLARED, "saisi": ENTERED}
SENSES = {"hausse": "up", "baisse": "down"}
VIEWS = {"technique": "technical", "percu": "perceived"}
TIMINGS = {"avance": "leading", "retarde": "lagging"}


@dataclass(frozen=True)
class Followed:
    """How one indicator is followed, of the catalogue (K01…K28) or of the contract's own (C01…C99, then defined here)."""

    code: str
    target: Decimal | None
    threshold: Decimal | None
    in_committee: bool
    owner: str
    baseline_from: Month | None
    baseline_months: int
    decision: str = ""
    kind: str = ""
    name: str = ""
    unit: str = ""
    sense: str = ""
    view: str = ""
    timing: str = ""
    formula: str = ""
    retired_from: Month | None = None


def read_indicators(root: Entry) -> tuple[Followed, ...]:
    """The `[[indicateur]]` tables. Problems go to `root.problems`."""
    entries = root.tables("indicateur")
    followed = [_read_one(entry) for entry in entries]
    complain_of_repeats(zip(entries, (f.code for f in followed), strict=True), "l’indicateur")
    _check_formulas(entries, followed)
    return tuple(sorted(followed, key=lambda f: f.code))


def _read_one(entry: Entry) -> Followed:
    code = entry.text("code", limit=10)
    own = is_own(code)
    if code and not own and not CODE.fullmatch(code):
        entry.complain(
            f"indicateur inconnu : « {code} ».",
            "Écrivez un code du catalogue, de K01 à K28, ou un code à vous, de C01 à C99.",
        )
    entry.place = f"indicateur {code or entry.place}"
    told = _own(entry) if own else {}
    followed = Followed(
        code=code,
        target=_figure(entry, "cible"),
        threshold=_figure(entry, "seuil"),
        in_committee=entry.flag("comite"),
        owner=entry.text("porteur", limit=80, required=False),
        decision=entry.text("decision", limit=200, required=False),
        baseline_from=_month(entry, "reference_depuis"),
        baseline_months=entry.whole(
            "reference_mois", low=6, high=120, required=False, default=BASELINE_MONTHS
        ),
        retired_from=_month(entry, "retire_depuis") if own else None,
        **told,
    )
    if own and not followed.decision:
        entry.complain("« decision » manque.", NO_DECISION)
    entry.close()
    return followed


def _own(entry: Entry) -> dict[str, str]:
    """What only an indicator of the contract's own says."""
    kind = entry.choice("nature", KINDS, default=ENTERED)
    told = {
        "kind": kind,
        "name": entry.text("nom", limit=80),
        "unit": entry.text("unite", limit=20, required=False),
        "sense": entry.choice("sens", SENSES, default="down"),
        "view": entry.choice("vue", VIEWS, default="technical"),
        "timing": entry.choice("horizon", TIMINGS, default="lagging"),
    }
    return told | {"formula": entry.text("formule", limit=200) if kind == FORMULA else ""}


def _check_formulas(entries: Sequence[Entry], followed: Sequence[Followed]) -> None:
    kinds: Mapping[str, str] = {one.code: one.kind for one in followed if one.kind}
    for entry, one in zip(entries, followed, strict=True):
        if one.kind == FORMULA and one.formula:
            try:
                checked_formula(one.formula, kinds)
            except FormulaRefused as refusal:
                entry.complain("« formule » n’est pas admise.", str(refusal))


def _figure(entry: Entry, key: str) -> Decimal | None:
    value: Decimal | None = entry.amount(
        key, low="-99999999", high="99999999", decimals=4, required=False, default=None
    )
    return value


def _month(entry: Entry, key: str) -> Month | None:
    text = entry.text(key, required=False)
    if not text:
        return None
    try:
        return Month.parse(text)
    except ValueError:
        entry.complain(f"« {key} » vaut « {text} ».", "Écrivez un mois comme « 2026-03 ».")
        return None
