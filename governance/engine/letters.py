"""The mail that carries a pack: a subject that says what is to decide, then what is to know in a few lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from contracts.engine.letters import SIGNATURE, Letter, Line
from core.engine import formats
from core.engine.typography import NBSP, typeset
from governance.engine.facts import PackFacts
from governance.engine.pack import titles
from governance.engine.wording import capital, count_of, letters
from slas.engine.penalties.standing import standing

LONGEST_SUBJECT = 100


@dataclass(frozen=True)
class Places:
    """Absolute addresses that a mail leads to."""

    twin: str
    pdf: str
    notifications: str


@dataclass(frozen=True)
class Brief:
    """What a mail is written from, already limited to what its reader may see.

    `asked`: each decision still open, with its address. `meeting`: day and hours in words, empty once it was held.
    """

    committee: str
    facts: PackFacts
    asked: Sequence[Line]
    meeting: str
    places: Places
    lead: str = ""
    """What the referent wrote over the conclusion of the first page; empty where it is the generated one."""


def write(brief: Brief, *, document: str, attached: bool) -> Letter:
    """The mail of one reader. `document`: the file in words, « PDF, 12 pages, 240 ko »."""
    file = (
        Line(f"Dossier joint ({document}).") if attached else Line(f"Dossier ({document})", brief.places.pdf)
    )
    paragraphs: list[tuple[Line, ...]] = [
        (Line("Bonjour,"),),
        (Line(typeset(f"En bref : {' '.join(_brief(brief))}")),),
        _asked(brief),
        (file, Line("Version web accessible", brief.places.twin)),
        (Line(_as_of(brief.facts)),),
        (Line(typeset(brief.meeting)),) if brief.meeting else (),
        (Line("Gérer mes notifications", brief.places.notifications), Line(SIGNATURE)),
    ]
    return Letter(_subject(brief), tuple(lines for lines in paragraphs if lines))


def _subject(brief: Brief) -> str:
    """« [À décider avant le 16/04/2026] COPIL INF-2024-07 : 2 décisions, 12 engagements respectés sur 14 »."""
    facts = brief.facts
    to_decide = brief.asked and brief.meeting
    before = f"[À décider avant le {formats.date_short(facts.held_on)}] " if to_decide else ""
    said = [count_of(len(brief.asked), "décision")] if brief.asked else []
    said.append(titles.held(facts) if facts.judged else "aucun engagement jugé")
    whole = typeset(f"{before}{brief.committee} {facts.reference} : {', '.join(said)}")
    return whole if len(whole) <= LONGEST_SUBJECT else f"{whole[: LONGEST_SUBJECT - 1].rstrip()}…"


def _brief(brief: Brief) -> list[str]:
    facts = brief.facts
    said = [brief.lead] if brief.lead else titles.lead(facts)
    if facts.penalty and facts.penalty.left:
        word = standing(facts.penalty.state, closed=facts.month.closed)
        said.append(f"{titles.money(facts.penalty, word)}.")
    return said


def _asked(brief: Brief) -> tuple[Line, ...]:
    number = len(brief.asked)
    if not number:
        return (Line("Aucune décision n’est demandée."),)
    verb = "sont demandées" if number > 1 else "est demandée"
    noun = "décisions" if number > 1 else "décision"
    head = f"{capital(letters(number))} {noun} {verb} au comité{NBSP}:"
    return (Line(head), *(Line(typeset(line.text), line.url) for line in brief.asked))


def _as_of(facts: PackFacts) -> str:
    state = "Mois clos, données" if facts.month.closed else "Données provisoires,"
    return f"{state} arrêtées au {formats.datetime_short(facts.month.data_as_of, facts.zone)}."
