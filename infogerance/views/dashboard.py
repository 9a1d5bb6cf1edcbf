"""The contract dashboard."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.capabilities import ROLE_CAPABILITIES, Capability
from contracts.access import contract_view
from contracts.models import Contract
from contracts.selectors.lifetime import local_today
from core.requests import asked_month
from infogerance.selectors.dashboard import dashboard_for, empty_words
from infogerance.selectors.setup import setup_of
from slas.selectors.months import latest_month


@contract_view("view")
def contract_dashboard(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Is the contract held this month, what changes?"""
    month, today = asked_month(request, latest_month(contract)), local_today(contract)
    request.month = month  # type: ignore[attr-defined]
    rights = ROLE_CAPABILITIES[request.membership.role]  # type: ignore[attr-defined]
    data = dashboard_for(contract, month, today) if month else None
    context: dict[str, Any] = {
        "contract": contract,
        "month": month,
        "data": data,
        "may_prepare": Capability.PREPARE_COMMITTEE in rights,
        "may_upload": Capability.UPLOAD_REPORT in rights,
        "setup": setup_of(contract, today) if Capability.EDIT_CONTRACT in rights else None,
    }
    if data is None:
        context |= empty_words(contract, month, today)
        return render(request, "infogerance/dashboard_empty.html", context)
    return render(request, "infogerance/dashboard.html", context)
