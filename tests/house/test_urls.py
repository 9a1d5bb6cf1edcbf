"""Every address × every role: what each visitor gets follows from the view's capability and nothing else."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path, reverse

from accounts.capabilities import ROLE_CAPABILITIES, Capability
from accounts.middleware import PUBLIC_URLS
from accounts.models import Role
from contracts.access import contract_view
from tests.house.addresses import Address, every_address
from tests.house.world import furnish

ADDRESSES = every_address()
METHODS = ("get", "post")
NOT_THERE = "inf-2024-07-zzzzzz"
SERVED = {200, 204, 302, 303, 400, 405, 409, 422}
# A page about oneself may have nothing to show: no second factor, a link already used.
PERSONAL = SERVED | {404}
# A refused form is drawn at the address it was posted to: read again, it leads to its page. These two draw nothing.
NEVER_DRAWN = {"theme", "load_example"}
# The gate answers before the method is looked at, or the method before the gate: neither shows anything.
REFUSED = {403, 405}
UNKNOWN = {404, 405}
TOKEN = re.compile(r"[A-Za-z0-9]{64}")

pytestmark = pytest.mark.django_db
walk = pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.name)


@pytest.fixture
def keys(contract: Any) -> dict[str, str]:
    return furnish(contract)


@pytest.fixture
def stranger(make_contract: Any, make_user: Any) -> Any:
    """The referent of another client with another provider."""
    other = make_contract(reference="USI-2023-11", client="Client B", provider="Prestataire B")
    return make_user(Role.REFERENT, other, email="ailleurs@exemple.fr")


def visit(user: Any, method: str, url: str) -> HttpResponse:
    """One request whose writes are undone."""
    client = Client()
    if user is not None:
        client.force_login(user)
    mark = transaction.savepoint()
    try:
        response = getattr(client, method)(url)
        if response.streaming:
            response.getvalue()  # a file is let go once it is read to its end
        return response
    finally:
        transaction.savepoint_rollback(mark)


def body(response: Any, slug: str) -> str:
    """What the visitor reads, without the address asked for and the form's one-time token."""
    return TOKEN.sub("", response.content.decode().replace(slug, ""))


def wrongly_served(role: str, address: Address, status: int, method: str = "get") -> bool:
    """True when a member's answer contradicts the table of capabilities.

    A page that every member reads may hold a form that asks for a further capability.
    """
    if address.capability is None and method == "get":
        return status not in (SERVED if address.names_rows else PERSONAL)
    if address.capability is None:
        return status not in (SERVED | REFUSED if address.names_rows else PERSONAL)
    allowed = address.capability in ROLE_CAPABILITIES[role]
    if allowed and method == "post" and address.capability == Capability.VIEW:
        return status not in SERVED | REFUSED
    return status not in (SERVED if allowed else REFUSED)


def find_ungated(addresses: list[Address]) -> list[str]:
    """Addresses under a contract whose view states no capability."""
    return [a.name for a in addresses if a.on_contract and a.capability is None]


def find_unnamed(addresses: list[Address]) -> list[str]:
    return [a.name for a in addresses if a.name.endswith("None")]


def test_every_contract_page_states_its_capability() -> None:
    assert find_ungated(ADDRESSES) == []
    assert find_unnamed(ADDRESSES) == []


def test_the_public_list_names_only_addresses_that_exist() -> None:
    assert PUBLIC_URLS - {address.name for address in ADDRESSES} == set()


@walk
def test_an_anonymous_visitor_is_sent_to_the_login(address: Address, contract: Any, keys: Any) -> None:
    url = address.url(contract.slug, keys)
    for method in METHODS:
        answer = visit(None, method, url)
        to_login = answer.status_code == 302 and answer.headers["Location"].startswith(
            reverse("account_login")
        )
        if address.name in PUBLIC_URLS:
            assert answer.status_code in SERVED, method
        else:
            assert to_login, method


@walk
def test_a_stranger_learns_nothing(address: Address, contract: Any, keys: Any, stranger: Any) -> None:
    url = address.url(contract.slug, keys)
    for method in METHODS:
        answer = visit(stranger, method, url)
        if not address.names_rows:
            assert answer.status_code in PERSONAL, method
            continue
        assert answer.status_code in UNKNOWN, method
        if address.on_contract:
            nowhere = visit(stranger, method, address.url(NOT_THERE, keys))
            assert nowhere.status_code == answer.status_code, method
            assert body(answer, contract.slug) == body(nowhere, NOT_THERE), method


@walk
def test_a_member_gets_what_the_role_allows(
    address: Address, contract: Any, keys: Any, make_user: Any
) -> None:
    url = address.url(contract.slug, keys)
    for role in Role.values:
        user = make_user(role, contract)
        for method in METHODS:
            status = visit(user, method, url).status_code
            assert not wrongly_served(role, address, status, method), (role, method, status)
            assert method == "post" or status != 405 or address.name in NEVER_DRAWN, role


def test_the_administration_is_closed_to_members(contract: Any, make_user: Any) -> None:
    for role in Role.values:
        answer = visit(make_user(role, contract), "get", reverse("admin:index"))
        assert answer.status_code in {302, 403, 404}
    assert visit(None, "get", reverse("admin:index")).status_code == 302


@contract_view("decide")
def decide(request: HttpRequest, contract: Any) -> HttpResponse:
    return HttpResponse("decided")


def ungated(request: HttpRequest, contract: str) -> HttpResponse:
    return HttpResponse("open")


class BadAddresses:
    """A URLconf with a page that forgot its gate."""

    urlpatterns = (
        path("contrats/<slug:contract>/decider/", decide, name="decide"),
        path("contrats/<slug:contract>/ouvert/", ungated, name="open"),
    )


def test_a_page_without_gate_is_found() -> None:
    assert find_ungated(every_address(BadAddresses)) == ["open"]


def test_a_wrong_answer_is_found() -> None:
    gated = next(a for a in every_address(BadAddresses) if a.name == "decide")
    answers = {role: [s for s in (200, 403, 404) if wrongly_served(role, gated, s)] for role in Role.values}
    assert answers == {
        "referent": [403, 404],
        "executive": [403, 404],
        "reader": [200, 404],
        "provider": [200, 404],
    }


def test_a_converter_without_value_is_a_question() -> None:
    unknown = Address("slas:new", None, ("contract", "colour"))
    with pytest.raises(LookupError, match="« colour »"):
        unknown.url("x", {})
