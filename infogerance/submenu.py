"""Second row of tabs: the pages of a section; pages that share one tab stand beside one another as pills."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from accounts.capabilities import Capability
from accounts.selectors import may
from contracts.models import Contract
from core.engine.months import Month

CLIENT = Capability.VIEW_CLIENT


@dataclass(frozen=True)
class Page:
    """A page of a section: label, name of its address, who may read it, the pages that open from it."""

    label: str
    name: str
    capability: Capability = Capability.VIEW
    within: tuple[str, ...] = ()

    def holds(self, shown: str) -> bool:
        return shown == self.name or shown in self.within


@dataclass(frozen=True)
class Tab:
    """One tab of the second row: a page, or several under one label."""

    label: str
    pages: tuple[Page, ...]


def alone(label: str, name: str, capability: Capability = Capability.VIEW, *within: str) -> Tab:
    return Tab(label, (Page(label, name, capability, within),))


SECTIONS: dict[str, tuple[Tab, ...]] = {
    "engagements": (
        alone("Carte", "slas:heatmap", Capability.VIEW, "slas:commitment"),
        alone(
            *("Mois", "slas:board", Capability.VIEW),
            *("slas:month", "slas:month_tickets", "slas:ticket", "slas:tickets"),
        ),
        alone("Atterrissage", "slas:outlook"),
        alone("Rapprochement", "slas:reconciliation", Capability.VIEW, "slas:gap_answer", "slas:gap_settle"),
        alone("Contrôles", "slas:checks", Capability.VIEW, "slas:answer_check", "slas:sincerity"),
        alone("Incidents du client", "slas:client_incidents", CLIENT),
        alone("Contestations", "slas:disputes", Capability.VIEW, "slas:dispute", "slas:dispute_open"),
        alone("Tickets hors décompte", "slas:exclusions"),
        alone("Pénalités", "slas:penalties", Capability.VIEW, "slas:penalty_month"),
        alone("Simulation", "slas:backtest", CLIENT),
        alone("Clôture", "slas:close_month", Capability.CLOSE_MONTH),
    ),
    "comites": (
        alone(
            *("Comités", "governance:list", Capability.VIEW),
            *("governance:committee", "governance:move", "governance:session", "governance:minutes"),
            *("governance:pack", "governance:texts", "governance:term_add", "governance:term"),
        ),
        alone("Calendrier", "governance:calendar"),
        alone(
            "Décisions", "governance:decisions", Capability.VIEW, "governance:decision", "governance:decide"
        ),
        alone("Actions", "governance:actions", Capability.VIEW, "governance:action_add"),
        alone("Risques", "governance:risks", Capability.VIEW, "governance:risk_add", "governance:risk"),
        alone(
            *("Feuille de route", "governance:roadmap", Capability.VIEW),
            *("governance:roadmap_add", "governance:roadmap_item", "governance:roadmap_settle"),
        ),
        alone(
            *("Escalades", "governance:escalations", Capability.VIEW),
            *("governance:escalation_open", "governance:escalation_close"),
        ),
        alone("Journal de bord", "governance:log", CLIENT, "governance:log_add", "governance:log_line"),
    ),
    "reversibilite": (
        alone("Préparation", "reversibility:readiness", CLIENT, "reversibility:item"),
        alone("Demandes", "reversibility:requests", Capability.VIEW, "reversibility:request"),
        alone("Exercices", "reversibility:drills", CLIENT, "reversibility:drill"),
        alone("Calendrier", "reversibility:timeline", CLIENT),
        alone("Coût", "reversibility:cost", CLIENT),
        alone("Simulateur", "reversibility:simulator", CLIENT),
        alone("Captivité", "reversibility:captivity", CLIENT),
        alone(
            *("Accès", "reversibility:access_register", Capability.VIEW_ACCESSES),
            *("reversibility:access_exit", "reversibility:access_import", "reversibility:access_add"),
            *("reversibility:access_edit", "reversibility:access_remove"),
        ),
        alone("Dossier de sortie", "exit_file", CLIENT),
    ),
    "contrat": (
        Tab(
            "Fiche",
            (
                Page("Fiche", "contracts:record", within=("contracts:matrix",)),
                Page("Calendriers", "contracts:calendars"),
            ),
        ),
        Tab(
            "Périmètre",
            (
                Page("Éléments", "contracts:scope", within=("reports:scope_import", "reports:inventory")),
                Page("Exclusions", "contracts:exclusions"),
                Page("Unités d’œuvre", "contracts:work_units", within=("work_units_import",)),
            ),
        ),
        Tab(
            "Finances",
            (
                Page("Budget", "contracts:budget", CLIENT),
                Page("Factures", "contracts:invoices", CLIENT, ("contracts:invoice",)),
                Page("Révision des prix", "contracts:revision"),
            ),
        ),
        Tab(
            "Échéances",
            (
                Page("Dates clés", "contracts:dates"),
                Page(
                    "Avenants",
                    "contracts:amendments",
                    within=("contracts:amendment", "contracts:amendment_approval"),
                ),
            ),
        ),
        Tab(
            "Acteurs",
            (
                Page("Acteurs", "contracts:people", within=("contracts:people_add", "contracts:people_line")),
                Page("RACI", "governance:raci", within=("governance:raci_add", "governance:raci_line")),
            ),
        ),
        Tab(
            "Documents",
            (
                Page(
                    *("Documents", "contracts:documents", Capability.VIEW),
                    ("contracts:document", "contracts:document_add", "contracts:version_add"),
                ),
                Page(
                    *("Clauses", "contracts:clauses", Capability.VIEW),
                    ("contracts:clause_add", "contracts:clause_line"),
                ),
                Page(
                    "Obligations",
                    "contracts:obligations",
                    within=(
                        *("contracts:obligation", "contracts:obligation_done", "contracts:obligation_settle"),
                        *("contracts:obligation_add", "contracts:obligation_edit"),
                    ),
                ),
                Page(
                    *("Registres", "contracts:registers", CLIENT),
                    ("contracts:register_facts", "contracts:register_answer"),
                ),
            ),
        ),
        alone("Contrôle", "contract_review", CLIENT, "contract_file", "contract_file_confirm"),
        alone("Journal", "contract_journal"),
    ),
}
OF_A_MONTH = {"slas:board", "slas:reconciliation", "slas:checks", "slas:close_month"}
MONTH_ASKED = {"slas:client_incidents", "slas:exclusions"}


def subtabs_of(
    request: HttpRequest, contract: Contract, section: str, month: Month | None
) -> list[tuple[str, str, bool]]:
    """Label, address, whether its page is open; a tab opens its first page that the member may read."""
    return [
        (tab.label, _address(pages[0], contract, month), any(page.holds(_shown(request)) for page in pages))
        for tab, pages in _readable(request, section, month)
    ]


def siblings_of(
    request: HttpRequest, contract: Contract, section: str, month: Month | None
) -> list[dict[str, Any]]:
    """The pages that share the open tab, as pills; none when the tab holds one page."""
    shown = _shown(request)
    for _, pages in _readable(request, section, month):
        if len(pages) > 1 and any(page.holds(shown) for page in pages):
            return [
                {
                    "label": page.label,
                    "url": _address(page, contract, month),
                    "active": page.holds(shown),
                    "count": None,
                }
                for page in pages
            ]
    return []


def _readable(request: HttpRequest, section: str, month: Month | None) -> Iterator[tuple[Tab, list[Page]]]:
    """Tabs with the pages that the member may read; those of a month need one that was computed."""
    member = request.membership  # type: ignore[attr-defined]
    for tab in SECTIONS.get(section, ()):
        pages = [
            page
            for page in tab.pages
            if may(member, page.capability) and (month or page.name not in OF_A_MONTH)
        ]
        if pages:
            yield tab, pages


def _shown(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""


def _address(page: Page, contract: Contract, month: Month | None) -> str:
    if page.name in OF_A_MONTH:
        return reverse(page.name, args=[contract.slug, str(month)])
    address = reverse(page.name, args=[contract.slug])
    return f"{address}?mois={month}" if month and page.name in MONTH_ASKED else address
