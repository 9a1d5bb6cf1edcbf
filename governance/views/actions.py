"""Actions: the list, adding one, changing its state."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.capabilities import Capability
from accounts.selectors import may
from contracts.access import contract_view, writes
from contracts.models import Contract
from contracts.selectors.lifetime import local_today
from core.exports import export_response, wanted_export
from governance.forms.deciding import ActionForm, ActionStateForm
from governance.models import ActionItem
from governance.selectors.committees import OPEN_STATES, action_export, actions_for
from governance.selectors.marks import with_effects
from governance.services import ActionRefused, add_action, update_action
from governance.views.finding import action_or_404


@contract_view("view")
def actions(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Who does what, by when."""
    lines = actions_for(contract, local_today(contract))
    if kind := wanted_export(request):
        return export_response(action_export(lines), f"actions-{contract.reference}", kind)
    return _page(request, contract, ActionForm())


@contract_view("prepare_committee")
@writes("governance:actions")
def add(request: HttpRequest, contract: Contract) -> HttpResponse:
    """A new action."""
    form, role = ActionForm(request.POST), request.membership.role  # type: ignore[attr-defined]
    if form.is_valid():
        try:
            made = add_action(
                contract=contract,
                today=local_today(contract),
                user=request.user,
                role=role,
                **form.cleaned_data,
            )
        except ActionRefused as refusal:
            form.add_error("due_on", str(refusal))
        else:
            messages.success(request, f"Action A-{made.number} ajoutée.")
            return redirect("governance:actions", contract.slug)
    return _page(request, contract, form, status=422)


@contract_view("update_action")
@writes("governance:actions")
def change(request: HttpRequest, contract: Contract, number: int) -> HttpResponse:
    """The new state of an action; the provider changes its own only."""
    row, form = action_or_404(contract, number), ActionStateForm(request.POST)
    member = request.membership  # type: ignore[attr-defined]
    if not form.is_valid():
        messages.error(request, "État inconnu : rien n’a été changé.")
        return redirect("governance:actions", contract.slug)
    try:
        update_action(
            action=row,
            today=local_today(contract),
            side=member.side,
            user=request.user,
            role=member.role,
            **form.cleaned_data,
        )
    except ActionRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Action A-{number} mise à jour.")
    return redirect("governance:actions", contract.slug)


def _page(request: HttpRequest, contract: Contract, form: ActionForm, status: int = 200) -> HttpResponse:
    lines = with_effects(contract, actions_for(contract, local_today(contract)))
    member = request.membership  # type: ignore[attr-defined]
    context = {
        "contract": contract,
        "open": [line for line in lines if line.row.state in OPEN_STATES],
        "ended": [line for line in lines if line.row.state not in OPEN_STATES],
        "late": sum(bool(line.late) for line in lines),
        "form": form if may(member, Capability.PREPARE_COMMITTEE) else None,
        "may_update": may(member, Capability.UPDATE_ACTION),
        "states": ActionItem.State.choices,
    }
    return render(request, "governance/actions.html", context, status=status)
