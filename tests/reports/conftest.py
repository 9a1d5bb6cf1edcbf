"""Native rows and deposits for the tests of reports."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

HEADER = (
    "Référence;Type;Titre;Priorité;Statut;Ouvert le;Pris en charge le;Résolu le;Clos le;Suspendu (min);"
    "Motif de suspension;Catégorie;Site;Service;Demandeur;Groupe;Réouvertures;Satisfaction"
)
ROWS = (
    "INC001;Incident;Poste lent;P3;Clos;02/03/2026 08:00;02/03/2026 08:10;02/03/2026 12:00;04/03/2026 09:00;30;"
    "Attente utilisateur;Poste;Siège;Bureautique;Alice;N1;0;4,5",
    "DEM002;Demande;Nouveau compte;P4;En cours;16/03/2026 09:00;16/03/2026 09:30;;;0;;Accès;Siège;Annuaire;Bob;N1;1;",
)


def native(*rows: str, header: str = HEADER) -> bytes:
    """A native CSV file of these rows (the two usual ones by default)."""
    return ("\ufeff" + "\r\n".join([header, *(rows or ROWS), ""])).encode()


@pytest.fixture
def hand_in(scope: Any) -> Callable[..., Any]:
    """Deposit native files for March 2026 and read them at once."""
    from core.engine.months import Month
    from reports.services import IncomingFile, deposit, read_delivery

    def act(content: bytes | None = None, month: str = "2026-03", **companions: bytes) -> Any:
        files = [IncomingFile("tickets", "tickets.csv", native() if content is None else content)]
        files += [IncomingFile(kind, f"{kind}.csv", body) for kind, body in companions.items()]
        return read_delivery(delivery=deposit(contract=scope, month=Month.parse(month), files=files))

    return act
