"""The pages of the section « Contrat », as pills under its title."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from accounts.capabilities import Capability
from accounts.selectors import may

CLIENT_PAGES = {"contracts:budget", "contracts:invoices", "contract_review"}
"""Pages that the provider has no right to: their pills are not drawn for it."""
PAGES = (
    ("Fiche", "contracts:record"),
    ("Périmètre", "contracts:scope"),
    ("Exclusions", "contracts:exclusions"),
    ("Unités d’œuvre", "contracts:work_units"),
    ("Calendriers", "contracts:calendars"),
    ("Révision", "contracts:revision"),
    ("Budget", "contracts:budget"),
    ("Factures", "contracts:invoices"),
    ("Échéances", "contracts:dates"),
    ("Avenants", "contracts:amendments"),
    ("Acteurs", "contracts:people"),
    ("RACI", "governance:raci"),
    ("Contrôle", "contract_review"),
    ("Journal", "contract_journal"),
)


def submenu(request: HttpRequest) -> list[dict[str, Any]]:
    """One pill per page, the current one marked."""
    match = request.resolver_match
    shown = match.view_name if match else ""
    slug = request.contract.slug  # type: ignore[attr-defined]
    client = may(request.membership, Capability.VIEW_CLIENT)  # type: ignore[attr-defined]
    return [
        {"label": label, "url": reverse(name, args=[slug]), "active": name == shown, "count": None}
        for label, name in PAGES
        if client or name not in CLIENT_PAGES
    ]
