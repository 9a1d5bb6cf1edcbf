"""What a month's files leave out, check by check: the sentence, the kind of evidence, the references."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from contracts.models import Contract
from core.engine import formats
from slas.models import ClientIncident, MonthRecord
from slas.selectors.check_words import OMISSIONS, minors_sentence, outage_words


@dataclass(frozen=True)
class Omission:
    """One check. `evidence`: what it rests on; `known`: its references have a page; `asks`: it is a question; `usual`: it
    asks nothing that is not so in a complete report."""

    code: str
    text: str
    evidence: str
    references: list[str]
    known: bool
    asks: bool
    usual: bool = False

    @property
    def name(self) -> str:
        return OMISSIONS[self.code]


def absent_count(record: MonthRecord) -> int:
    """How many known tickets the month's files lack: those of the month before, and of its own former versions."""
    return sum(len(record.omissions.get(name, ())) for name in ("vanished", "dropped"))


def omissions_of(contract: Contract, record: MonthRecord) -> list[Omission]:
    """Every omission check of a month, in the order of the strength of its evidence (1 query).

    The client's own list is read as far as the reader may see it.
    """
    found = record.omissions
    if not found:
        return []
    lines = [
        _listed("dropped", found, "ticket manque|tickets manquent", "par rapport à une version antérieure du même mois"),
        _listed("vanished", found, "ticket connu ouvert manque|tickets connus ouverts manquent", "par rapport au mois d’avant"),
        _minors(found.get("minors")),
        _stock(found.get("stock", {})),
        _holes(found.get("holes", [])),
        _unknown(found.get("unknown")),
        _outages(found.get("outages"), contract.timezone),
        _client_list(contract, record),
    ]  # fmt: skip
    return [line for line in lines if line is not None]


def _listed(code: str, found: dict[str, Any], noun: str, against: str) -> Omission | None:
    references = found.get(code)
    if references is None:
        return None
    text = (
        f"{formats.count(len(references), noun)} {against}"
        if references
        else f"Aucun ticket ne manque {against}"
    )
    # A dropped ticket is in no delivery in force: it has no page any more.
    return Omission(
        code,
        f"{text}.",
        "Références connues du portail",
        list(references),
        code != "dropped",
        bool(references),
    )


def _minors(minors: dict[str, Any] | None) -> Omission | None:
    if minors is None:
        return None
    return Omission(
        "minors",
        minors_sentence(minors),
        "Tickets au dépôt, échéance recalculée",
        list(minors["references"]),
        known=True,
        asks=bool(minors["references"]),
        usual=not minors["lacking"],
    )


def _stock(stock: dict[str, int]) -> Omission | None:
    if not stock:
        return None
    terms = [
        formats.number(stock[name]) for name in ("open_start", "opened", "resolved", "cancelled", "open_end")
    ]
    text = f"{terms[0]} + {terms[1]} − {terms[2]} − {terms[3]} = {terms[4]} ouverts en fin de mois"
    missing = stock.get("missing")
    if missing is None:
        text += "\u202f; le prestataire ne déclare pas d’encours"
    else:
        text += f", déclaré {formats.number(stock['declared'])} : {_difference(missing)}"
    return Omission("stock", f"{text}.", "Équation de stock", [], known=False, asks=bool(missing))


def _difference(missing: int) -> str:
    if not missing:
        return "les deux concordent"
    return f"{formats.count(abs(missing), 'ticket')} {'manquent' if missing > 1 else 'manque' if missing == 1 else 'en trop'}"


def _holes(holes: list[str]) -> Omission:
    text = (
        f"{formats.count(len(holes), 'numéro manque|numéros manquent')} dans la suite des références"
        if holes
        else "Aucun numéro ne manque dans la suite des références"
    )
    evidence = "Suite des numéros\u202f; un outil partagé peut avoir des trous"
    return Omission("holes", f"{text}.", evidence, list(holes), known=False, asks=bool(holes))


def _unknown(unknown: list[str] | None) -> Omission | None:
    if unknown is None:
        return None
    text = (
        f"{formats.count(len(unknown), 'ticket cité|tickets cités')} par le seul journal des statuts"
        if unknown
        else "Le journal des statuts ne cite aucun ticket inconnu"
    )
    return Omission(
        "unknown", f"{text}.", "Second fichier du même dépôt", list(unknown), known=False, asks=bool(unknown)
    )


def _outages(outages: list[str] | None, timezone: str) -> Omission | None:
    if outages is None:
        return None
    text = (
        f"{formats.count(len(outages), 'panne')} sans ticket connu"
        if outages
        else "Chaque panne a son ticket, ou aucune n’est dite"
    )
    listed = [outage_words(outage, timezone) for outage in outages]
    return Omission("outages", f"{text}.", "Fichier des pannes", listed, known=False, asks=bool(outages))


def _client_list(contract: Contract, record: MonthRecord) -> Omission | None:
    start, end = record.month.start(contract.timezone), record.month.end(contract.timezone)
    rows = list(
        ClientIncident.objects.filter(contract=contract, opened_at__gte=start, opened_at__lt=end).order_by(
            "opened_at"
        )
    )
    if not rows:
        return None
    alone = [row for row in rows if row.ticket_id is None]
    text = (
        f"{formats.count(len(alone), 'incident')} sur {formats.count(len(rows))} sans ticket du prestataire"
        if alone
        else f"{formats.count(len(rows), 'incident retrouvé|incidents retrouvés')} dans les tickets du prestataire"
    )
    listed = [f"{formats.datetime_short(row.opened_at, contract.timezone)}, {row.title}" for row in alone]
    return Omission(
        "client_list",
        f"{text}.",
        "Liste tenue par le client ou sa supervision",
        listed,
        known=False,
        asks=bool(alone),
    )
