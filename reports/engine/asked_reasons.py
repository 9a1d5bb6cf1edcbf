"""Reasons of waiting that name nobody for sure: a person says who was awaited, once for each label."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from core.engine.formats import count
from reports.engine.cells import Sheet
from reports.engine.findings import Option
from reports.engine.headers import header_key
from reports.engine.reasons import CLIENT, OTHER, PROVIDER, THIRD_PARTY, USER, reason_of

OPTIONS = (
    Option(PROVIDER, "Le prestataire, son fournisseur, son sous-traitant ou ses pièces : rien n’est déduit"),
    Option(THIRD_PARTY, "Un tiers hors contrat"),
    Option(CLIENT, "Le client"),
    Option(USER, "L’utilisateur"),
    Option(OTHER, "Le motif ne permet pas de le dire : rien n’est déduit"),
)


def settle_tickets(sheet: Sheet, columns: dict[str, Any]) -> None:
    """Put the settled reason in the place of each label that is no sure one, where a waiting time hangs on it."""
    labels = columns["pause_reason"]
    waited = np.flatnonzero(np.array(columns["declared_pause_seconds"], dtype=np.int64) > 0)
    said = settled(sheet, "pause_reason", {int(row): labels[row] for row in waited if labels[row]})
    if said:
        columns["pause_reason"] = [said.get(label, label) for label in labels]


def settled(sheet: Sheet, name: str, labels: Mapping[int, str]) -> dict[str, str]:
    """Label → the reason a person chose, for the labels (by row) that are no sure one; asked where nobody did yet."""
    rows: dict[str, list[int]] = {}
    for row, label in labels.items():
        if not reason_of(label):
            rows.setdefault(label, []).append(row)
    return {label: said for label, own in rows.items() if (said := _ask(sheet, name, label, own))}


def _ask(sheet: Sheet, name: str, label: str, rows: list[int]) -> str:
    return sheet.findings.ask(
        "reason_ambiguous",
        f"« {label[:60]} » ne dit pas sûrement qui était attendu ({count(len(rows), 'ligne')}) : le prestataire et ses "
        "propres fournisseurs, ou un tiers hors contrat ?",
        "Nommez dans le motif celui qui était attendu, par exemple « Attente fournisseur du client ».",
        OPTIONS,
        about=header_key(label),
        **sheet.place(name, rows[0]),
    )
