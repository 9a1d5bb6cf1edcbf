"""The page of one indicator with the forms of who may write, and those that were refused open at their errors."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.capabilities import Capability
from accounts.selectors import may
from contracts.access import contract_view
from contracts.models import Contract
from core.engine.months import Month, month_range
from core.exports import export_response, wanted_export
from core.requests import asked_month
from kpis.forms.following import FollowingForm
from kpis.forms.own import EntryForm, ReasonForm, RebaseForm
from kpis.selectors.detail import IndicatorPage, indicator_page
from kpis.selectors.exports import series_table
from kpis.selectors.own import typed_months
from slas.selectors.months import latest_month

REFUSED = 422
TYPED_BY = {"declared": Capability.UPLOAD_REPORT, "entered": Capability.EDIT_CONTRACT}
"""Who types the values of an indicator, by its kind."""


@contract_view("view")
def detail(request: HttpRequest, contract: Contract, code: str) -> HttpResponse:
    """One indicator, or one priority of it: its chart, its signals, the decision it serves."""
    return detail_page(request, contract, code)


def detail_page(request: HttpRequest, contract: Contract, code: str, **refused: forms.Form) -> HttpResponse:
    """The page, or its export; `refused`: forms by name (`follow`, `entry`, `rebase`, `retire`) that could not be kept."""
    month = asked_month(request, latest_month(contract))
    request.month = month  # type: ignore[attr-defined]
    if month is None:
        return render(request, "kpis/empty.html", {"contract": contract, "heading": code})
    page = indicator_page(contract, code, month, request.GET.get("part", ""))
    if page is None:
        raise Http404
    if kind := wanted_export(request):
        name = f"{contract.reference}-{code}{page.part}-{month}"
        return export_response(series_table(contract, page), name, kind)
    membership = request.membership  # type: ignore[attr-defined]
    able = frozenset(one for one in Capability if may(membership, one))
    context = {
        "contract": contract, "month": month, "page": page, "may_answer": Capability.ANSWER_SIGNAL in able,
        "may_edit": Capability.EDIT_CONTRACT in able, **_forms(contract, page, able), **refused,
    }  # fmt: skip
    return render(request, "kpis/detail.html", context, status=REFUSED if refused else 200)


def _forms(contract: Contract, page: IndicatorPage, able: frozenset[Capability]) -> dict[str, forms.Form]:
    """What this reader may write of this indicator."""
    following, found = page.following, dict[str, forms.Form]()
    if TYPED_BY.get(following.told_by) in able and (months := typed_months(contract, following)):
        found["entry"] = EntryForm(months, page.month, hint=following.definition.typed)
    if Capability.EDIT_CONTRACT not in able:
        return found
    if following.is_set_here:
        found["follow"] = FollowingForm(following)
    if page.course is not None and not page.part and (starts := rebase_months(page)):
        found["rebase"] = RebaseForm(starts, starts[0])
    if following.is_own and following.retired_from is None:
        found["retire"] = ReasonForm("retrait", "Motif du retrait")
    return found


def rebase_months(page: IndicatorPage) -> list[Month]:
    """Months from which new limits may be laid, the latest first: after those that hold, up to the month read."""
    if page.course is None:
        return []
    first = page.course.series.months[0]
    begun = [month for month, _ in page.following.rebases] + [first]
    begun += [page.following.baseline_from] if page.following.baseline_from else []
    since = max(begun).shift(1)
    return month_range(since, page.month)[::-1] if since <= page.month else []
