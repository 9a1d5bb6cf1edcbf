"""One URL, two shapes: the page, or the fragment that htmx swaps into it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render


def page_or_fragment(
    request: HttpRequest, template: str, context: dict[str, Any], *, fragment: str, status: int = 200
) -> HttpResponse:
    """Render `template`, or only its partial `fragment` when htmx asks for a swap.

    A boosted link or a history restore gets the whole page: both replace the body.
    """
    swap = _is_swap(request)
    return render(request, f"{template}#{fragment}" if swap else template, context, status=status)


def go_to(request: HttpRequest, url: str) -> HttpResponse:
    """Leave for another page: the browser follows, also when htmx had only asked for a fragment of this one."""
    return HttpResponse(headers={"HX-Redirect": url}) if _is_swap(request) else redirect(url)


def _is_swap(request: HttpRequest) -> bool:
    htmx = request.htmx  # type: ignore[attr-defined]
    return bool(htmx and not htmx.boosted and not htmx.history_restore_request)
