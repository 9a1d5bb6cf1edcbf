"""The door: by e-mail only, the same answer for everyone who is not let in, and a pause after five failures."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.accounts.conftest import PASSWORD

LOGIN = "/connexion/"
REFUSED = "L’adresse e-mail ou le mot de passe sont incorrects."

pytestmark = pytest.mark.django_db


def sign_in(client: Any, email: str, password: str = PASSWORD, **more: str) -> Any:
    return client.post(LOGIN, {"login": email, "password": password} | more)


def errors(response: Any) -> list[str]:
    return [str(error) for error in response.context["form"].non_field_errors()]


def test_a_member_signs_in_by_e_mail(client: Any, referent: Any) -> None:
    response = sign_in(client, referent.email)
    assert (response.status_code, response["Location"]) == (302, "/")
    assert client.session["_auth_user_id"] == str(referent.pk)


def test_the_e_mail_is_read_whatever_its_case(client: Any, referent: Any) -> None:
    assert sign_in(client, referent.email.upper()).status_code == 302


def test_a_new_session_begins_at_sign_in(client: Any, referent: Any) -> None:
    client.get(LOGIN)
    session = client.session
    session["before"] = "here"
    session.save()
    before = session.session_key
    sign_in(client, referent.email)
    assert client.session.session_key != before


def test_known_and_unknown_addresses_get_the_same_answer(client: Any, referent: Any) -> None:
    known = errors(sign_in(client, referent.email, "faux"))
    unknown = errors(sign_in(client, "personne@exemple.fr", "faux"))
    assert known == unknown != []


def test_a_closed_account_does_not_enter(client: Any, referent: Any) -> None:
    referent.is_active = False
    referent.save()
    sign_in(client, referent.email)
    assert "_auth_user_id" not in client.session


def test_five_failures_close_the_door_for_the_account(client: Any, referent: Any) -> None:
    for _ in range(5):
        sign_in(client, referent.email, "faux")
    response = sign_in(client, referent.email)
    assert "_auth_user_id" not in client.session
    assert errors(response) == [
        "Trop de tentatives de connexion échouées. Veuillez réessayer ultérieurement."
    ]


def test_another_account_still_enters_from_elsewhere(contract: Any, referent: Any, make_user: Any) -> None:
    other = make_user("executive", contract)
    for _ in range(5):
        sign_in(Client(REMOTE_ADDR="192.0.2.1"), referent.email, "faux")
    assert sign_in(Client(REMOTE_ADDR="192.0.2.2"), other.email).status_code == 302


@pytest.mark.parametrize(
    "target", ["https://ailleurs.fr/", "//ailleurs.fr/", "javascript:alert(1)", "/\\ailleurs.fr"]
)
def test_the_way_back_never_leads_off_site(client: Any, referent: Any, target: str) -> None:
    assert sign_in(client, referent.email, next=target)["Location"] == "/"


def test_the_way_back_leads_to_the_page_asked_for(client: Any, referent: Any, contract: Any) -> None:
    page = f"/contrats/{contract.slug}/"
    assert client.get(page)["Location"] == f"{LOGIN}?next={page}"
    assert sign_in(client, referent.email, next=page)["Location"] == page


def test_a_fragment_is_sent_to_the_login_as_a_page(client: Any) -> None:
    response = client.get("/a-faire/", headers={"HX-Request": "true"})
    assert (response.status_code, response["HX-Redirect"]) == (200, f"{LOGIN}?next=/a-faire/")
    assert response.content == b""


def test_sign_up_is_not_mounted() -> None:
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")


@pytest.mark.parametrize("path", ["/inscription/", "/accounts/signup/", "/signup/", "/accounts/login/"])
def test_no_other_door_exists(client: Any, referent: Any, path: str) -> None:
    client.force_login(referent)
    assert client.get(path).status_code == 404


def test_signing_out_takes_a_post(client: Any, referent: Any) -> None:
    client.force_login(referent)
    assert client.get("/deconnexion/").status_code == 200
    assert "_auth_user_id" in client.session
    assert client.post("/deconnexion/").status_code == 302
    assert "_auth_user_id" not in client.session


def test_a_forgotten_password_gives_one_answer_and_one_mail(client: Any, referent: Any) -> None:
    known = client.post("/mot-de-passe/oublie/", {"email": referent.email})
    assert (known.status_code, known["Location"]) == (302, "/mot-de-passe/envoye/")
    unknown = Client().post("/mot-de-passe/oublie/", {"email": "personne@exemple.fr"})
    assert (unknown.status_code, unknown["Location"]) == (302, "/mot-de-passe/envoye/")
    assert [message.to for message in mail.outbox] == [[referent.email]]
    assert "/mot-de-passe/cle/" in mail.outbox[0].body
