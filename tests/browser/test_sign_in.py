"""The door: the sign-in page at every width and theme, with and without JavaScript."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.conftest import THEMES, WIDTHS

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_the_sign_in_page_is_accessible(
    open_page: Any, axe: Any, overflow: Any, width: int, theme: str
) -> None:
    page = open_page(width=width, theme=theme)
    page.goto("/connexion/")
    assert axe(page) == []
    assert overflow(page) == 0


@pytest.mark.parametrize("javascript", [True, False])
def test_a_member_signs_in(
    open_page: Any, sign_in: Any, contract: Any, make_user: Any, javascript: bool
) -> None:
    page = sign_in(open_page(javascript=javascript), make_user("referent", contract))
    assert page.url.endswith("/")
    assert page.locator("h1").count() == 1


def test_axe_sees_a_fault(page: Any, axe: Any) -> None:
    page.goto("/connexion/")
    page.evaluate("document.querySelector('h1').insertAdjacentHTML('afterend', '<img src=\"/x.png\">')")
    assert [fault.split(" ")[0] for fault in axe(page)] == ["image-alt"]
