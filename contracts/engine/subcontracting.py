"""The chain of subcontractors: who works for whom, with which personal data, authorised since when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from contracts.engine.people import Fault, Finding
from core.engine import formats


@dataclass(frozen=True)
class Link:
    """One subcontractor. `rank` 1 works for the provider, the next ones for their `parent`, named."""

    name: str
    service: str
    rank: int = 1
    parent: str = ""
    siren: str = ""
    country: str = ""
    personal_data: bool = False
    authorised_on: date | None = None
    ended_on: date | None = None

    def ended(self, today: date) -> bool:
        """True once the last day is over."""
        return self.ended_on is not None and self.ended_on < today


def link_faults(link: Link, links: Mapping[str, Link]) -> Iterator[Fault]:
    """What cannot be said of a subcontractor, the whole chain being known by names."""
    if link.siren and not is_siren(link.siren):
        yield Fault(
            "siren",
            f"«\u00a0{link.siren}\u00a0» n’est pas un numéro SIREN.",
            "Écrivez ses neuf chiffres\u00a0; le dernier est une clé de contrôle.",
        )
    if link.authorised_on and link.ended_on and link.ended_on < link.authorised_on:
        yield Fault(
            "ended_on",
            f"la fin ({formats.date_short(link.ended_on)}) précède l’autorisation"
            f" ({formats.date_short(link.authorised_on)}).",
            "Corrigez l’une des deux dates.",
        )
    yield from _place_faults(link, links)


def _place_faults(link: Link, links: Mapping[str, Link]) -> Iterator[Fault]:
    parent = links.get(link.parent)
    if link.parent and parent is None:
        yield Fault(
            "parent",
            f"«\u00a0{link.parent}\u00a0» ne désigne aucun sous-traitant.",
            "Ajoutez ce sous-traitant, ou corrigez le nom de celui qui fait appel à lui.",
        )
    elif link.name in _ancestors(link, links):
        yield Fault(
            "parent",
            f"la chaîne tourne en rond\u00a0: {link.name} travaillerait pour lui-même.",
            "Choisissez un sous-traitant qui ne dépend pas de lui.",
        )
    elif link.rank != (parent.rank + 1 if parent else 1):
        wanted = parent.rank + 1 if parent else 1
        under = f"sous {parent.name}, de rang {formats.number(parent.rank)}" if parent else "sans parent"
        yield Fault(
            "rank",
            f"le rang {formats.number(link.rank)} ne suit pas\u00a0: {under}, c’est le rang"
            f" {formats.number(wanted)}.",
            "Corrigez le rang ou le parent\u00a0; le rang 1 n’a pas de parent.",
        )


def _ancestors(link: Link, links: Mapping[str, Link]) -> set[str]:
    """The names above, until the provider or the first one met again."""
    found: set[str] = set()
    above = link.parent
    while above and above not in found:
        found.add(above)
        above = links[above].parent if above in links else ""
    return found


def ranked(links: Sequence[Link]) -> list[Link]:
    """The same chain with the rank that each parent gives. A chain with a loop or a hole keeps its ranks."""
    by_name = {link.name: link for link in links}
    if any(link.name in _ancestors(link, by_name) for link in links):
        return list(links)
    return [replace(link, rank=1 + len(_ancestors(link, by_name) & set(by_name))) for link in links]


def in_order(links: Sequence[Link]) -> list[Link]:
    """Depth first: each one under who calls on it, by name."""
    below: dict[str, list[Link]] = {}
    for link in sorted(links, key=lambda one: one.name, reverse=True):
        below.setdefault(link.parent, []).append(link)
    found, waiting = [], list(below.get("", ()))
    while waiting:
        link = waiting.pop()
        found.append(link)
        waiting += below.get(link.name, ())
    return found


def chain_findings(links: Sequence[Link], today: date) -> list[Finding]:
    """Personal data without a dated authorisation or a country; a contract that outlives the one above."""
    present = [link for link in links if not link.ended(today)]
    over = {link.name for link in links if link.ended(today)}
    found = []
    for link in present:
        if link.personal_data and link.authorised_on is None:
            found.append(
                Finding(
                    link.name,
                    "not_authorised",
                    f"{link.name} traite des données personnelles sans autorisation datée.",
                    "Datez l’accord écrit du client (RGPD, art. 28).",
                )
            )
        if link.personal_data and not link.country:
            found.append(
                Finding(
                    link.name,
                    "no_country",
                    f"{link.name} traite des données personnelles dans un pays qui n’est pas dit.",
                    "Nommez le pays où elles sont traitées.",
                )
            )
        if link.parent in over:
            found.append(
                Finding(
                    link.name,
                    "parent_ended",
                    f"{link.name} travaille encore pour {link.parent}, dont la prestation est finie.",
                    "Datez sa fin, ou dites pour qui il travaille.",
                )
            )
    return found


def is_siren(text: str) -> bool:
    """Nine digits whose weighted sum is a multiple of ten (Luhn's key, the rule of the French register)."""
    if not (text.isascii() and text.isdecimal() and len(text) == 9):
        return False
    doubled = [int(digit) * (1 + rank % 2) for rank, digit in enumerate(text)]
    return sum(value // 10 + value % 10 for value in doubled) % 10 == 0
