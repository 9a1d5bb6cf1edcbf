"""The administration: behind the same login, for administrators, over people and never over contracts."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib import admin

from accounts.models import Membership, Organisation, User
from core.scope import unscoped
from journal.models import JournalEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client: Any, administrator: Any) -> Any:
    client.force_login(administrator)
    return client


def granted() -> list[tuple[str, str, str]]:
    with unscoped("tests look at what was written"):
        return list(Membership.objects.order_by("pk").values_list("user__email", "role", "side"))


def acts() -> list[tuple[str, str]]:
    with unscoped("tests look at what was written"):
        return list(JournalEntry.objects.order_by("sequence").values_list("action", "subject"))


def test_only_people_are_there() -> None:
    assert set(admin.site._registry) == {User, Organisation, Membership}


def test_a_visitor_is_sent_to_the_login(client: Any) -> None:
    response = client.get("/admin/")
    assert (response.status_code, response["Location"]) == (302, "/connexion/?next=/admin/")
    assert client.get("/admin/login/")["Location"].startswith("/connexion/")


def test_a_member_is_refused(client: Any, referent: Any) -> None:
    client.force_login(referent)
    assert client.get("/admin/login/").status_code == 403
    assert client.get("/admin/", follow=True).status_code == 403


@pytest.mark.parametrize(
    "page", ["user", "organisation", "membership", "user/add", "organisation/add", "membership/add"]
)
def test_an_administrator_opens_every_page(office: Any, contract: Any, page: str) -> None:
    assert office.get(f"/admin/accounts/{page}/").status_code == 200


def test_memberships_of_every_contract_are_listed(office: Any, contract: Any, referent: Any) -> None:
    page = office.get("/admin/accounts/membership/").content.decode()
    assert referent.title in page
    assert contract.reference in page
    assert contract.title not in page


def test_a_membership_is_granted_changed_and_withdrawn(office: Any, contract: Any, make_user: Any) -> None:
    person = make_user("reader")
    form = {"user": person.pk, "contract": contract.pk, "role": "provider"}
    assert office.post("/admin/accounts/membership/add/", form).status_code == 302
    assert granted() == [(person.email, "provider", "provider")]
    with unscoped("tests look at what was written"):
        key = Membership.objects.get().pk
    assert (
        office.post(f"/admin/accounts/membership/{key}/change/", form | {"role": "reader"}).status_code == 302
    )
    assert granted() == [(person.email, "reader", "client")]
    assert office.get(f"/admin/accounts/membership/{key}/history/").status_code == 200
    assert office.post(f"/admin/accounts/membership/{key}/delete/", {"post": "yes"}).status_code == 302
    assert granted() == []
    names = ["membership.granted", "membership.changed", "membership.withdrawn"]
    assert acts() == [(name, person.email) for name in names]


def test_a_person_is_created_by_e_mail(office: Any) -> None:
    words = "une phrase assez longue"
    form = {"email": "Neuve@Exemple.fr", "usable_password": "true", "password1": words, "password2": words}
    assert office.post("/admin/accounts/user/add/", form).status_code == 302
    assert User.objects.get(email="neuve@exemple.fr").check_password(words)


def test_two_people_never_share_an_address(office: Any, referent: Any) -> None:
    form = {"email": referent.email.upper(), "usable_password": "false"}
    assert office.post("/admin/accounts/user/add/", form).status_code == 200


def test_people_and_organisations_are_closed_never_deleted(office: Any, referent: Any, contract: Any) -> None:
    assert office.post(f"/admin/accounts/user/{referent.pk}/delete/", {"post": "yes"}).status_code == 403
    assert (
        office.post(f"/admin/accounts/organisation/{contract.client_id}/delete/", {"post": "yes"}).status_code
        == 403
    )


def test_a_lost_second_factor_is_removed(office: Any, referent: Any, administrator: Any) -> None:
    for person in (referent, administrator):
        Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "x"})
    form = {"action": "end_second_factor", "_selected_action": [referent.pk]}
    assert office.post("/admin/accounts/user/", form).status_code == 302
    assert list(Authenticator.objects.values_list("user__email", flat=True)) == [administrator.email]
