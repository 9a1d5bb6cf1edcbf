"""What a committee decided of a question, that day: a later one may decide otherwise."""

from __future__ import annotations

from typing import Any

from governance.models import Committee, Decision


def taken_at(row: Decision, committee: Committee) -> dict[str, Any] | None:
    """The last word of that committee on a question; None where it said nothing of it (no query)."""
    return next((said for said in reversed(row.takings) if said["committee"] == committee.slug), None)
