"""The frame around every contract page: bar of context, tabs, month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from accounts.capabilities import Capability
from accounts.selectors import may
from contracts.models import Contract
from core.engine.formats import datetime_short, month_long
from core.engine.months import Month
from infogerance.submenu import siblings_of, subtabs_of
from reversibility.selectors.requests import anything_asked
from slas.models import MonthRecord
from slas.selectors.months import latest_and

TABS = (
    ("synthese", "Synthèse", "contract_dashboard", Capability.VIEW),
    ("engagements", "Engagements", "slas:heatmap", Capability.VIEW),
    ("indicateurs", "Indicateurs", "kpis:list", Capability.VIEW),
    ("rapports", "Rapports", "reports:list", Capability.VIEW),
    ("comites", "Comités", "governance:list", Capability.VIEW),
    ("reversibilite", "Réversibilité", "reversibility:readiness", Capability.VIEW_CLIENT),
    ("contrat", "Contrat", "contracts:record", Capability.VIEW),
)
ASKED = ("reversibilite", "Livrables demandés", "reversibility:requests", Capability.VIEW)
SECTION_OF_APP = {
    "slas": "engagements",
    "kpis": "indicateurs",
    "reports": "rapports",
    "governance": "comites",
    "reversibility": "reversibilite",
    "contracts": "contrat",
}
SECTION_OF_PAGE = {
    "contract_journal": "contrat",
    "contract_review": "contrat",
    "contract_file": "contrat",
    "contract_file_confirm": "contrat",
    "work_units_import": "contrat",
    "reports:scope_import": "contrat",
    "reports:inventory": "contrat",
    "governance:raci": "contrat",
    "governance:raci_add": "contrat",
    "governance:raci_line": "contrat",
    "exit_file": "reversibilite",
}
"""Pages that belong to the section of another app."""
MONTH_IN_QUERY = {
    "contract_dashboard",
    "slas:heatmap",
    "slas:client_incidents",
    "slas:exclusions",
    "kpis:catalogue",
    "kpis:list",
    "kpis:detail",
    "kpis:signals",
    "kpis:backlog",
    "kpis:satisfaction",
}
STATE_ICONS = {
    MonthRecord.State.EXPECTED: "clock",
    MonthRecord.State.SUBMITTED: "doc",
    MonthRecord.State.RECONCILING: "gap",
    MonthRecord.State.CONTESTED: "diamond",
    MonthRecord.State.CLOSED: "lock",
}


@dataclass(frozen=True)
class Frame:
    """What the shell of a contract page shows."""

    contract: Contract
    month: Month | None
    previous_url: str
    next_url: str
    previous_label: str
    next_label: str
    month_state_label: str
    month_state_icon: str
    freshness: str
    section: str
    tabs: list[tuple[str, str, bool]]
    subtabs: list[tuple[str, str, bool]]
    siblings: list[dict[str, Any]]
    crumbs: list[tuple[str, str | None]]


def frame_for(request: HttpRequest) -> Frame | None:
    """The frame of the request's contract; None outside a contract."""
    contract: Contract | None = getattr(request, "contract", None)
    if contract is None:
        return None
    asked: Month | None = getattr(request, "month", None)
    newest, record = latest_and(contract, asked)
    latest = newest.month if newest else None
    month = asked or latest
    match = request.resolver_match
    section = SECTION_OF_APP.get(match.app_name if match else "", "synthese")
    section = SECTION_OF_PAGE.get(match.view_name if match else "", section)
    computed = month if record and record.computed_at else latest
    return Frame(
        contract=contract,
        month=month,
        previous_url=_month_url(request, contract, month.shift(-1), latest) if month else "",
        next_url=_month_url(request, contract, month.shift(1), latest) if month else "",
        previous_label=month_long(month.shift(-1)) if month else "",
        next_label=month_long(month.shift(1)) if month else "",
        month_state_label=record.get_state_display() if record else "",
        month_state_icon=STATE_ICONS[MonthRecord.State(record.state)] if record else "",
        freshness=f"Données du {datetime_short(record.data_as_of, contract.timezone)}"
        if record and record.data_as_of
        else "",
        section=section,
        tabs=_tabs(request, contract, section),
        subtabs=subtabs_of(request, contract, section, computed),
        siblings=siblings_of(request, contract, section, computed),
        crumbs=[("Portefeuille", reverse("home")), (contract.reference, _dashboard_url(contract))],
    )


def _tabs(request: HttpRequest, contract: Contract, section: str) -> list[tuple[str, str, bool]]:
    """The sections that the member may read; whoever may not read the exit plan finds what was asked of them."""
    member = request.membership  # type: ignore[attr-defined]
    found = [tab for tab in TABS if may(member, tab[3])]
    if not may(member, Capability.VIEW_CLIENT) and anything_asked(contract):
        found.insert(-1, ASKED)
    return [(label, reverse(name, args=[contract.slug]), code == section) for code, label, name, _ in found]


def _dashboard_url(contract: Contract) -> str:
    return reverse("contract_dashboard", args=[contract.slug])


def _month_url(request: HttpRequest, contract: Contract, other: Month, latest: Month | None) -> str:
    """The same page for another month; empty outside the contract's life, or after the latest result."""
    if latest is None or not Month.of(contract.starts_on) <= other <= latest:
        return ""
    match = request.resolver_match
    if match and "month" in match.kwargs:
        return reverse(match.view_name, kwargs=match.kwargs | {"month": str(other)})
    if match and match.view_name in MONTH_IN_QUERY:
        return f"{request.path}?mois={other}"
    return f"{_dashboard_url(contract)}?mois={other}"
