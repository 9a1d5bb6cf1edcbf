"""Doors of the whole portal: a login by default, a scope per visitor, sessions that end."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from accounts.selectors import memberships_of, scope_of
from core.scope import Scope, scoped

Handler = Callable[[HttpRequest], HttpResponse]

# Reviewed list: the only URL names that answer without a login.
PUBLIC_URLS = frozenset(
    {
        "healthz",
        "accessibility",
        "theme",
        "account_login",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "mfa_authenticate",
        "survey_answer",  # a link of 256 random bits, one answer each; what fails is limited as at the sign-in
        "pack_link",  # a link of 256 random bits, 14 days, revocable; what fails is limited as at the sign-in
        "contracts:dates_ics",  # the address itself is the secret: 256 random bits, revocable
    }
)


class SessionAgeMiddleware:
    """End a session after an idle hour; the absolute limit is the cookie's age, never renewed."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = int(time.time())
            started = request.session.setdefault("started_at", now)
            seen = request.session.get("seen_at", now)
            idle = now - seen > settings.SESSION_IDLE_SECONDS
            if idle or now - started > settings.SESSION_COOKIE_AGE:
                logout(request)
            elif now - seen > 60 or "seen_at" not in request.session:
                request.session["seen_at"] = now
        return self.get_response(request)


class LoginRequiredMiddleware:
    """Every URL asks for a login, except the reviewed list above."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        match = request.resolver_match
        if request.user.is_authenticated or (match and match.view_name in PUBLIC_URLS):
            return None
        if getattr(request, "htmx", False):
            return HttpResponseClientRedirect(f"{reverse(settings.LOGIN_URL)}?next={request.path}")
        return redirect_to_login(request.get_full_path(), reverse(settings.LOGIN_URL))


class ScopeMiddleware:
    """Open the visitor's scope for the length of the request; an anonymous visitor's scope is empty."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        memberships = memberships_of(request.user) if request.user.is_authenticated else []
        request.memberships = {m.contract_id: m for m in memberships}  # type: ignore[attr-defined]
        with scoped(scope_of(memberships) if memberships else Scope()):
            return self.get_response(request)
