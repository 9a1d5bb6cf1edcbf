"""The minutes of a committee as a paper to sign: attendance, decisions, outcomes, actions, signatures.

Once signed, the paper tells the text that was signed; before, it tells what is written. The closed session has its
own section, in the client's copy only: the open scope of the provider's side reads none of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from django.db.models import QuerySet

from contracts.models import Contract
from core.engine import formats
from core.scope import Audience, Side, for_contract
from governance.engine.minutes import digest_of
from governance.engine.wording import count_of
from governance.models import ActionItem, Committee, Decision, Minutes
from governance.selectors.attendance import Attendance
from governance.selectors.minutes_content import content_of
from governance.selectors.sitting import sitting_of

UNSET = "sans issue à ce jour"
GLYPHS = {"Adoptée": "met", "Amendée": "met", "Refusée": "breached", "Reportée": "watch", "Demandée": "watch"}


@dataclass(frozen=True)
class PaperDecision:
    """One decision: its exact text, who decides and when it was decided, until when it is carried out."""

    label: str
    question: str
    state: str
    look: str
    text: str
    reason: str
    decider: str
    decided: str
    due: str


@dataclass(frozen=True)
class Signature:
    """One party's place at the foot: who read or signed, and when; empty where it waits for a hand."""

    party: str
    name: str
    act: str


@dataclass(frozen=True)
class MinutesPaper:
    """Everything the paper prints, ready to read."""

    contract: Contract
    committee: Committee
    signed: bool
    shared: bool
    title: str
    lead: str
    present: list[str]
    absent: list[str]
    quorum: str
    decisions: list[PaperDecision]
    closed: list[PaperDecision]
    matters: list[tuple[str, str, str]]
    unsettled: int
    actions: list[dict[str, str]]
    notes: str
    remark: str
    signatures: list[Signature]
    sealed: str
    digest: str
    stamp: str


def paper_of(contract: Contract, committee: Committee, *, shared: bool) -> MinutesPaper:
    """The paper of one copy, read in the scope of its reader's side (about twenty queries)."""
    with for_contract(contract.pk, Side.PROVIDER):
        sitting = sitting_of(contract, committee)
        minutes, attendance = sitting.minutes, sitting.attendance
        signed = minutes is not None and minutes.signed_at is not None
        content = minutes.content if minutes and signed else content_of(sitting)
        rows = {row.label: row for row in sitting.decisions}
    with for_contract(contract.pk, Side.PROVIDER if shared else Side.CLIENT):
        due = _due(ActionItem.objects.filter(committee=committee))
        own = Decision.objects.filter(committee=committee, audience=Audience.CLIENT).order_by("number")
        closed = [_row_of(row, due, contract.timezone) for row in own.select_related("decided_by")]
    decisions = [
        _decision(one, rows.get(one["label"]), due, contract.timezone) for one in content["decisions"]
    ]
    matters = [_matter(one) for one in content["matters"]]
    present = content["present"]
    return MinutesPaper(
        contract=contract,
        committee=committee,
        signed=signed,
        shared=shared,
        title=_title(committee, decisions, signed=signed),
        lead=_lead(content, decisions),
        present=present,
        absent=[name for name in attendance.expected if name not in present],
        quorum=_quorum(attendance, len(present)),
        decisions=decisions,
        closed=closed,
        matters=matters,
        unsettled=sum(look == "watch" for look, _, _ in matters),
        actions=content["actions"],
        notes=content["notes"],
        remark=content["remark"],
        signatures=_signatures(contract, minutes),
        sealed=_sealed(minutes, contract.timezone),
        digest=minutes.digest if minutes and signed else digest_of(content),
        stamp=_stamp(committee, minutes),
    )


def _row_of(row: Decision, due: dict[int, date], zone: str) -> PaperDecision:
    said = {"label": row.label, "question": row.question, "state": row.get_state_display()}
    said |= {"text": row.outcome or row.resolution, "reason": row.reason, "spoken_by": row.spoken_by}
    return _decision(said, row, due, zone)


