"""The headers of every answer: pages, redirections, refusals, missing pages, failures, files of the site."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.django_db

POLICY = {
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'",
    "connect-src 'self'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'", "object-src 'none'",
}  # fmt: skip
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
ANSWERS = [
    ("get", "/connexion/", 200),
    ("post", "/connexion/", 200),
    ("get", "/", 302),
    ("get", "/aide/", 302),
    ("get", "/admin/", 302),
    ("get", "/sante/", 200),
    ("get", "/accessibilite/", 200),
    ("get", "/preferences/theme/", 405),
    ("get", "/nulle-part/", 404),
]
MEMBER_ANSWERS = [
    ("get", "/aide/", 200),
    ("get", "/nulle-part/", 404),
    ("get", "/contrats/inconnu/", 404),
    ("get", "/admin/login/", 403),
    ("get", "/deconnexion/", 200),
]


def check(response: Any) -> None:
    assert set(response["Content-Security-Policy"].split("; ")) == POLICY
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS


def check_private(response: Any) -> None:
    assert {"private", "no-store"} <= {word.strip() for word in response["Cache-Control"].split(",")}
    assert {"Cookie", "HX-Request"} <= {name.strip() for name in response["Vary"].split(",")}


@pytest.mark.parametrize(("method", "path", "status"), ANSWERS)
def test_a_visitor(client: Any, method: str, path: str, status: int) -> None:
    response = getattr(client, method)(path)
    assert response.status_code == status
    check(response)
    check_private(response)


@pytest.mark.parametrize(("method", "path", "status"), MEMBER_ANSWERS)
def test_a_member(client: Any, referent: Any, method: str, path: str, status: int) -> None:
    client.force_login(referent)
    response = getattr(client, method)(path)
    assert response.status_code == status
    check(response)
    check_private(response)


def test_a_fragment(client: Any) -> None:
    response = client.get("/a-faire/", headers={"HX-Request": "true"})
    check(response)
    check_private(response)


def test_a_refused_host(client: Any) -> None:
    response = client.get("/sante/", headers={"Host": "ailleurs.fr"})
    assert response.status_code == 400
    check(response)


def test_a_form_without_its_token(referent: Any) -> None:
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(referent)
    response = client.post("/preferences/theme/", {"theme": "dark"})
    assert response.status_code == 403
    check(response)
    check_private(response)


def test_a_file_of_the_site(client: Any) -> None:
    response = client.get("/static/css/tokens.css")
    assert response.status_code == 200
    check(response)
    assert b"".join(response.streaming_content).startswith(b"/*")
