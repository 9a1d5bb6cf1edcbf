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
    }
