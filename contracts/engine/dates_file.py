"""What the contract file says of dates: `[[option]]`, `[[echeance]]`, beside notice and letter; refused in place, with the remedy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from contracts.engine.dates import Clause
from contracts.engine.dates_words import KINDS
from contracts.engine.letter_file import LetterSaid, read_letter, whole_clause
from contracts.engine.lifetime import ends_before
from contracts.engine.notice_file import NoticeSaid, read_ladder, read_notice
from contracts.engine.reading import NO_DAY, Entry, complain_of_repeats
from core.engine import formats

OPTION_TITLE, TERM_KIND = "Prolongation", "other"
"""What the file means without the key."""


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
    """The four sections together."""

    notice: NoticeSaid = field(default_factory=NoticeSaid)
    options: tuple[OptionSaid, ...] = ()
    terms: tuple[TermSaid, ...] = ()
    letter: LetterSaid | None = None

    @property
    def extended_months(self) -> int:
        """Months that the options taken add to the firm period."""
        return _extended(self.options)


def read_dates(root: Entry, starts_on: date, clause: Clause) -> SaidDates:
    """Problems go to `root.problems`; the client's notice in months stands in the clause."""
    known = NO_DAY not in {starts_on, clause.initial_end}
    notice = read_notice(root, starts_on, clause, known)
    options, terms = _read_options(root, starts_on, known), _read_terms(root, starts_on, known)
    letter = read_letter(root, notice, starts_on, whole_clause(clause, notice, _extended(options)))
    late = [
        one
        for one in options
        if letter and letter.effective_on and (one.exercised_on or NO_DAY) > letter.effective_on
    ]
    for one in late:
        root.complain(
            "elle est levée alors qu’un préavis a déjà fixé la fin du contrat.",
            "Corrigez « levee_le », ou la table [lettre_preavis].",
            f"option {one.number}",
        )
    if known:
        _check_askings(root, options, clause)
    return SaidDates(notice, options, terms, letter)


def _check_askings(root: Entry, options: tuple[OptionSaid, ...], clause: Clause) -> None:
    """An option is asked for while the contract runs, the options asked for before it being taken."""
    for one in options:
        earlier = sum(other.months for other in options if other.exercise_by < one.exercise_by)
        if end := ends_before(replace(clause, extended_months=earlier), one.exercise_by):
            root.complain(
                f"« a_lever_avant » vaut {formats.date_short(one.exercise_by)}, après la fin du contrat,"
                f" le {formats.date_short(end)}.",
                f"Écrivez le {formats.date_short(end)} au plus tard, ou corrigez « fin ».",
                f"option {one.number}",
            )


def _extended(options: Iterable[OptionSaid]) -> int:
    return sum(one.months for one in options if one.exercised_on)


def _read_options(root: Entry, starts_on: date, known: bool) -> tuple[OptionSaid, ...]:
    entries, found = root.tables("option"), []
    for entry in entries:
        one = OptionSaid(
            number=entry.whole("numero", low=1, high=999),
            title=entry.text("objet", required=False) or OPTION_TITLE,
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
            kind=entry.choice("nature", KINDS, required=False, default=TERM_KIND),
            title=entry.text("objet", limit=120),
            commits=entry.text("engage", required=False),
            first_on=entry.day("date"),
            every_months=entry.whole("tous_les_mois", high=600, required=False),
            reminder_days=read_ladder(entry, "rappels_jours", ()),
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