def _decision(said: dict[str, str], row: Decision | None, due: dict[int, date], zone: str) -> PaperDecision:
    decided = ""
    if row and row.decided_at:
        decided = f"{formats.datetime_short(row.decided_at, zone)}{_by(row, said['spoken_by'])}"
    until = due.get(row.pk) if row else None
    return PaperDecision(
        label=said["label"],
        question=said["question"],
        state=said["state"],
        look=GLYPHS.get(said["state"], "not_applicable"),
        text=said["text"],
        reason=said["reason"],
        decider=row.decider if row else formats.ABSENT,
        decided=decided or "pas encore décidée",
        due=formats.date_short(until) if until else "aucune action",
    )


def _by(row: Decision, spoken_by: str) -> str:
    """Who took it: the person who recorded it, or whoever spoke in session and the person who wrote it down."""
    if spoken_by:
        return f", en séance par {spoken_by}, consignée par {row.decided_by}"
    return f" par {row.decided_by}" if row.decided_by else ""


def _due(actions: QuerySet[ActionItem]) -> dict[int, date]:
    """Decision -> the last date of its actions."""
    rows = actions.exclude(decision=None).order_by("due_on").values_list("decision_id", "due_on")
    return dict(rows)


def _matter(said: dict[str, str]) -> tuple[str, str, str]:
    """Its look, what it is, what becomes of it."""
    if not said["outcome"]:
        return ("watch", said["title"], UNSET)
    note = f" : {said['note']}" if said["note"] else ""
    return ("met", said["title"], f"{said['outcome']}{note}")


def _title(committee: Committee, decisions: list[PaperDecision], *, signed: bool) -> str:
    kind = "Relevé" if signed else "Projet de relevé"
    taken = sum(one.state != "Demandée" for one in decisions)
    told = count_of(taken, "décision prise", "décisions prises")
    return f"{kind} du {committee.get_kind_display()} du {formats.date_short(committee.held_on)} : {told}"


def _lead(content: dict[str, Any], decisions: list[PaperDecision]) -> str:
    left = sum(one.state == "Demandée" for one in decisions)
    parts = [count_of(len(content["actions"]), "action") if content["actions"] else "aucune action"]
    if left:
        parts.append(count_of(left, "question sans réponse", "questions sans réponse"))
    unset = sum(not one["outcome"] for one in content["matters"])
    if unset:
        parts.append(count_of(unset, "point sans issue", "points sans issue"))
    return f"{count_of(len(content['matters']), 'point examiné', 'points examinés')}, {', '.join(parts)}."


def _quorum(attendance: Attendance, present: int) -> str:
    if not attendance.quorum:
        return "Quorum : aucun n’est fixé par le contrat."
    reached = "atteint" if present >= attendance.quorum else "non atteint"
    return f"Quorum {reached} : {count_of(present, 'présent')} pour {formats.number(attendance.quorum)}."


def _signatures(contract: Contract, minutes: Minutes | None) -> list[Signature]:
    sides = ((f"Pour {contract.client.name}", "client"), (f"Pour {contract.provider.name}", "provider"))
    found = []
    for party, side in sides:
        at = getattr(minutes, f"{side}_read_at", None)
        by = getattr(minutes, f"{side}_read_by", None)
        silent = side == "provider" and minutes is not None and minutes.by_silence
        word = "Approuvé par silence" if silent else "Relu"
        act = f"{word} le {formats.datetime_short(at, contract.timezone)}" if at else ""
        found.append(Signature(party, str(by) if at else "", act))
    return found


def _sealed(minutes: Minutes | None, zone: str) -> str:
    if minutes is None or minutes.signed_at is None:
        return ""
    return f"Signé au portail le {formats.datetime_short(minutes.signed_at, zone)} par {minutes.signed_by}."


def _stamp(committee: Committee, minutes: Minutes | None) -> str:
    """The instant of the paper: of the signature, else of the last note, else of the day; never now."""
    at = minutes and (minutes.signed_at or minutes.saved_at)
    return (
        (at or datetime.combine(committee.held_on, time(), UTC)).astimezone(UTC).isoformat(timespec="seconds")
    )
