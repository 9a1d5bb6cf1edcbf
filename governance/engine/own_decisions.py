"""A question that a committee puts to itself: what may be said of it, its options as people type them (§ 11)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from contracts.engine.people import Fault
from core.engine import formats
from governance.engine.deciding import MAY_TAKE
from governance.engine.questions import Option
from governance.engine.wording import NOTHING

OWN = "own:"
"""How the origin of a question begins, where people asked it and no rule of the data did."""
STAR, BETWEEN, PARTS = "*", ";", 4
MOST_OPTIONS, LONGEST_PART, REASON_LENGTH = 6, 120, 10
ADOPT = "Adopter le texte proposé"
ABSENT = {"", formats.ABSENT}


@dataclass(frozen=True)
class Asked:
    """What is said of a question by hand. `options`: one a line, « * option ; coût ; risque ; délai ».

    `stake`: its cost, or what is at stake; `evidence`: address, under the contract's, of the page that it rests on.
    """

    question: str
    resolution: str
    options: str
    decider: str
    stake: str = ""
    evidence: str = ""
    audience: str = "both"


def same_words(text: str) -> str:
    """What two questions share when they say the same: letters and digits, whatever the case and the signs."""
    return re.sub(r"\W+", " ", text.casefold()).strip()


def asked_faults(said: Asked, known: Collection[str]) -> Iterator[Fault]:
    """What cannot be put to a committee; `known`: questions already on its agenda."""
    if not same_words(said.question):
        yield Fault("question", "la question manque.", "Écrivez ce que le comité doit trancher.")
    elif same_words(said.question) in {same_words(one) for one in known}:
        yield Fault(
            "question",
            "cette question est déjà à l’ordre du jour.",
            "Modifiez celle qui y est, ou précisez la vôtre.",
        )
    if not same_words(said.resolution):
        yield Fault("resolution", "le texte à voter manque.", "Écrivez-le tel qu’il sera au relevé.")
    if said.decider not in MAY_TAKE:
        yield Fault("decider", "aucun décideur n’est nommé.", f"Choisissez {' ou '.join(MAY_TAKE)}.")
    yield from _option_faults(said.options)


def options_of(text: str) -> tuple[Option, ...]:
    """The options that were typed; doing nothing is always one of them (§ 11.2)."""
    typed = [_option(line) for line in _lines(text)] or [_option(ADOPT)]
    if NOTHING.casefold() not in {option.label.casefold() for option in typed}:
        typed.append(_option(NOTHING))
    return tuple(typed)


def recommended(options: Collection[Option]) -> str:
    """The option that is advised, empty for none."""
    return next((option.label for option in options if option.recommended), "")


def typed_options(options: Collection[Option]) -> str:
    """Options as a person would type them again."""
    return "\n".join(_typed(option) for option in options)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _parts(line: str) -> list[str]:
    return [part.strip() for part in line.removeprefix(STAR).split(BETWEEN)]


def _option(line: str) -> Option:
    label, cost, risk, delay = (part or formats.ABSENT for part in (*_parts(line), "", "", "")[:PARTS])
    return Option(label, cost, risk, delay, line.startswith(STAR))


def _typed(option: Option) -> str:
    parts = [
        "" if part in ABSENT else part for part in (option.label, option.cost, option.risk, option.delay)
    ]
    while len(parts) > 1 and not parts[-1]:
        parts.pop()
    return f"{STAR} " * option.recommended + f" {BETWEEN} ".join(parts).replace("  ", " ")


def _option_faults(text: str) -> Iterator[Fault]:
    lines = _lines(text)
    for rank, line in enumerate(lines, start=1):
        parts = _parts(line)
        where = f"ligne {formats.number(rank)} :"
        if not same_words(parts[0]):
            yield Fault("options", f"{where} l’option n’a pas de nom.", "Nommez-la avant le point-virgule.")
        if len(parts) > PARTS:
            yield Fault(
                "options", f"{where} plus de quatre valeurs.", "Écrivez « option ; coût ; risque ; délai »."
            )
        if any(len(part) > LONGEST_PART for part in parts):
            yield Fault(
                "options", f"{where} une valeur dépasse {LONGEST_PART} caractères.", "Raccourcissez-la."
            )
    if len(lines) > MOST_OPTIONS:
        yield Fault(
            "options", f"plus de {MOST_OPTIONS} options.", "Gardez celles entre lesquelles on hésite."
        )
    if len({same_words(_parts(line)[0]) for line in lines}) < len(lines):
        yield Fault("options", "une option est écrite deux fois.", "Gardez-en une.")
    if sum(line.startswith(STAR) for line in lines) > 1:
        yield Fault("options", "deux options sont recommandées.", f"Laissez un seul « {STAR} ».")
