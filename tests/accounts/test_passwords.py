"""Twelve characters at least, nothing common, nothing close to the person's own name."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.hashers import get_hasher
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import override_settings

from infogerance import settings as installation
from tests.accounts.conftest import PASSWORD

pytestmark = pytest.mark.django_db


def codes(password: str, user: Any = None) -> list[str]:
    try:
        validate_password(password, user)
    except ValidationError as refusal:
        return [str(error.code) for error in refusal.error_list]
    return []


@pytest.mark.parametrize(
    ("password", "expected"),
    [
        ("onze lettre", ["password_too_short"]),
        ("douze lettre", []),
        ("startfinding", ["password_too_common"]),
        ("phrase sans chiffre ni majuscule", []),
    ],
)
def test_what_is_asked_of_a_password(password: str, expected: list[str]) -> None:
    assert codes(password) == expected


def test_a_password_close_to_the_address_is_refused(referent: Any) -> None:
    assert codes("referent@exemple", referent) == ["password_too_similar"]


def test_argon2_comes_first() -> None:
    with override_settings(PASSWORD_HASHERS=installation.PASSWORD_HASHERS):
        assert get_hasher().algorithm == "argon2"


def test_changing_asks_for_the_current_one_and_ends_other_sessions(client: Any, referent: Any) -> None:
    from django.test import Client

    elsewhere = Client()
    elsewhere.force_login(referent)
    client.force_login(referent)
    form = {
        "oldpassword": "faux",
        "password1": "une autre phrase longue",
        "password2": "une autre phrase longue",
    }
    assert client.post("/mot-de-passe/changer/", form).status_code == 200
    assert client.post("/mot-de-passe/changer/", form | {"oldpassword": PASSWORD}).status_code == 302
    referent.refresh_from_db()
    assert referent.check_password("une autre phrase longue")
    assert elsewhere.get("/aide/").status_code == 302
