"""The scope in the contract file: `[[perimetre]]`, `[[exclusion]]` and `[[zone_grise]]`, read and written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from contracts.engine.reading import NO_DAY, Entry, complain_of_repeats
from contracts.engine.scope_rules import wrongs_of
from contracts.engine.scope_words import (
    COVERAGES,
    CRITICALITIES,
    FAMILIES,
    INTERVENTIONS,
    STATUSES,
    Word,
    file_words,
)
from contracts.engine.terms import FormerLine, Place, ScopeLine
from contracts.engine.writing import filled, plain_number

MOST = 2_000_000_000
"""Largest quantity that a database column holds."""


def read_scope(root: Entry, places: Sequence[Place], starts_on: date) -> tuple[ScopeLine, ...]:
    """Every line of the scope, checked; problems go to `root.problems`."""
    lines: list[ScopeLine] = []
    codes = [place.code for place in places]
    for status in STATUSES:
        entries = root.tables(status.word)
        own = [read_line(entry, status.code) for entry in entries]
        for entry, line in zip(entries, own, strict=True):
            entry.close()
            for wrong in wrongs_of(line, sites=codes, starts_on=starts_on):
                entry.complain(wrong.message, wrong.remedy)
        complain_of_repeats(zip(entries, (line.number for line in own), strict=True), "le numéro")
        lines += own
    return tuple(lines)


def read_line(entry: Entry, status: str) -> ScopeLine:
    """One table of the scope; whoever asks closes the entry."""
    sites = tuple(entry.texts("sites"))
    return ScopeLine(
        number=entry.whole("numero", low=1),
        status=status,
        name=entry.text("element"),
        quantity=entry.whole("volume", high=MOST, required=False, default=None),
        unit=entry.text("unite", limit=60, required=False),
        unit_price=entry.amount("prix_uo", high="99999999", required=False, default=None),
        family=entry.choice("famille", file_words(FAMILIES), required=False),
        aliases=tuple(dict.fromkeys(entry.texts("alias"))),
        coverage=entry.choice(
            "couverture", file_words(COVERAGES), required=False, default="listed" if sites else ""
        ),
        sites=tuple(sorted(set(sites))),
        interventions=_read_kinds(entry),
        criticality=entry.choice("criticite", file_words(CRITICALITIES), required=False),
        constraints=entry.text("contraintes", limit=500, required=False),
        grey_since=entry.day("depuis", required=False),
        volumes=_read_volumes(entry),
        formers=_read_formers(entry),
    )


def _read_kinds(entry: Entry) -> tuple[str, ...]:
    """Kinds of intervention, in the order of the vocabulary."""
    known = file_words(INTERVENTIONS)
    given = entry.texts("interventions")
    for word in given:
        if word not in known:
            entry.complain(
                f"« interventions » contient « {word} », qui n’est pas admis.",
                f"Valeurs admises : {', '.join(known)}.",
            )
    return tuple(code for word, code in known.items() if word in given)


def _read_volumes(entry: Entry) -> tuple[tuple[date, int], ...]:
    """Dated quantities; one whose date cannot be read is already complained of."""
    found = []
    for dated in entry.tables("volumes", "volume daté"):
        day, quantity = dated.day("effet"), dated.whole("volume", high=MOST)
        dated.close()
        if day != NO_DAY:
            found.append((day, quantity))
    return tuple(found)


def _read_formers(entry: Entry) -> tuple[FormerLine, ...]:
    """What the line was until a day; one whose date cannot be read is already complained of."""
    found = []
    for former in entry.tables("avant", "avant"):
        line = FormerLine(
            until=former.day("jusqu_au"),
            status=former.choice("statut", file_words(STATUSES), default="in"),
            number=former.whole("numero", low=1),
            unit_price=former.amount("prix_uo", high="99999999", required=False, default=None),
        )
        former.close()
        if line.until != NO_DAY:
            found.append(line)
    return tuple(found)


def write_scope(lines: Iterable[ScopeLine]) -> dict[str, list[dict[str, Any]]]:
    """The tables of the three sections, each by number."""
    tables: dict[str, list[dict[str, Any]]] = {status.word: [] for status in STATUSES}
    for line in sorted(lines, key=lambda line: line.number):
        tables[_word(STATUSES, line.status)].append(table_of(line))
    return tables


def table_of(line: ScopeLine) -> dict[str, Any]:
    """One line as the file has it, without what is empty."""
    table = filled(
        numero=line.number,
        element=line.name,
        famille=_word(FAMILIES, line.family),
        alias=list(line.aliases),
        unite=line.unit,
        prix_uo=plain_number(line.unit_price),
        couverture="" if line.sites else _word(COVERAGES, line.coverage),
        sites=list(line.sites),
        interventions=[_word(INTERVENTIONS, code) for code in line.interventions],
        criticite=_word(CRITICALITIES, line.criticality),
        contraintes=line.constraints,
        depuis=line.grey_since,
        volumes=[{"effet": day, "volume": quantity} for day, quantity in line.volumes],
        avant=[
            {"jusqu_au": former.until, "statut": _word(STATUSES, former.status), "numero": former.number}
            | filled(prix_uo=plain_number(former.unit_price))
            for former in line.formers
        ],
    )
    return table if line.quantity is None else table | {"volume": line.quantity}


def _word(words: tuple[Word, ...], code: str) -> str:
    return next((word.word for word in words if word.code == code), "")
