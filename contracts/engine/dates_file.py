"""What the contract file says of dates: `[preavis]`, `[[option]]`, `[[echeance]]`; refused in place, with the remedy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from contracts.engine.dates import LADDER, Clause, end_of
from contracts.engine.dates_words import CONVENTIONS, EFFECTS, KINDS, MEANS
from contracts.engine.reading import NO_DAY, Entry, complain_of_repeats
from core.engine import formats

MAX_DAYS = 3_650


@dataclass(frozen=True)
class NoticeSaid:
    """The `[preavis]` table, beside the client's notice in months, which is the contract's own."""

    end_convention: str = "last_day"
    notice_days: int = 0
    provider_notice_months: int | None = None
    provider_notice_days: int = 0
    notice_effective_on: str = "receipt"
    posting_margin_days: int = 10
    reminder_days: tuple[int, ...] = LADDER
    notice_means: str = ""


@dataclass(frozen=True)
class OptionSaid:
    """One `[[option]]`: so many more months, for the asking until a day."""

    number: int
    title: str
    months: int
    exercise_by: date
    exercised_on: date | None


@dataclass(frozen=True)
class TermSaid:
    """One `[[echeance]]`: a date the contract names."""

    number: int
    kind: str
    title: str
    commits: str
    first_on: date
    every_months: int
    reminder_days: tuple[int, ...]
    audience: str


@dataclass(frozen=True)
class SaidDates:
    """The three sections together."""

    notice: NoticeSaid = NoticeSaid()
    options: tuple[OptionSaid, ...] = ()
    terms: tuple[TermSaid, ...] = ()

    @property
    def extended_months(self) -> int:
        """Months that the options taken add to the firm period."""
        return sum(one.months for one in self.options if one.exercised_on)


def read_dates(root: Entry, starts_on: date, clause: Clause) -> SaidDates:
    """Problems go to `root.problems`; the client's notice in months stands in the clause."""
    known = NO_DAY not in {starts_on, clause.initial_end}
    notice = _read_notice(root, starts_on, clause, known)
    return SaidDates(notice, _read_options(root, starts_on, known), _read_terms(root, starts_on, known))


def _read_notice(root: Entry, starts_on: date, clause: Clause, known: bool) -> NoticeSaid:
    entry = root.table("preavis")
    found = NoticeSaid(
        end_convention=entry.choice("convention_de_fin", CONVENTIONS, required=False, default="last_day"),
        notice_days=entry.whole("jours", high=MAX_DAYS, required=False),
        provider_notice_months=entry.whole("prestataire_mois", high=600, required=False, default=None),
        provider_notice_days=entry.whole("prestataire_jours", high=MAX_DAYS, required=False),
        notice_effective_on=entry.choice("prend_effet", EFFECTS, required=False, default="receipt"),
        posting_margin_days=entry.whole("marge_envoi_jours", high=365, required=False, default=10),
        reminder_days=_read_ladder(entry, "rappels_jours", LADDER),
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
        _check_length(entry, starts_on, clause.initial_end, months, found.end_convention)
    ours = Clause(clause.initial_end, notice_months=clause.notice_months, notice_days=found.notice_days)
    theirs = Clause(
        clause.initial_end,
        notice_months=found.provider_notice_months or 0,
        notice_days=found.provider_notice_days,
    )
    for who, one in (("le préavis", ours), ("le préavis du prestataire", theirs)):
        if one.has_notice and one.last_safe(0) < starts_on:
            entry.complain(
                f"{who} est plus long que la période ferme : il devrait être donné le"
                f" {formats.date_short(one.last_safe(0))}, avant la prise d’effet.",
                f"Écrivez un préavis plus court que la période du {formats.date_short(starts_on)}"
                f" au {formats.date_short(clause.initial_end)}.",
            )
    return found


def _check_length(entry: Entry, starts_on: date, ends_on: date, months: int, convention: str) -> None:
    """The firm months and the last day say the same, under the contract's convention."""
    due = end_of(starts_on, months, convention)  # type: ignore[arg-type]
    if due != ends_on:
        entry.complain(
            f"{formats.number(months)} mois depuis le {formats.date_short(starts_on)} mènent au"
            f" {formats.date_short(due)}, et « fin » dit {formats.date_short(ends_on)}.",
            "Corrigez « fin », « duree_ferme_mois » ou « convention_de_fin ».",
        )


def _read_ladder(entry: Entry, key: str, default: tuple[int, ...]) -> tuple[int, ...]:
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


def _read_options(root: Entry, starts_on: date, known: bool) -> tuple[OptionSaid, ...]:
    entries, found = root.tables("option"), []
    for entry in entries:
        one = OptionSaid(
            number=entry.whole("numero", low=1, high=999),
            title=entry.text("objet", required=False) or "Prolongation",
            months=entry.whole("mois", low=1, high=600, default=1),
            exercise_by=entry.day("a_lever_avant"),
            exercised_on=entry.day("levee_le", required=False),
        )
        entry.place = f"option {one.number}"
        entry.close()
        if known and NO_DAY != one.exercise_by < starts_on:
            _too_early(entry, "a_lever_avant", starts_on)
        if one.exercised_on is not None and NO_DAY != one.exercise_by < one.exercised_on:
            entry.complain("elle est levée après son terme.", "Corrigez « levee_le » ou « a_lever_avant ».")
        found.append(one)
    _once(entries, (one.number for one in found))
    return tuple(sorted(found, key=lambda one: one.number))


def _read_terms(root: Entry, starts_on: date, known: bool) -> tuple[TermSaid, ...]:
    entries, found = root.tables("echeance"), []
    for entry in entries:
        one = TermSaid(
            number=entry.whole("numero", low=1, high=999),
            kind=entry.choice("nature", KINDS, required=False, default="other"),
            title=entry.text("objet", limit=120),
            commits=entry.text("engage", required=False),
            first_on=entry.day("date"),
            every_months=entry.whole("tous_les_mois", high=600, required=False),
            reminder_days=_read_ladder(entry, "rappels_jours", ()),
            audience="client" if entry.flag("reservee_au_client") else "both",
        )
        entry.place = f"échéance {one.number}"
        entry.close()
        if known and NO_DAY != one.first_on < starts_on:
            _too_early(entry, "date", starts_on)
        found.append(one)
    _once(entries, (one.number for one in found))
    return tuple(sorted(found, key=lambda one: one.number))


def _too_early(entry: Entry, key: str, starts_on: date) -> None:
    entry.complain(
        f"« {key} » précède la prise d’effet du contrat.",
        f"Écrivez le {formats.date_short(starts_on)} ou après.",
    )


def _once(entries: list[Entry], numbers: Iterable[int]) -> None:
    complain_of_repeats(zip(entries, numbers, strict=True), "le numéro")
