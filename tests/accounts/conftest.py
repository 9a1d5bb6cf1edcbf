"""An address that lives without the rest of the portal, and an administrator."""

from __future__ import annotations

from typing import Any

import pytest

PASSWORD = "un mot de passe long"


@pytest.fixture
def referent(contract: Any, make_user: Any) -> Any:
    return make_user("referent", contract)


@pytest.fixture
def administrator(make_user: Any) -> Any:
    user = make_user("admin")
    user.is_staff = user.is_superuser = True
    user.save()
    return user
