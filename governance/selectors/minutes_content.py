"""The text of the minutes of a committee: what both sides read, then sign; the closed session apart."""

from __future__ import annotations

from typing import Any

from core.engine import formats
from core.scope import Audience
from governance.models import Committee, Decision
from governance.selectors.sitting import MatterLine, Sitting
from governance.selectors.subjects import label_of, subjects_of
from governance.selectors.takings import taken_at

Said = dict[str, str]


def content_of(sitting: Sitting) -> dict[str, Any]:
    """The text of the minutes as plain values: what is signed, and what a reader compares with the digest.

    Nothing of a page or of a paper is read elsewhere once it is signed: what changes later is not in it.
    """
    minutes, attendance = sitting.minutes, sitting.attendance
    return {
        "lapse": _lapse(sitting),
        "committee": str(sitting.committee),
        "held_on": sitting.committee.held_on.isoformat(),
        "month": str(sitting.committee.month),
        "present": list(minutes.present) if minutes else [],
        "expected": list(attendance.expected),
        "quorum": attendance.quorum,
        "notes": minutes.notes if minutes else "",
        "no_action": bool(minutes and minutes.no_action),
        "remark": minutes.remark if minutes else "",
        "by_silence": bool(minutes and minutes.by_silence),
        "decisions": _decisions(sitting, Audience.BOTH),
        "matters": [_matter(line) for line in sitting.matters],
        "actions": actions_said(sitting, Audience.BOTH),
    }


def _lapse(sitting: Sitting) -> str:
    """That the quorum failed, that nothing was decided, when it is called again; empty for a committee that decided."""
    if not sitting.lapsed:
        return ""
    called = sitting.reconvened
    again = f" Le comité est convoqué à nouveau le {formats.day_long(called.held_on)}." if called else ""
    return f"{sitting.attendance.room.short}. Rien n’a été décidé en séance.{again}"


def closed_of(sitting: Sitting) -> list[Said]:
    """The decisions of the closed session, which the signed text leaves out; none in the provider's scope."""
    return _decisions(sitting, Audience.CLIENT)


def actions_said(sitting: Sitting, audience: str) -> list[Said]:
    """The actions of one audience, as the minutes tell them: « D1 », « K08 » are what they follow."""
    subjects = subjects_of(sitting)
    return [
        {
            "action": f"A-{row.number}", "title": row.title, "owner": row.owner_role,
            "side": row.get_owner_side_display(), "due_on": formats.date_short(row.due_on),
            "follows": label_of(row, subjects),
        }
        for row in sitting.actions
        if row.audience == audience
    ]  # fmt: skip


def _decisions(sitting: Sitting, audience: str) -> list[Said]:
    """What this committee was asked, then what it decided of earlier questions."""
    dated = sorted(sitting.actions, key=lambda row: row.due_on)
    due = {row.decision_id: formats.date_short(row.due_on) for row in dated if row.decision_id}
    return [
        _decision(row, sitting.committee, due.get(row.pk, ""))
        | {"actions": ", ".join(f"A-{one.number}" for one in sitting.actions if one.decision_id == row.pk)}
        for row in (*sitting.decisions, *sitting.taken_up)
        if row.audience == audience
    ]


def _decision(row: Decision, committee: Committee, due: str) -> Said:
    """A question as this committee left it; one on which it said nothing, as it stands."""
    taking = taken_at(row, committee)
    at = row.decided_at.isoformat() if row.decided_at else ""
    own, asked = row.committee_id == committee.pk, row.committee
    return {
        "label": row.label,
        "question": row.question,
        "decider": row.decider,
        "carried_from": "" if own else f"reprise du {asked.get_kind_display()} du {formats.date_short(asked.held_on)}",
        "state": Decision.State(taking["state"] if taking else row.state).label,
        "text": taking["text"] if taking else row.outcome or row.resolution,
        "reason": taking["reason"] if taking else row.reason,
        "spoken_by": taking["spoken_by"] if taking else row.spoken_by,
        "decided_at": taking["at"] if taking else at,
        "decided_by": taking["by"] if taking else str(row.decided_by or ""),
        "due_on": due,
    }  # fmt: skip


def _matter(line: MatterLine) -> Said:
    note = line.outcome.note if line.outcome else ""
    return {"origin": line.matter.origin, "title": line.matter.title, "outcome": line.words, "note": note}
