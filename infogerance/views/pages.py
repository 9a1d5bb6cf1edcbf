"""Help pages, and the choice of the theme."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from infogerance.context import THEMES
from infogerance.selectors.glossary import GLOSSARY
from infogerance.selectors.method import METHOD
from infogerance.selectors.report_format import report_format as native_format

YEAR = 365 * 24 * 3600


def help_page(request: HttpRequest) -> HttpResponse:
    """What each role comes to do, and where."""
    return render(request, "infogerance/help.html")


def method(request: HttpRequest) -> HttpResponse:
    """How each figure is counted: the rule, the setting, one worked example."""
    return render(request, "infogerance/method.html", {"sections": METHOD})


def glossary(request: HttpRequest) -> HttpResponse:
    """The words of the trade, and their traps."""
    return render(request, "infogerance/glossary.html", {"terms": GLOSSARY})


def report_format(request: HttpRequest) -> HttpResponse:
    """The columns of a delivery."""
    return render(request, "infogerance/report_format.html", {"format": native_format()})


def accessibility(request: HttpRequest) -> HttpResponse:
    """An honest statement."""
    return render(request, "infogerance/accessibility.html")


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keep the visitor's theme in a cookie, and go back to the page."""
    chosen, target = request.POST.get("theme", "auto"), request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        target = "/"
    response = redirect(target)
    if chosen in THEMES:
        response.set_cookie("theme", chosen, max_age=YEAR, samesite="Lax", secure=request.is_secure())
    return response
