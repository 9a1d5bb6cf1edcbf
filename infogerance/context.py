"""What every page needs around its content."""

from typing import Any

from django.http import HttpRequest

from infogerance.frame import frame_for

THEMES = ("auto", "light", "dark")


def shell(request: HttpRequest) -> dict[str, Any]:
    """Theme chosen by cookie, frame of the contract, and whether it is the demonstration contract."""
    theme = request.COOKIES.get("theme", "auto")
    contract = getattr(request, "contract", None)
    return {
        "theme": theme if theme in THEMES else "auto",
        "demo": bool(contract and contract.is_demo),
        "frame": frame_for(request),
        "role_label": role_label(request),
    }


def role_label(request: HttpRequest) -> str:
    """The visitor's role: on this contract, or everywhere when it is the same on all of them."""
    here = getattr(request, "membership", None)
    if here is not None:
        return str(here.get_role_display())
    roles = {m.get_role_display() for m in getattr(request, "memberships", {}).values()}
    return str(roles.pop()) if len(roles) == 1 else ""
