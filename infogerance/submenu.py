"""Second row of tabs: the pages of a section, each one click away from the others."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from accounts.capabilities import Capability
from accounts.selectors import may
from contracts.models import Contract
from core.engine.months import Month

PAGES = {
    "engagements": (
        ("Carte", "slas:heatmap", Capability.VIEW, ("slas:commitment",)),
        (
            "Mois",
            "slas:board",
            Capability.VIEW,
            ("slas:month", "slas:month_tickets", "slas:ticket", "slas:tickets"),
        ),
        ("Rapprochement", "slas:reconciliation", Capability.VIEW, ("slas:gap_answer", "slas:gap_settle")),
        ("Contrôles", "slas:checks", Capability.VIEW, ("slas:answer_check", "slas:sincerity")),
        ("Incidents du client", "slas:client_incidents", Capability.VIEW_CLIENT, ()),
        ("Contestations", "slas:disputes", Capability.VIEW, ("slas:dispute", "slas:dispute_open")),
        ("Tickets hors décompte", "slas:exclusions", Capability.VIEW, ()),
        ("Pénalités", "slas:penalties", Capability.VIEW, ("slas:penalty_month",)),
        ("Simulation", "slas:backtest", Capability.VIEW_CLIENT, ()),
        ("Clôture", "slas:close_month", Capability.CLOSE_MONTH, ()),
    ),
    "reversibilite": (
        ("Préparation", "reversibility:readiness", Capability.VIEW_CLIENT, ("reversibility:item",)),
        ("Demandes", "reversibility:requests", Capability.VIEW, ("reversibility:request",)),
        ("Exercices", "reversibility:drills", Capability.VIEW_CLIENT, ("reversibility:drill",)),
        ("Calendrier", "reversibility:timeline", Capability.VIEW_CLIENT, ()),
        ("Coût", "reversibility:cost", Capability.VIEW_CLIENT, ()),
        ("Simulateur", "reversibility:simulator", Capability.VIEW_CLIENT, ()),
        ("Captivité", "reversibility:captivity", Capability.VIEW_CLIENT, ()),
        (
            "Accès",
            "reversibility:access_register",
            Capability.VIEW_ACCESSES,
            (
                *("reversibility:access_exit", "reversibility:access_import", "reversibility:access_add"),
                *("reversibility:access_edit", "reversibility:access_remove"),
            ),
        ),
        ("Dossier de sortie", "exit_file", Capability.VIEW_CLIENT, ()),
    ),
}
OF_A_MONTH = {"slas:board", "slas:reconciliation", "slas:checks", "slas:close_month"}
MONTH_ASKED = {"slas:client_incidents", "slas:exclusions"}


def subtabs_of(
    request: HttpRequest, contract: Contract, section: str, month: Month | None
) -> list[tuple[str, str, bool]]:
    """Label, address, whether it is the page that is open; those of a month need one that was computed."""
    here = request.resolver_match.view_name if request.resolver_match else ""
    return [
        (label, _address(name, contract, month), here == name or here in within)
        for label, name, capability, within in PAGES.get(section, ())
        if may(request.membership, capability) and (month or name not in OF_A_MONTH)  # type: ignore[attr-defined]
    ]


def _address(name: str, contract: Contract, month: Month | None) -> str:
    if name in OF_A_MONTH:
        return reverse(name, args=[contract.slug, str(month)])
    address = reverse(name, args=[contract.slug])
    return f"{address}?mois={month}" if month and name in MONTH_ASKED else address
