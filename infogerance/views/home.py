"""The portfolio and what waits for the visitor."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from core.htmx import page_or_fragment
from core.requests import asked_month
from infogerance.selectors.portfolio import latest_month_in_scope, portfolio, summary_of
from infogerance.selectors.todo import dates_for, todo_for


def home(request: HttpRequest) -> HttpResponse:
    """Where must I look first?"""
    today = timezone.localdate()
    month = asked_month(request, latest_month_in_scope())
    rows = portfolio(month, today) if month else []
    context = {
        "month": month,
        "rows": rows,
        "summary": summary_of(rows),
        "todo": todo_for(today),
        "dates": dates_for(rows, today),
        "today": today,
    }
    return page_or_fragment(request, "infogerance/home.html", context, fragment="portfolio")


def inbox(request: HttpRequest) -> HttpResponse:
    """What waits for me, by when?"""
    today = timezone.localdate()
    return render(request, "infogerance/inbox.html", {"todo": todo_for(today), "today": today})
