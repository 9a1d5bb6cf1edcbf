"""The portfolio and what waits for the visitor."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.models import User
from contracts.selectors.drafts import creatable_clients, drafts_of
from core.days import portal_today
from core.engine import formats
from core.engine.months import Month
from core.htmx import page_or_fragment
from core.requests import asked_month
from infogerance.selectors.agenda import SHOWN, agenda_for
from infogerance.selectors.portfolio import latest_months, portfolio, summary_of
from infogerance.selectors.todo import committees_of, groups_of, todo_for
from infogerance.services import example

FIRST_LINES = 6


def home(request: HttpRequest) -> HttpResponse:
    """Where must I look first?"""
    today, computed = portal_today(), latest_months()
    latest = max(computed.values(), default=None)
    month = asked_month(request, latest) or Month.of(today).shift(-1)
    rows = portfolio(month, today)
    committees = committees_of(request.memberships)  # type: ignore[attr-defined]
    todo = todo_for(today, request.memberships, committees)  # type: ignore[attr-defined]
    dates = agenda_for(rows, committees, computed, today)
    context = {
        "first_run": None if rows else first_run(request.user),  # type: ignore[arg-type]
        "month": month,
        "rows": rows,
        "summary": summary_of(rows),
        "todo_note": shown_of(len(todo)),
        "first_todo": todo[:FIRST_LINES],
        "dates": dates[:SHOWN],
        "later_dates": dates[SHOWN:],
        "previous": month.shift(-1),
        "next": month.shift(1) if latest and month < latest else None,
    }
    return page_or_fragment(request, "infogerance/home.html", context, fragment="portfolio")


def shown_of(lines: int) -> str:
    """« 6 lignes sur 12 » when some are on the next page, « 4 lignes » when all are here; nothing for none."""
    shown = formats.count(min(lines, FIRST_LINES), "ligne") if lines else ""
    return f"{shown} sur {formats.number(lines)}" if lines > FIRST_LINES else shown


def first_run(user: User) -> dict[str, object]:
    """What a person without any contract may do first."""
    return {
        "may_create": bool(creatable_clients(user, ())),
        "begun": bool(drafts_of(user)),
        "may_load": may_load_example(user),
    }


@require_POST
def load_example(request: HttpRequest) -> HttpResponse:
    """Put the example in an empty portal, then follow its loading."""
    if not may_load_example(request.user):  # type: ignore[arg-type]
        messages.error(
            request, "L’exemple se charge depuis un portail vide, par qui peut y créer un contrat."
        )
        return redirect("home")
    try:
        job = example.load_example(user=request.user)  # type: ignore[arg-type]
    except example.PortalInUse as refusal:
        messages.error(request, str(refusal))
        return redirect("home")
    return redirect("job", pk=job.pk)


def may_load_example(user: User) -> bool:
    """Whoever administers the portal or may create its first contract, while it holds none."""
    return (user.is_superuser or bool(creatable_clients(user, ()))) and example.is_empty()


def inbox(request: HttpRequest) -> HttpResponse:
    """What waits for me, by when?"""
    mine = request.memberships  # type: ignore[attr-defined]
    lines = todo_for(portal_today(), mine, committees_of(mine))
    title = formats.count(len(lines), "chose à faire|choses à faire") if lines else "Rien à faire"
    return render(request, "infogerance/inbox.html", {"groups": groups_of(lines), "title": title})
