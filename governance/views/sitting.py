"""A committee while it sits: one page to decide, settle each matter, write actions and notes."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from accounts.capabilities import Capability
from accounts.selectors import may
from contracts.access import contract_view, writes
from contracts.models import Contract
from contracts.selectors.lifetime import local_today
from core.requests import actor_of
from governance.engine.outcomes import OutcomeRefused
from governance.forms.acting import Acting, SessionActionForm, actings
from governance.forms.deciding import SessionDecisionForm
from governance.forms.sitting import AttendanceForm, ConveneForm, OutcomeForm
from governance.models import OPEN_DECISIONS, Committee, Decision, Minutes
from governance.models.guards import SIGNED
from governance.selectors.sitting import Sitting, heard_in, minutes_of, readings_of, sitting_of
from governance.selectors.steps import steps_of
from governance.selectors.subjects import subjects_of
from governance.selectors.takings import taken_at
from governance.services import (
    ActionRefused,
    ConveningRefused,
    DecisionRefused,
    SittingRefused,
    add_action,
    record_decision,
    record_lapse,
    save_sitting,
    settle_matter,
)
from governance.services.sitting import LAPSED, REMEDY
from governance.views.finding import committee_or_404, decision_or_404

REFUSED = 422


@contract_view("view")
@require_GET
def session(request: HttpRequest, contract: Contract, committee: str) -> HttpResponse:
    """What is decided, of what, by whom, before when?"""
    return _page(request, contract, committee_or_404(request, contract, committee))


@contract_view("prepare_committee")
@writes("governance:session", "committee")
def attend(request: HttpRequest, contract: Contract, committee: str) -> HttpResponse:
    """Keep who is there and the notes; saved as one types, or by the button."""
    found = committee_or_404(request, contract, committee)
    sitting = sitting_of(contract, found)
    form = AttendanceForm(sitting.attendance, "", request.POST)
    if form.is_valid():
        try:
            typed = {name: form.cleaned_data[name] for name in ("notes", "no_action")}
            saved = save_sitting(committee=found, present=form.names(), **typed, **actor_of(request))
        except SittingRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            lost = "" if saved.read_by else _lost(sitting.minutes)
            if request.htmx:  # type: ignore[attr-defined]
                return _saved(request, contract, found, lost)
            messages.success(request, f"Présents et notes enregistrés.{lost}")
            return _back(contract, found, "presents")
    return _page(request, contract, found, attendance=form)


@contract_view("decide")
@writes("governance:session", "committee")
def decide(request: HttpRequest, contract: Contract, committee: str, pk: int) -> HttpResponse:
    """Record what the committee decides of one of its questions, or of one that comes back to it."""
    found, row = committee_or_404(request, contract, committee), decision_or_404(request, contract, pk)
    request.month = found.month  # type: ignore[attr-defined]
    form = SessionDecisionForm(request.POST, auto_id=f"d{pk}-%s")
    if form.is_valid():
        lost = _lost(minutes_of(row.committee))
        try:
            taken = record_decision(decision=row, sitting=found, **form.cleaned_data, **actor_of(request))
        except DecisionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Décision {taken.label} : {taken.get_state_display().lower()}.{lost}")
            return _back(contract, found, f"decision-{pk}")
    return _page(request, contract, found, decision=(pk, form))


@contract_view("prepare_committee")
@writes("governance:session", "committee")
def lapse(request: HttpRequest, contract: Contract, committee: str) -> HttpResponse:
    """Record that the quorum failed, and call the committee again."""
    found = committee_or_404(request, contract, committee)
    form = ConveneForm(request.POST, auto_id="carence-%s")
    if form.is_valid():
        given = form.cleaned_data | {"today": local_today(contract)}
        try:
            record_lapse(committee=found, **given, **actor_of(request))
        except (SittingRefused, ConveningRefused) as refusal:
            form.add_error("held_on", str(refusal))
        else:
            messages.success(request, "Carence constatée : le comité est convoqué à nouveau.")
            return redirect("governance:minutes", contract.slug, found.slug)
    return _page(request, contract, found, lapse=form)


@contract_view("decide")
@writes("governance:session", "committee")
def settle(request: HttpRequest, contract: Contract, committee: str) -> HttpResponse:
    """Say what becomes of a breach or a signal."""
    found, form = committee_or_404(request, contract, committee), OutcomeForm(request.POST, auto_id=False)
    if form.is_valid():
        lost = _lost(minutes_of(found))
        try:
            settle_matter(contract=contract, committee=found, **form.cleaned_data, **actor_of(request))
        except OutcomeRefused as refusal:
            form.add_error(refusal.field, str(refusal))
        except SittingRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Issue enregistrée.{lost}")
            return _back(contract, found, form.cleaned_data["origin"].replace(":", "-"))
    return _page(request, contract, found, outcome=form)


@contract_view("prepare_committee")
@writes("governance:session", "committee")
def act(request: HttpRequest, contract: Contract, committee: str) -> HttpResponse:
    """Write an action that the committee asks for, with what it follows."""
    found = committee_or_404(request, contract, committee)
    sitting = sitting_of(contract, found)
    form = _posted_action(request, sitting)
    if form.is_valid():
        lost = _lost(sitting.minutes)
        given = form.cleaned_data | {"committee": found, "today": local_today(contract)}
        try:
            made = add_action(contract=contract, **given, **actor_of(request))
        except ActionRefused as refusal:
            form.add_error("due_on", str(refusal))
        else:
            messages.success(request, f"Action A-{made.number} ajoutée.{lost}")
            return _back(contract, found, "actions" if form.beside is None else form.place)
    return _page(request, contract, found, action=form)


def _posted_action(request: HttpRequest, sitting: Sitting) -> SessionActionForm:
    """What was typed, to be drawn again beside what it follows."""
    subjects = subjects_of(sitting)
    beside = next((one for one in subjects if one.key == request.POST.get("subject")), None)
    return SessionActionForm(subjects, request.POST, beside=beside)


def _lost(minutes: Minutes | None) -> str:
    """What a change cancels, said after it."""
    words = readings_of(minutes)
    return f" Les lectures déjà données sont annulées : {words}." if words else ""


def _saved(request: HttpRequest, contract: Contract, committee: Committee, lost: str) -> HttpResponse:
    """What saving as one types brings back: when, what it cancelled, who may now decide."""
    sitting, member = sitting_of(contract, committee), request.membership  # type: ignore[attr-defined]
    context = {
        "contract": contract,
        "sitting": sitting,
        "minutes": sitting.minutes,
        "lost": lost,
        "swapped": True,
    }
    if may(member, Capability.DECIDE):
        context["heard"] = heard_in(sitting, member.role)
    return render(request, "governance/_saved.html", context)


def _back(contract: Contract, committee: Committee, anchor: str) -> HttpResponse:
    return redirect(f"{reverse('governance:session', args=[contract.slug, committee.slug])}#{anchor}")


def _page(request: HttpRequest, contract: Contract, committee: Committee, **refused: Any) -> HttpResponse:
    """The page; the form that was refused keeps what was typed and says why.

    Once the minutes are signed they are the page of the session: nothing is typed any more.
    """
    sitting, member = sitting_of(contract, committee), request.membership  # type: ignore[attr-defined]
    if sitting.signed or sitting.lapsed:
        if refused:
            why = f"{SIGNED} {REMEDY}" if sitting.signed else LAPSED
            messages.error(request, f"Rien n’a été enregistré. {why}")
        return redirect("governance:minutes", contract.slug, committee.slug)
    context = {"contract": contract, "sitting": sitting, "steps": steps_of(contract, committee, "session")}
    status = REFUSED if refused else 200
    writes, decides = may(member, Capability.PREPARE_COMMITTEE), may(member, Capability.DECIDE)
    heard = {one.pk: one.text for one in heard_in(sitting, member.role)}
    lapse = refused.pop("lapse", None)
    short = sitting.attendance.room.short and local_today(contract) >= committee.held_on
    context["lapse"] = lapse or (ConveneForm(auto_id="carence-%s") if writes and short else None)
    author = str(request.user.pk) if decides else ""
    context |= _forms(sitting, heard, writes, author, **refused)
    return render(request, "governance/session.html", context, status=status)


def _forms(
    sitting: Sitting,
    heard: dict[int, str],
    writes: bool,
    author: str,
    attendance: AttendanceForm | None = None,
    outcome: OutcomeForm | None = None,
    action: SessionActionForm | None = None,
    decision: tuple[int, SessionDecisionForm] | None = None,
) -> dict[str, Any]:
    """What the visitor may type, each beside what it is about; `author`: key of whoever decides, empty for others."""
    form_of = partial(_decision_form, author=author, refused=decision)
    subjects = subjects_of(sitting)
    acted = actings(sitting, subjects, action, writes=writes)
    free = action if action and action.beside is None else SessionActionForm(subjects)
    return _drawn(sitting, form_of, heard, acted) | {
        "matters": [
            (line, _outcome_form(line, outcome) if author else None, acted.get(line.matter.origin))
            for line in sitting.matters
        ],
        "attendance": (attendance or _attendance_form(sitting)) if writes else None,
        "action": free if writes else None,
    }


def _drawn(
    sitting: Sitting, form_of: Any, heard: dict[int, str], acted: dict[str, Acting]
) -> dict[str, list[Any]]:
    """Each question with its form, what is said of who may take it, the actions that follow it."""
    return {
        "decisions": [
            (row, form_of(row), heard.get(row.pk, ""), acted.get(f"decision:{row.pk}"))
            for row in sitting.decisions
        ],
        "taken_up": [(*line, acted.get(f"decision:{line[0].pk}")) for line in _taken_up(sitting)],
        "carried": [
            (point, form_of(point.decision), heard.get(getattr(point.decision, "pk", 0), ""))
            for point in sitting.carried
        ],
    }


def _attendance_form(sitting: Sitting) -> AttendanceForm:
    written = sitting.minutes
    notes, none = (written.notes, written.no_action) if written else ("", False)
    return AttendanceForm(sitting.attendance, notes, no_action=none)


def _taken_up(sitting: Sitting) -> list[tuple[Decision, dict[str, Any], str]]:
    """Questions carried from earlier committees that this one answered, as it said it; put off, they are still carried."""
    return [
        (row, said, Decision.State(said["state"]).label)
        for row in sitting.taken_up
        if (said := taken_at(row, sitting.committee)) and said["state"] != Decision.State.POSTPONED
    ]


def _decision_form(
    row: Decision | None, *, author: str, refused: tuple[int, SessionDecisionForm] | None
) -> SessionDecisionForm | None:
    """The form of one question still open, with its author's draft; the refused one is drawn in its own place."""
    if not author or row is None or row.state not in OPEN_DECISIONS:
        return None
    if refused is not None and refused[0] == row.pk:
        return refused[1]
    given = {"outcome": row.resolution, "seen": len(row.takings)} | row.drafts.get(author, {})
    return SessionDecisionForm(initial=given, auto_id=f"d{row.pk}-%s")


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
