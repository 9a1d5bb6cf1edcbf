"""What the pages whose lines are changed in place share."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from django.http import HttpRequest

REFUSED = 422


def actor_of(request: HttpRequest) -> dict[str, Any]:
    """Who changes the line, and in which role."""
    return {"user": request.user, "role": request.membership.role}  # type: ignore[attr-defined]


def asked_key(request: HttpRequest, known: Container[int]) -> int | None:
    """The line that the address asks to change (`?modifier=12`), if there is one."""
    asked = request.GET.get("modifier", "")
    key = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 16 else 0
    return key if key in known else None
