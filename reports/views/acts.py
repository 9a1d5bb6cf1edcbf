"""What a person does to a delivery: deposit, send a draft, withdraw a version."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from contracts.access import contract_view, writes
from contracts.models import Contract
from contracts.selectors.lifetime import local_today
from core.requests import asked_month
from reports.forms import DepositForm, SubmitForm, WithdrawForm
from reports.selectors import pages
from reports.selectors.leftout import replaced_by
from reports.services import (
    DepositRefused,
    NoSpaceLeft,
    NotADraft,
    WithdrawalRefused,
    deposit,
    submit_delivery,
    withdraw_delivery,
)
from reports.views.frame import found_delivery, shown, shown_version


@contract_view("upload_report")
@require_http_methods(["GET", "POST"])
def deposit_page(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Choose the files of a month; what is refused at the door is said on the same page."""
    request.month = month = asked_month(request, pages.awaited_month(contract))  # type: ignore[attr-defined]
    form = DepositForm(contract, request.POST or None, request.FILES or None, initial={"month": str(month)})
    refusal: list[Any] = []
    if request.method == "POST" and form.is_valid():
        try:
            delivery = deposit(contract=contract, user=request.user, **form.wanted())
        except NoSpaceLeft:
            return render(request, "507.html", status=507)
        except DepositRefused as refused:
            refusal = refused.findings
        else:
            if delivery.was_there:
                messages.info(request, pages.already_there(delivery))
            return redirect("reports:version", contract.slug, str(delivery.month), delivery.version)
    context = shown(request, contract, form=form, refusal=refusal, wizard=pages.wizard_of(None, contract))
    context["too_early"] = pages.too_early(contract, local_today(contract))
    return render(request, "reports/deposit.html", context, status=422 if request.method == "POST" else 200)


@contract_view("upload_report")
@require_http_methods(["GET", "POST"])
def submit(request: HttpRequest, contract: Contract, month: str, version: int) -> HttpResponse:
    """Send a draft, certified by the person who sends it."""
    delivery = found_delivery(request, contract, month, version)
    form = SubmitForm(request.POST or None)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            submit_delivery(delivery=delivery, user=request.user)
        except (NotADraft, DepositRefused) as refused:
            refusal = str(refused)
        else:
            return redirect("reports:version", contract.slug, str(delivery.month), delivery.version)
    context = shown_version(
        request, contract, delivery, form=form, refusal=refusal, replacing=replaced_by(delivery)
    )
    return render(request, "reports/submit.html", context, status=422 if request.method == "POST" else 200)


@contract_view("upload_report")
@writes("reports:version", "month", "version")
def withdraw(request: HttpRequest, contract: Contract, month: str, version: int) -> HttpResponse:
    """Take the version in force out of force, for a reason; the former one comes back."""
    delivery = found_delivery(request, contract, month, version)
    form = WithdrawForm(request.POST)
    try:
        if form.is_valid():
            withdraw_delivery(delivery=delivery, user=request.user, **form.cleaned_data)
            return redirect("reports:version", contract.slug, str(delivery.month), delivery.version)
    except WithdrawalRefused as refused:
        form.add_error("reason", str(refused))
    context = shown_version(request, contract, delivery, withdraw_form=form)
    return render(request, "reports/version.html", context, status=422)
