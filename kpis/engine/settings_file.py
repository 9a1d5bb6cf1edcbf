"""Followed indicators of the contract file, checked before anything is written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from contracts.engine.reading import Entry, complain_of_repeats
from core.engine.months import Month

BASELINE_MONTHS = 12
"""Months of the reference where the file names none."""
CODE = re.compile(r"K(0[1-9]|1\d|2[0-8])")


@dataclass(frozen=True)
class Followed:
    """How one indicator of the catalogue (K01…K28) is followed."""

    code: str
    target: Decimal | None
    threshold: Decimal | None
    in_committee: bool
    owner: str
    baseline_from: Month | None
    baseline_months: int
    decision: str = ""


def read_indicators(root: Entry) -> tuple[Followed, ...]:
    """The `[[indicateur]]` tables. Problems go to `root.problems`."""
    entries = root.tables("indicateur")
    followed = [_read_one(entry) for entry in entries]
    complain_of_repeats(zip(entries, (f.code for f in followed), strict=True), "l’indicateur")
    return tuple(sorted(followed, key=lambda f: f.code))


def _read_one(entry: Entry) -> Followed:
    code = entry.text("code", limit=10)
    if code and not CODE.fullmatch(code):
        entry.complain(f"indicateur inconnu : « {code} ».", "Écrivez un code du catalogue, de K01 à K28.")
    entry.place = f"indicateur {code or entry.place}"
    followed = Followed(
        code=code,
        target=_figure(entry, "cible"),
        threshold=_figure(entry, "seuil"),
        in_committee=entry.flag("comite"),
        owner=entry.text("porteur", limit=80, required=False),
        decision=entry.text("decision", limit=200, required=False),
        baseline_from=_month(entry),
        baseline_months=entry.whole(
            "reference_mois", low=6, high=120, required=False, default=BASELINE_MONTHS
        ),
    )
    entry.close()
    return followed


def _figure(entry: Entry, key: str) -> Decimal | None:
    value: Decimal | None = entry.amount(
        key, low="-99999999", high="99999999", decimals=4, required=False, default=None
    )
    return value


def _month(entry: Entry) -> Month | None:
    text = entry.text("reference_depuis", required=False)
    if not text:
        return None
    try:
        return Month.parse(text)
    except ValueError:
        entry.complain(f"« reference_depuis » vaut « {text} ».", "Écrivez un mois comme « 2026-03 ».")
        return None
