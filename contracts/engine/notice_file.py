"""What the contract file says of notice, `[preavis]`; refused in place, with the remedy."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from contracts.engine.dates import LADDER, Clause, EndConvention, end_of
from contracts.engine.dates_words import CONVENTIONS, EFFECTS, MEANS
from contracts.engine.reading import Entry
from contracts.engine.unsaid import kept_convention
from core.engine import formats

MAX_DAYS = 3_650
POSTING_MARGIN = 10
"""Days for a letter to arrive, where the file names none."""


@dataclass(frozen=True)
class NoticeSaid:
    """The `[preavis]` table, beside the client's notice in months; what the contract leaves unsaid stays empty."""

    end_convention: str = ""
    notice_days: int = 0
    provider_notice_months: int | None = None
    provider_notice_days: int = 0
    notice_effective_on: str = ""
    posting_margin_days: int = POSTING_MARGIN
    reminder_days: tuple[int, ...] = LADDER
    notice_means: str = ""


def read_notice(root: Entry, starts_on: date, clause: Clause, known: bool) -> NoticeSaid:
    """The `[preavis]` table; `known`: the dates of the contract could be read. Problems go to `root.problems`."""
    entry = root.table("preavis")
    found = NoticeSaid(
        end_convention=entry.choice("convention_de_fin", CONVENTIONS, required=False),
        notice_days=entry.whole("jours", high=MAX_DAYS, required=False),
        provider_notice_months=entry.whole("prestataire_mois", high=600, required=False, default=None),
        provider_notice_days=entry.whole("prestataire_jours", high=MAX_DAYS, required=False),
        notice_effective_on=entry.choice("prend_effet", EFFECTS, required=False),
        posting_margin_days=entry.whole(
            "marge_envoi_jours", high=365, required=False, default=POSTING_MARGIN
        ),
        reminder_days=read_ladder(entry, "rappels_jours", LADDER),
        notice_means=entry.choice("moyen", MEANS, required=False),
    )
    months = entry.whole("duree_ferme_mois", high=600, required=False, default=None)
    entry.close()
    if found.notice_days and clause.notice_months:
        entry.complain(
            "le préavis est dit en mois et en jours.", "Gardez preavis_mois, ou jours, pas les deux."
        )
    if found.provider_notice_days and found.provider_notice_months:
        entry.complain("le préavis du prestataire est dit en mois et en jours.", "Gardez l’un des deux.")
    if not known:
        return found
    if months is not None:
        _check_length(entry, starts_on, clause.initial_end, months, kept_convention(found.end_convention))
    ours = replace(clause, notice_days=found.notice_days)
    theirs = replace(
        clause,
        notice_months=found.provider_notice_months or 0,
        notice_days=found.provider_notice_days,
    )
    _check_notice(entry, "le préavis", ours, starts_on)
    _check_notice(entry, "le préavis du prestataire", theirs, starts_on)
    return found


def _check_notice(entry: Entry, who: str, one: Clause, starts_on: date) -> None:
    """A notice is shorter than the terms that it ends: the firm one, then each renewal."""
    if one.has_notice and one.last_safe(0) < starts_on:
        entry.complain(
            f"{who} est plus long que la période ferme : il devrait être donné le"
            f" {formats.date_short(one.last_safe(0))}, avant la prise d’effet.",
            f"Écrivez un préavis plus court que la période du {formats.date_short(starts_on)}"
            f" au {formats.date_short(one.initial_end)}.",
        )
    elif one.notice_outlasts_renewal:
        entry.complain(
            f"{who} est plus long qu’une reconduction de {formats.number(one.renewal_months)} mois :"
            " il devrait être donné avant qu’elle commence.",
            "Écrivez un préavis d’une reconduction au plus, ou allongez « reconduction_mois ».",
        )


def _check_length(
    entry: Entry, starts_on: date, ends_on: date, months: int, convention: EndConvention
) -> None:
    """The firm months and the last day say the same, under the contract's convention."""
    due = end_of(starts_on, months, convention)
    if due != ends_on:
        entry.complain(
            f"{formats.number(months)} mois depuis le {formats.date_short(starts_on)} mènent au"
            f" {formats.date_short(due)}, et « fin » dit {formats.date_short(ends_on)}.",
            "Corrigez « fin », « duree_ferme_mois » ou « convention_de_fin ».",
        )


def read_ladder(entry: Entry, key: str, default: tuple[int, ...]) -> tuple[int, ...]:
    """Days before the date, farthest first, each once."""
    if not entry.has(key):
        return default
    value: Any = entry.values[key]
    whole = isinstance(value, list) and all(
        isinstance(day, int) and not isinstance(day, bool) for day in value
    )
    if not whole or not all(0 <= day <= MAX_DAYS for day in value):
        entry.complain(
            f"« {key} » vaut « {value} », qui n’est pas admis.",
            f"Écrivez des jours entre crochets, par exemple {key} = [180, 90, 30, 15].",
        )
        return default
    return tuple(sorted(set(value), reverse=True))
