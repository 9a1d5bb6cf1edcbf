"""The pages of the section « Contrat », as pills under its title."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from accounts.capabilities import Capability
from accounts.selectors import may

CLIENT_PAGES = {"contracts:budget", "contracts:invoices", "contracts:registers", "contract_review"}
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
    ("Documents", "contracts:documents"),
    ("Registres", "contracts:registers"),
    ("Journal", "contract_journal"),
)
PAPERS = (
    (
        "Documents",
        "contracts:documents",
        ("contracts:document", "contracts:document_add", "contracts:version_add"),
    ),
    ("Clauses", "contracts:clauses", ()),
    (
        "Obligations",
        "contracts:obligations",
        ("contracts:obligation", "contracts:obligation_done", "contracts:obligation_settle"),
    ),
)
"""Papers of the contract: one pill for all, then tabs. Each with the pages that open from it."""
WITHIN = {
    **{name: PAPERS[0][1] for _, first, others in PAPERS for name in (first, *others)},
    **dict.fromkeys(("contracts:register_facts", "contracts:register_answer"), "contracts:registers"),
}
"""Pages that have no pill of their own, and the pill that leads to them."""


def submenu(request: HttpRequest) -> list[dict[str, Any]]:
    """One pill per page, the current one marked."""
    match = request.resolver_match
    open_page = WITHIN.get(match.view_name, match.view_name) if match else ""
    slug = request.contract.slug  # type: ignore[attr-defined]
    client = may(request.membership, Capability.VIEW_CLIENT)  # type: ignore[attr-defined]
    return [
        {"label": label, "url": reverse(name, args=[slug]), "active": name == open_page, "count": None}
        for label, name in PAGES
        if client or name not in CLIENT_PAGES
    ]


def papers_tabs(request: HttpRequest) -> list[dict[str, Any]]:
    """Documents, clauses, obligations: the current one marked."""
    shown = request.resolver_match.view_name if request.resolver_match else ""
    slug = request.contract.slug  # type: ignore[attr-defined]
    return [
        {
            "label": label,
            "url": reverse(name, args=[slug]),
            "active": shown in (name, *others),
            "count": None,
        }
        for label, name, others in PAPERS
    ]
