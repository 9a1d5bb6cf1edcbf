"""What a visitor's scope holds: their own contracts, each from their own side, for one request."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from accounts.capabilities import ROLE_CAPABILITIES, Capability
from accounts.middleware import ScopeMiddleware
from accounts.models import Membership, Role
from accounts.selectors import may, memberships_of
from core.scope import ScopeMissing, current, unscoped

pytestmark = pytest.mark.django_db
READ = {"view", "view_client"}


class Anonymous:
    is_authenticated = False


def scope_seen_by(user: Any) -> Any:
    """The scope open while a request of this person is answered, and the request."""
    seen = []

    def answer(request: Any) -> HttpResponse:
        seen.append((current(), request))
        return HttpResponse()

    request = RequestFactory().get("/")
    request.user = user
    ScopeMiddleware(answer)(request)
    return seen[0]


def test_each_contract_is_seen_from_its_side(contract: Any, make_contract: Any, make_user: Any) -> None:
    other = make_contract(reference="USI-2023-11", client="Client B", provider="Prestataire B")
    person = make_user("referent", contract)
    with unscoped("tests build their world"):
        Membership.objects.create(contract=other, user=person, side="provider", role="provider")
    scope, request = scope_seen_by(person)
    assert (scope.client, scope.provider) == ({contract.pk}, {other.pk})
    assert set(request.memberships) == {contract.pk, other.pk}


@pytest.mark.parametrize("kind", ["anonymous", "without membership"])
def test_whoever_has_no_membership_sees_nothing(contract: Any, make_user: Any, kind: str) -> None:
    person = Anonymous() if kind == "anonymous" else make_user("reader")
    scope, request = scope_seen_by(person)
    assert (scope.client, scope.provider, scope.everything, request.memberships) == (
        frozenset(), frozenset(), False, {},
    )  # fmt: skip


def test_an_administrator_sees_no_contract(contract: Any, administrator: Any) -> None:
    scope, _ = scope_seen_by(administrator)
    assert (scope.client, scope.provider, scope.everything) == (frozenset(), frozenset(), False)


def test_the_scope_closes_with_the_request(contract: Any, referent: Any) -> None:
    scope_seen_by(referent)
    with pytest.raises(ScopeMissing):
        current()


def test_a_withdrawn_membership_ends_at_once(client: Any, contract: Any, referent: Any) -> None:
    client.force_login(referent)
    with unscoped("tests build their world"):
        Membership.objects.all().delete()
    assert client.get(f"/contrats/{contract.slug}/").status_code == 404


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (Role.REFERENT, {str(capability) for capability in Capability}),
        (Role.EXECUTIVE, READ | {"decide", "read_minutes", "view_accesses"}),
        (Role.READER, READ),
        (Role.PROVIDER, {"view", "upload_report", "update_action", "read_minutes", "contest"}),
    ],
)
def test_the_table_of_capabilities(role: str, expected: set[str]) -> None:
    assert {str(capability) for capability in ROLE_CAPABILITIES[role]} == expected


def test_every_role_has_its_line() -> None:
    assert set(ROLE_CAPABILITIES) == set(Role.values)


def test_a_membership_may_what_its_role_may(contract: Any, make_user: Any) -> None:
    membership = memberships_of(make_user("provider", contract))[0]
    assert may(membership, Capability.UPLOAD_REPORT)
    assert not may(membership, Capability.VIEW_CLIENT)
