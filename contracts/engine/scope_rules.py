"""What must hold of one line of the scope, wherever it was written: contract file, list, page."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from contracts.engine.naming import words_of
from contracts.engine.terms import ScopeLine
from core.engine.formats import date_short
from core.engine.free_text import refusal_of

SEPARATORS = re.compile(r"[,;|\n]")
LONGEST_ALIAS = 80


class Wrong(NamedTuple):
    """A field of the line, the value to correct, what is wrong, what to do."""

    field: str
    value: str
    message: str
    remedy: str


def wrongs_of(
    line: ScopeLine, *, sites: Collection[str], starts_on: date, today: date | None = None
) -> list[Wrong]:
    """Everything to correct in one line. `sites`: codes the contract knows; no `today`: no day is future."""
    return [
        *_of_sites(line, sites),
        *_of_grey(line, today),
        *_of_volumes(line, starts_on, today),
        *_of_formers(line, starts_on),
        *_of_names(line),
        *_of_texts(line),
    ]


def _of_texts(line: ScopeLine) -> Iterator[Wrong]:
    """No text of a line holds a secret: the provider reads them all. A refused text is not told again."""
    told = [(name, getattr(line, name)) for name in ("name", "unit", "constraints")]
    for field, text in [*told, *(("aliases", alias) for alias in line.aliases)]:
        message, remedy = refusal_of(text)
        if message:
            yield Wrong(field, "", message, remedy)


def _of_sites(line: ScopeLine, sites: Collection[str]) -> Iterator[Wrong]:
    for site in line.sites:
        if site not in sites:
            known = ", ".join(sites) or "aucun"
            yield Wrong(
                "sites", site, f"Site inconnu : « {site} ».", f"Écrivez un site du contrat ({known}), ou ajoutez-le."
            )  # fmt: skip
    if line.coverage == "listed" and not line.sites:
        yield Wrong(
            "sites",
            "",
            "Les sites couverts ne sont pas nommés.",
            "Nommez-les, ou écrivez « Tous les sites ».",
        )
    if line.sites and line.coverage != "listed":
        yield Wrong(
            "coverage", line.coverage, "Des sites sont nommés, alors que la couverture dit autre chose.",
            "Écrivez « Sites nommés », ou retirez les sites.",
        )  # fmt: skip


def _of_grey(line: ScopeLine, today: date | None) -> Iterator[Wrong]:
    since = line.grey_since
    if line.status == "grey" and since is None:
        yield Wrong(
            "grey_since", "", "Une zone grise dit depuis quand elle l’est.", "Donnez la date du constat."
        )
    if line.status != "grey" and since is not None:
        yield Wrong(
            "grey_since", date_short(since), "Seule une zone grise porte cette date.",
            "Retirez la date, ou passez l’élément en zone grise.",
        )  # fmt: skip
    if today and since and since > today:
        yield Wrong("grey_since", date_short(since), "Cette date est à venir.", "Donnez la date du constat.")


def _of_volumes(line: ScopeLine, starts_on: date, today: date | None) -> Iterator[Wrong]:
    if not line.volumes:
        return
    days = [day for day, _ in line.volumes]
    for before, after in pairwise(days):
        if after <= before:
            yield Wrong(
                "quantity_since", date_short(after), f"Le volume du {date_short(before)} est déjà connu.",
                "Donnez une date postérieure à celle du dernier volume.",
            )  # fmt: skip
    if days[0] < starts_on:
        yield Wrong(
            "quantity_since", date_short(days[0]), "Ce volume est daté d’avant la prise d’effet du contrat.",
            f"Donnez une date à partir du {date_short(starts_on)}.",
        )  # fmt: skip
    if today and days[-1] > today:
        yield Wrong(
            "quantity_since", date_short(days[-1]), "Ce volume est daté d’un jour à venir.",
            "Attendez sa date d’effet, ou passez par un avenant.",
        )  # fmt: skip
    if line.volumes[-1][1] != line.quantity:
        yield Wrong(
            "quantity", str(line.quantity), f"Le dernier volume daté est {line.volumes[-1][1]}.",
            "Écrivez le même volume, ou datez le nouveau.",
        )  # fmt: skip


def _of_formers(line: ScopeLine, starts_on: date) -> Iterator[Wrong]:
    days = [former.until for former in line.formers]
    if days and days[0] < starts_on:
        yield Wrong(
            "formers", date_short(days[0]), "Ce que l’élément était finit avant la prise d’effet du contrat.",
            f"Donnez une date à partir du {date_short(starts_on)}.",
        )  # fmt: skip
    for before, after in pairwise(days):
        if after <= before:
            yield Wrong(
                "formers", date_short(after), f"Ce que l’élément était le {date_short(after)} est déjà dit.",
                f"Donnez une date après le {date_short(before)}.",
            )  # fmt: skip


def _of_names(line: ScopeLine) -> Iterator[Wrong]:
    for alias in line.aliases:
        if SEPARATORS.search(alias):
            yield Wrong(
                "aliases",
                alias,
                "Un alias ne contient ni virgule, ni « ; », ni « | ».",
                "Donnez-le en deux alias.",
            )
        elif len(alias) > LONGEST_ALIAS:
            yield Wrong(
                "aliases", alias, f"Cet alias compte {len(alias)} caractères.",
                f"Tenez-vous à {LONGEST_ALIAS} caractères au plus.",
            )  # fmt: skip
        elif not words_of(alias):
            yield Wrong(
                "aliases", alias, "Cet alias ne contient aucun mot.", "Écrivez un mot, ou retirez-le."
            )
