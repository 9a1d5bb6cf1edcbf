"""What every page of deliveries needs."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from accounts.capabilities import Capability
from accounts.selectors import may
from contracts.models import Contract
from core.requests import month_or_404
from reports.forms import WithdrawForm
from reports.models import Delivery
from reports.selectors import pages
from reports.selectors.deliveries import delivery_of
from reports.selectors.history import changes_of
from reports.selectors.originals import file_lines
from reports.selectors.questions import answers_of


def shown(request: HttpRequest, contract: Contract, **more: Any) -> dict[str, Any]:
    """What every page of the app needs beside its own content."""
    may_upload = may(request.membership, Capability.UPLOAD_REPORT)  # type: ignore[attr-defined]
    return {"contract": contract, "may_upload": may_upload, **more}


def shown_version(
    request: HttpRequest, contract: Contract, delivery: Delivery, **more: Any
) -> dict[str, Any]:
    """What the pages of one version need."""
    return shown(
        request,
        contract,
        **{"withdraw_form": WithdrawForm()} | more,
        delivery=delivery,
        wizard=pages.wizard_of(delivery, contract),
        check=pages.check_of(delivery),
        files=file_lines(delivery),
        answers=answers_of(delivery),
        changes=changes_of(delivery),
        acts=pages.acts_of(delivery),
    )


def require_upload(request: HttpRequest) -> None:
    """A page that every member reads may hold a form that only those who deposit may send."""
    if not may(request.membership, Capability.UPLOAD_REPORT):  # type: ignore[attr-defined]
        raise PermissionDenied


def found_delivery(request: HttpRequest, contract: Contract, month: str, version: int) -> Delivery:
    """The version an address names, and its month for the page's frame."""
    delivery = delivery_of(contract, month_or_404(month), version)
    if delivery is None:
        raise Http404
    request.month = delivery.month  # type: ignore[attr-defined]
    return delivery
