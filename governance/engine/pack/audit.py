"""The first page of an audit pack: what an auditor needs to compute every figure again, and to tell that nothing moved."""

from __future__ import annotations

from core.engine import formats
from governance.engine.facts import PackFacts
from governance.engine.pack.document import Link, Page, Row, Table
from governance.engine.pack.method import ClosedMonth, Provenance
from governance.engine.wording import count_of


def page(facts: PackFacts, provenance: Provenance) -> Page:
    """Identity of the contract, head of the journal, originals and closed months with their whole digests."""
    closed = provenance.closed
    month = facts.month
    state = "clos" if month.closed else "encore provisoire"
    body = {
        "identity": _pairs(
            ("Contrat", f"{facts.reference}, {facts.title}"),
            ("Parties", f"{facts.client} (client), {facts.provider} (prestataire)"),
            ("Version appliquée", provenance.contract_version),
            ("Mois examiné", f"{formats.month_long(month.month)}, {state}"),
            ("Tickets jugés un à un", formats.number(month.tickets)),
            ("Hors délai", formats.number(len(facts.late))),
        ),
        "journal": _pairs(
            ("Tête", provenance.head_words),
            ("Faits du mois", month.facts_digest),
        ),
        "sources_title": f"Originaux déposés : {formats.number(len(provenance.sources))}, {provenance.delivery}",
        "sources": Table(
            ("Fichier", "Reçu le", "SHA-256"),
            tuple(
                Row(Link(one.name), (formats.datetime_short(one.received_at, facts.zone), one.sha256))
                for one in provenance.sources
            ),
        )
        if provenance.sources
        else None,
        "closed_title": f"Mois clos : {formats.number(len(closed))}" if closed else "Aucun mois n’est clos",
        "closed": _closed(facts, closed) if closed else None,
    }
    return Page(1, "audit", "Éléments de preuve", _title(facts, provenance), body, landscape=False)


def _title(facts: PackFacts, provenance: Provenance) -> str:
    """« 14 engagements rejugés à partir de 3 originaux, 12 mois clos »."""
    told = count_of(len(facts.commitments), "engagement")
    judged = "rejugés" if len(facts.commitments) > 1 else "rejugé"
    sources = count_of(len(provenance.sources), "original", "originaux")
    closed = sum(one.revision == 1 for one in provenance.closed)
    ending = f"{formats.number(closed)} mois clos" if closed else "aucun mois clos"
    return f"{told} {judged} à partir de {sources}, {ending}"


def _closed(facts: PackFacts, closed: tuple[ClosedMonth, ...]) -> Table:
    rows = tuple(
        Row(
            Link(formats.month_long(one.month), f"mois/{one.month}/"),
            (
                "clôture" if one.revision == 1 else f"révision {formats.number(one.revision)}",
                formats.date_short(one.at, facts.zone),
                one.sha256,
            ),
        )
        for one in closed
    )
    return Table(("Mois", "Acte", "Date", "SHA-256"), rows)


def _pairs(*pairs: tuple[str, str]) -> Table:
    return Table((), tuple(Row(Link(name), (text,)) for name, text in pairs))
