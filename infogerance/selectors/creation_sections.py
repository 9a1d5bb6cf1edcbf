"""The sections of a contract file as people call them."""

from __future__ import annotations

from collections.abc import Mapping

from contracts.services import Counts

SECTIONS = {
    "contrat": "Contrat", "version": "Versions", "plage": "Plages de service et fenêtres", "site": "Sites et fermetures",
    "perimetre": "Périmètre, exclusions et zones grises", "unite_oeuvre": "Unités d’œuvre", "preavis": "Préavis",
    "option": "Options de prolongation", "echeance": "Échéances", "engagement": "Engagements",
    "indicateur": "Indicateurs suivis", "livrable": "Livrables de sortie", "revision": "Révision de prix",
    "indice": "Valeurs d’indice", "tranche_volume": "Tranches de volume", "budget": "Lignes de budget",
    "sortie": "Clause de sortie",
}  # fmt: skip


def section_lines(sections: Mapping[str, Counts]) -> list[tuple[str, int]]:
    """Name and number of rows of each section that would create some."""
    return [(SECTIONS.get(name, name), counts.created) for name, counts in sections.items() if counts.created]
