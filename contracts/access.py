"""The gate of every contract page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from accounts.capabilities import Capability
from accounts.selectors import confirmed_lately, may
from contracts.models import Contract

View = Callable[..., HttpResponseBase]


def contract_view(capability: str) -> Callable[[View], View]:
    """Resolve `contract` (a slug) inside the visitor's scope and require one capability on it.

    A foreign contract and one that never was give the same 404; a missing capability gives 403. The view
    receives the `Contract`; `request.contract` and `request.membership` are set for the page's frame.
    """
    needed = Capability(capability)

    def decorate(view: View) -> View:
        @wraps(view)
        def gate(request: HttpRequest, contract: str, **kwargs: Any) -> HttpResponseBase:
            found = Contract.objects.select_related("client", "provider").filter(slug=contract).first()
            membership = request.memberships.get(found.pk) if found else None  # type: ignore[attr-defined]
            if found is None or membership is None:
                raise Http404
            if not may(membership, needed):
                raise PermissionDenied
            request.contract = found  # type: ignore[attr-defined]
            request.membership = membership  # type: ignore[attr-defined]
            return view(request, found, **kwargs)

        gate.capability = needed  # type: ignore[attr-defined]
        return gate

    return decorate


def writes(page: str, *keys: str) -> Callable[[View], View]:
    """For an address that only writes, under `contract_view`: read, it leads to the page that its form stands on.

    A refused form is shown at the address it was posted to, and a reload or a change of theme then reads that address.
    `page`: the name of the page; `keys`: what it is found by, beside the contract, as the address names it.
    """

    def decorate(view: View) -> View:
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def gate(request: HttpRequest, contract: Contract, **kwargs: Any) -> HttpResponseBase:
            if request.method == "POST":
                return view(request, contract, **kwargs)
            return redirect(page, contract.slug, *(kwargs[key] for key in keys))

        return gate

    return decorate


def step_up(view: View) -> View:
    """Ask for the password again before an act that binds, where it was last given too long ago.

    Goes under `contract_view`: whoever may not act is told so first. The visitor comes back to the same page, and
    what was being posted is then done: nothing is typed twice.
    """

    @wraps(view)
    def gate(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if confirmed_lately(request, settings.STEP_UP_SECONDS):
            return view(request, *args, **kwargs)
        if request.method == "POST":
            raise ReauthenticationRequired  # allauth keeps the request aside and resumes it
        return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': request.path})}")

    return gate


def step_up_to_act(view: View) -> View:
    """The same for a page that is freely read: only what it posts asks for the password."""
    asked = step_up(view)

    @wraps(view)
    def gate(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return (asked if request.method == "POST" else view)(request, *args, **kwargs)

    return gate
