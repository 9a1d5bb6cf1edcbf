"""Every date of a contract that commits someone, with what it commits. No clock: the day is given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Literal

from contracts.engine.dates import LADDER, NO_HOLIDAY, Clause, add_months, send_by, term
from contracts.engine.notice import Effect
from core.engine import formats

Side = Literal["client", "provider"]
RECEIVED = {
    "receipt": "reçu", "first_presentation": "présenté", "sending": "envoyé",
}  # fmt: skip
"""What must have happened to the letter on the last safe day."""
POSTING = "post"
"""The day on which the client sends its letter of notice: its own preparation, unlike the day of its reception."""
REVISION_LADDER = (30,)
"""A month before a revision: time to find the index, and to ask."""


@dataclass(frozen=True)
class Option:
    """An extension that one may ask for until a day; taken once `exercised`."""

    number: int
    title: str
    months: int
    exercise_by: date
    exercised: bool = False


@dataclass(frozen=True)
class Recurring:
    """A date the contract names, once (`every_months` 0) or at intervals counted from the first one."""

    number: int
    title: str
    commits: str
    first_on: date
    every_months: int
    ladder: tuple[int, ...] = ()
    kind: str = "other"

    def occurrence(self, as_of: date) -> date:
        """The first occurrence on the day or after it; the only one when it does not come back."""
        day, rank = self.first_on, 0
        while self.every_months and day < as_of:
            rank += 1
            day = add_months(self.first_on, rank * self.every_months)
        return day


@dataclass(frozen=True)
class DateTerms:
    """What the dates are computed from. `amendments`: number, title, first day; `revision`: as its clause says."""

    starts_on: date
    clause: Clause
    provider_clause: Clause
    renewal_words: str = ""
    effect: Effect = "receipt"
    posting_margin: int = 10
    ladder: tuple[int, ...] = LADDER
    grace_months: int = 0
    amendments: Sequence[tuple[int, str, date]] = ()
    options: Sequence[Option] = ()
    recurring: Sequence[Recurring] = ()
    revision: Recurring | None = None
    holidays: frozenset[date] = field(default=NO_HOLIDAY)


@dataclass(frozen=True)
class Dated:
    """One date. `key` names it for ever, whatever its day; `strong`: after it something can no longer be done.

    `decides`: the client has a choice to make by then, whether or not it is reminded of it.
    """

    key: str
    day: date
    title: str
    commits: str
    strong: bool = False
    ladder: tuple[int, ...] = ()
    decides: bool = False


def key_dates(terms: DateTerms, as_of: date) -> list[Dated]:
    """The key dates of a contract as they stand on a day, in order."""
    found = [
        Dated("start", terms.starts_on, "Prise d’effet", "les engagements commencent"),
        *_life(terms, as_of),
        *_notice(terms, as_of),
        *(_amendment(*one) for one in terms.amendments),
        *_options(terms),
        *(_recurring(one, as_of) for one in terms.recurring),
        *_revision(terms, as_of),
    ]
    return sorted(found, key=lambda one: (one.day, one.title))


def _life(terms: DateTerms, as_of: date) -> list[Dated]:
    clause, found = terms.clause, []
    firm, until = clause.end(0), term(clause, as_of).committed_until
    if terms.grace_months:
        last = add_months(terms.starts_on, terms.grace_months) - timedelta(days=1)
        found.append(Dated("grace", last, "Fin de la montée en charge", "les pénalités s’appliquent ensuite"))
    ended = "le préavis donné y met fin"
    said = ended if clause.ended_on == firm else terms.renewal_words
    found.append(Dated("firm_end", firm, "Fin de la période ferme", said))
    if until != firm:
        words = ended if clause.ended_on else "si rien n’est dit"
        found.append(Dated("end", until, "Fin de l’engagement en cours", words))
    return found


def _notice(terms: DateTerms, as_of: date) -> list[Dated]:
    """Notices to give: none once the end is fixed, and for each side only where the contract states one."""
    found: list[Dated] = []
    if terms.clause.ended_on is not None:
        return found
    if terms.clause.has_notice:
        safe = safe_day(terms.clause, as_of)
        done = RECEIVED[terms.effect]
        words = _outcome(terms.clause, safe)
        found.append(Dated("notice", safe, f"Préavis {done} au plus tard", words, True, terms.ladder, True))
        if terms.effect != "sending":
            post = send_by(safe, terms.posting_margin, terms.holidays)
            margin = f"{formats.count(terms.posting_margin, 'jour')} de marge d’acheminement"
            found.append(Dated(POSTING, post, "Envoyer la lettre de préavis", margin, True))
    if terms.provider_clause.has_notice:
        safe = safe_day(terms.provider_clause, as_of)
        title = f"Préavis du prestataire {RECEIVED[terms.effect]} au plus tard"
        found.append(Dated("provider_notice", safe, title, "au-delà, il reste tenu jusqu’à la fin suivante"))
    return found


def safe_day(clause: Clause, as_of: date) -> date:
    """The last safe day that still matters: that of the next end once the current one is missed."""
    standing = term(clause, as_of)
    return standing.next_last_safe_receipt or standing.last_safe_receipt


def _outcome(clause: Clause, safe: date) -> str:
    if clause.renewal != "tacit":
        return "pour prévenir de la suite donnée"
    later = term(clause, safe + timedelta(days=1)).committed_until
    if later == term(clause, safe).committed_until:
        return "le contrat prend fin de lui-même : plus de reconduction"
    return f"au-delà, engagé jusqu’au {formats.date_short(later)}"


def _amendment(number: int, title: str, day: date) -> Dated:
    return Dated(f"amendment:{number}", day, f"Avenant {number}", title)


def _options(terms: DateTerms) -> list[Dated]:
    """Options still to take: none once a notice has fixed the end."""
    if terms.clause.ended_on is not None:
        return []
    return [_option(one, terms.ladder) for one in terms.options if not one.exercised]


def _option(option: Option, ladder: tuple[int, ...]) -> Dated:
    words = f"{option.title} : {formats.number(option.months)} mois de plus, perdus ensuite"
    title = f"Lever l’option {option.number} au plus tard"
    return Dated(f"option:{option.number}", option.exercise_by, title, words, True, ladder, True)


def _recurring(one: Recurring, as_of: date) -> Dated:
    return Dated(f"term:{one.number}", one.occurrence(as_of), one.title, one.commits, ladder=one.ladder)


def _revision(terms: DateTerms, as_of: date) -> list[Dated]:
    """The next revision of the clause, unless the contract also names that day: it then says it in its own words."""
    one = terms.revision
    if one is None:
        return []
    day = one.occurrence(as_of)
    if any(other.kind == "revision" and other.occurrence(as_of) == day for other in terms.recurring):
        return []
    return [Dated("revision", day, one.title, one.commits, ladder=one.ladder)]


def with_notice(clause: Clause, months: int | None, days: int) -> Clause:
    """The same end seen with the other side's notice; None months and no day: the notice is the same."""
    return (
        clause
        if months is None and not days
        else replace(clause, notice_months=months or 0, notice_days=days)
    )
