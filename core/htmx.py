"""One URL, two shapes: the page, or the fragment that htmx swaps into it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def page_or_fragment(
    request: HttpRequest, template: str, context: dict[str, Any], *, fragment: str, status: int = 200
) -> HttpResponse:
    """Render `template`, or only its partial `fragment` when htmx asks for a swap.

    A boosted link or a history restore gets the whole page: both replace the body.
    """
    htmx = request.htmx  # type: ignore[attr-defined]
    swap = htmx and not htmx.boosted and not htmx.history_restore_request
    return render(request, f"{template}#{fragment}" if swap else template, context, status=status)
