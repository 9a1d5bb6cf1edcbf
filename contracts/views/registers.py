"""The optional registers, for the client alone."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts.capabilities import Capability
from accounts.selectors import may
from contracts.access import contract_view
from contracts.engine.register_shape import Register
from contracts.engine.registers import ADVICE, REGISTERS
from contracts.forms.registers import FactsForm, RegisterAnswerForm
from contracts.models import Contract
from contracts.selectors.dora import dora_sheet
from contracts.selectors.lifetime import local_today
from contracts.selectors.registers import (
    RegistersPage,
    kept_facts,
    register_entry,
    register_sheet,
    registers_page,
)
from contracts.services.registers import answer_question, record_facts
from contracts.views.documents import signer_of
from core.exports import export_response, wanted_export


@contract_view("view_client")
@require_GET
def registers(request: HttpRequest, contract: Contract) -> HttpResponse:
    """What do the texts ask of this contract, and what is answered?"""
    code = request.GET.get("registre", "rgpd")
    page = registers_page(contract, _register(code).code)
    if kind := wanted_export(request):
        return export_response(register_sheet(page), f"{contract.reference}-registre-{code}", kind)
    context: dict[str, Any] = {"contract": contract, "page": page}
    context |= {
        "advice": ADVICE,
        "registers": _pills(contract, page),
        "may_edit": may(request.membership, Capability.EDIT_CONTRACT),  # type: ignore[attr-defined]
    }
    return render(request, "contracts/registers.html", context)


@contract_view("view_client")
@require_GET
def dora(request: HttpRequest, contract: Contract) -> HttpResponse:
    """The contract as one line of a register of information."""
    kind = wanted_export(request) or "csv"
    return export_response(dora_sheet(contract, local_today(contract)), f"{contract.reference}-dora", kind)


@contract_view("edit_contract")
@require_http_methods(["GET", "POST"])
def register_answer(request: HttpRequest, contract: Contract, register: str, item: str) -> HttpResponse:
    """Answer one question of a register."""
    found = _register(register)
    question = found.question(item)
    if question is None:
        raise Http404
    present = register_entry(contract, found, question)
    form = RegisterAnswerForm(contract, request.POST or None, present=present)
    if form.is_valid():
        answer_question(
            contract=contract, register=found, question=question, answered=form.answered(),
            signer=signer_of(request),
        )  # fmt: skip
        messages.success(request, "Réponse enregistrée.")
        return redirect(f"{_address(contract, found.code)}#{item}")
    return _form(request, contract, found, form, question=question)


@contract_view("edit_contract")
@require_http_methods(["GET", "POST"])
def register_facts(request: HttpRequest, contract: Contract, register: str) -> HttpResponse:
    """Type the plain facts of a register."""
    found = _register(register)
    form = FactsForm(found, request.POST or None, kept=kept_facts(contract, found))
    if form.is_valid():
        record_facts(contract=contract, register=found, values=form.values(), signer=signer_of(request))
        messages.success(request, "Faits enregistrés.")
        return redirect(_address(contract, found.code))
    return _form(request, contract, found, form)


def _form(
    request: HttpRequest, contract: Contract, register: Register, form: Any, **more: Any
) -> HttpResponse:
    context = {"contract": contract, "register": register, "form": form}
    context |= {"back": _address(contract, register.code), "advice": ADVICE, **more}
    status = 422 if request.method == "POST" else 200
    return render(request, "contracts/register_form.html", context, status=status)


def _register(code: str) -> Register:
    if code not in REGISTERS:
        raise Http404
    return REGISTERS[code]


def _address(contract: Contract, code: str) -> str:
    return f"{reverse('contracts:registers', args=[contract.slug])}?registre={code}"


def _pills(contract: Contract, page: RegistersPage) -> list[dict[str, Any]]:
    return [
        {
            "label": tab.name,
            "url": _address(contract, tab.code),
            "active": tab.code == page.register.code,
            "count": f"{tab.answered}/{tab.total}",
        }
        for tab in page.tabs
    ]
