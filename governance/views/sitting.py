"""A committee while it sits: one page to decide, settle each matter, write actions and notes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts.capabilities import Capability
from accounts.selectors import may
from contracts.access import contract_view
from contracts.models import Contract
from contracts.selectors.lifetime import local_today
from core.requests import actor_of
from governance.engine.outcomes import OutcomeRefused
from governance.forms.deciding import ActionForm, DecisionForm
from governance.forms.sitting import AttendanceForm, OutcomeForm
from governance.models import Committee
from governance.selectors.sitting import Sitting, sitting_of
from governance.selectors.steps import steps_of
from governance.services import ActionRefused, SittingRefused, add_action, save_sitting, settle_matter
from governance.services.decisions import OPEN
from governance.views.finding import committee_or_404

REFUSED = 422


@contract_view("view")
@require_GET
def session(request: HttpRequest, contract: Contract, committee: str) -> HttpResponse:
    """What is decided, of what, by whom, before when?"""
    return _page(request, contract, committee_or_404(request, contract, committee))


@contract_view("prepare_committee")
@require_POST
def attend(request: HttpRequest, contract: Contract, committee: str) -> HttpResponse:
    """Keep who is there and the notes; saved as one types, or by the button."""
    found = committee_or_404(request, contract, committee)
    sitting = sitting_of(contract, found)
    form = AttendanceForm(sitting.attendance, "", request.POST)
    if form.is_valid():
        try:
            saved = save_sitting(
                committee=found, present=form.names(), notes=form.cleaned_data["notes"], **actor_of(request)
            )
        except SittingRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            if request.htmx:  # type: ignore[attr-defined]
                context = {"contract": contract, "minutes": saved}
                return render(request, "governance/_saved.html", context)
            messages.success(request, "Présents et notes enregistrés.")
            return _back(contract, found, "presents")
    return _page(request, contract, found, attendance=form)


@contract_view("decide")
@require_POST
def settle(request: HttpRequest, contract: Contract, committee: str) -> HttpResponse:
    """Say what becomes of a breach or a signal."""
    found, form = committee_or_404(request, contract, committee), OutcomeForm(request.POST, auto_id=False)
    if form.is_valid():
        try:
            settle_matter(contract=contract, committee=found, **form.cleaned_data, **actor_of(request))
        except OutcomeRefused as refusal:
            form.add_error(refusal.field, str(refusal))
        except SittingRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Issue enregistrée.")
            return _back(contract, found, "points")
    return _page(request, contract, found, outcome=form)


@contract_view("prepare_committee")
@require_POST
def act(request: HttpRequest, contract: Contract, committee: str) -> HttpResponse:
    """Write an action that the committee asks for."""
    found, form = committee_or_404(request, contract, committee), ActionForm(request.POST)
    if form.is_valid():
        try:
            made = add_action(
                contract=contract,
                committee=found,
                today=local_today(contract),
                **form.cleaned_data,
                **actor_of(request),
            )
        except ActionRefused as refusal:
            form.add_error("due_on", str(refusal))
        else:
            messages.success(request, f"Action A-{made.number} ajoutée.")
            return _back(contract, found, "actions")
    return _page(request, contract, found, action=form)


def _back(contract: Contract, committee: Committee, anchor: str) -> HttpResponse:
    return redirect(f"{reverse('governance:session', args=[contract.slug, committee.slug])}#{anchor}")


def _page(request: HttpRequest, contract: Contract, committee: Committee, **refused: Any) -> HttpResponse:
    """The page; the form that was refused keeps what was typed and says why."""
    sitting, member = sitting_of(contract, committee), request.membership  # type: ignore[attr-defined]
    context = {"contract": contract, "sitting": sitting, "steps": steps_of(contract, committee, "session")}
    writes = not sitting.signed and may(member, Capability.PREPARE_COMMITTEE)
    decides = not sitting.signed and may(member, Capability.DECIDE)
    context |= _forms(sitting, writes, decides, **refused)
    return render(request, "governance/session.html", context, status=REFUSED if refused else 200)


def _forms(
    sitting: Sitting,
    writes: bool,
    decides: bool,
    attendance: AttendanceForm | None = None,
    outcome: OutcomeForm | None = None,
    action: ActionForm | None = None,
) -> dict[str, Any]:
    """What the visitor may type, each beside what it is about."""
    notes = sitting.minutes.notes if sitting.minutes else ""
    return {
        "decisions": [
            (row, _decision_form(row) if decides and row.state in OPEN else None) for row in sitting.decisions
        ],
        "carried": [
            (point, _decision_form(point.decision) if decides and point.decision else None)
            for point in sitting.carried
        ],
        "matters": [(line, _outcome_form(line, outcome) if decides else None) for line in sitting.matters],
        "attendance": (attendance or AttendanceForm(sitting.attendance, notes)) if writes else None,
        "action": (action or ActionForm()) if writes else None,
    }


def _decision_form(row: Any) -> DecisionForm:
    return DecisionForm(initial={"outcome": row.resolution}, auto_id=f"d{row.pk}-%s")


def _outcome_form(line: Any, refused: OutcomeForm | None) -> OutcomeForm:
    """The form of one matter; the refused one is drawn in its own place."""
    origin, row = line.matter.origin, line.outcome
    if refused is not None and refused.data.get("origin") == origin:
        refused.auto_id = _ids(origin)
        return refused
    given = {"choice": row.choice, "until": row.until, "note": row.note} if row else {}
    return OutcomeForm(initial={"origin": origin} | given, auto_id=_ids(origin))


def _ids(origin: str) -> str:
    return f"{origin.replace(':', '-')}-%s"
