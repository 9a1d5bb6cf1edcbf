"""The text of the minutes of a committee: what both sides read, then sign."""

from __future__ import annotations

from typing import Any

from core.engine import formats
from governance.models import Decision
from governance.selectors.sitting import Sitting


def content_of(sitting: Sitting) -> dict[str, Any]:
    """The text of the minutes as plain values: what is signed, and what a reader compares with the digest."""
    minutes = sitting.minutes
    return {
        "committee": str(sitting.committee),
        "held_on": sitting.committee.held_on.isoformat(),
        "month": str(sitting.committee.month),
        "present": list(minutes.present) if minutes else [],
        "notes": minutes.notes if minutes else "",
        "remark": minutes.remark if minutes else "",
        "by_silence": bool(minutes and minutes.by_silence),
        "decisions": [_decision(row) for row in sitting.decisions],
        "matters": [
            {"title": line.matter.title, "outcome": line.words, "note": line.outcome.note if line.outcome else ""}
            for line in sitting.matters
        ],
        "actions": [
            {"action": f"A-{row.number}", "title": row.title, "owner": row.owner_role, "due_on": formats.date_short(row.due_on)}
            for row in sitting.actions
        ],
    }  # fmt: skip


def _decision(row: Decision) -> dict[str, str]:
    return {
        "label": row.label,
        "question": row.question,
        "state": row.get_state_display(),
        "text": row.outcome or row.resolution,
        "reason": row.reason,
        "spoken_by": row.spoken_by,
    }
