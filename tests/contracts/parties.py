"""The people that tests of both services and pages speak of."""

from __future__ import annotations

from typing import Any

SECRET = "À ne pas laisser seule en comité."
"""The note that the client keeps about Ada."""


def key_of(model: Any, **values: Any) -> int:
    return int(model.objects.get(**values).pk)
