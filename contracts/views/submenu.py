"""The pages of the section « Contrat », as pills under its title."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

PAGES = (
    ("Fiche", "contracts:record"),
    ("Périmètre", "contracts:scope"),
    ("Calendriers", "contracts:calendars"),
    ("Échéances", "contracts:dates"),
    ("Avenants", "contracts:amendments"),
    ("Journal", "contract_journal"),
)


def submenu(request: HttpRequest) -> list[dict[str, Any]]:
    """One pill per page, the current one marked."""
    match = request.resolver_match
    shown = match.view_name if match else ""
    slug = request.contract.slug  # type: ignore[attr-defined]
    return [
        {"label": label, "url": reverse(name, args=[slug]), "active": name == shown, "count": None}
        for label, name in PAGES
    ]
