"""The minutes of a committee as a paper to sign: attendance, decisions, outcomes, actions, signatures.

Once signed, the paper tells the text that was signed; before, it tells what is written. The closed session has its
own section, in the client's copy only: the open scope of the provider's side reads none of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from contracts.models import Contract
from core.engine import formats
from core.scope import Side, for_contract
from governance.engine.minutes import digest_of
from governance.engine.tally import tally
from governance.engine.wording import count_of
from governance.models import Committee, Decision, Minutes
from governance.selectors.minutes_content import Said, closed_of, content_of
from governance.selectors.minutes_record import signed_content
from governance.selectors.reading import recorded_on
from governance.selectors.sitting import sitting_of

STATES = {state.label: state.value for state in Decision.State}
NO_OTHER = "Aucune autre action n’est demandée."
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
    actions: list[Said]
    no_action: str
    notes: str
    remark: str
    signatures: list[Signature]
    sealed: str
    digest: str
    stamp: str
    lapse: str = ""


def paper_of(contract: Contract, committee: Committee, *, shared: bool) -> MinutesPaper:
    """The paper of one copy; the closed session is read in the client's scope (about thirty queries)."""
    with for_contract(contract.pk, Side.PROVIDER):
        sitting = sitting_of(contract, committee)
        content = signed_content(sitting) or content_of(sitting)
    closed = [] if shared else _closed(contract, committee)
    minutes, signed = sitting.minutes, sitting.signed
    decisions = [_decision(one, contract.timezone) for one in content["decisions"]]
    matters = [_matter(one) for one in content["matters"]]
    present = content["present"]
    return MinutesPaper(
        contract=contract,
        committee=committee,
        signed=signed,
        shared=shared,
        title=_title(committee, [*closed, *decisions], signed=signed, lapsed=sitting.lapsed),
        lead=_written(content.get("lapse") or _lead(content, decisions), recorded_on(contract, sitting)),
        present=present,
        absent=[name for name in content["expected"] if name not in present],
        quorum=_quorum(content["quorum"], len(present)),
        decisions=decisions,
        closed=closed,
        matters=matters,
        unsettled=sum(look == "watch" for look, _, _ in matters),
        actions=content["actions"],
        no_action=_no_action(content),
        notes=content["notes"],
        remark=content["remark"],
        signatures=_signatures(contract, minutes),
        sealed=_sealed(minutes, contract.timezone),
        digest=minutes.digest if minutes and signed else digest_of(content),
        stamp=_stamp(committee, minutes),
        lapse=content.get("lapse", ""),
    )


def _closed(contract: Contract, committee: Committee) -> list[PaperDecision]:
    with for_contract(contract.pk, Side.CLIENT):
        return [_decision(one, contract.timezone) for one in closed_of(sitting_of(contract, committee))]


def _decision(said: Said, zone: str) -> PaperDecision:
    back = f" ({said['carried_from']})" if said["carried_from"] else ""
    return PaperDecision(
        label=said["label"],
        question=f"{said['question']}{back}",
        state=said["state"],
        look=GLYPHS.get(said["state"], "not_applicable"),
        text=said["text"],
        reason=said["reason"],
        decider=said["decider"] or formats.ABSENT,
        decided=_decided(said, zone),
        due=_due(said),
    )


def _due(said: Said) -> str:
    """« Suite : A-36, A-37. Échéance : 30/04/2026 »: what carries it out and until when; minutes signed before name no action."""
    parts = {"Suite": said.get("actions", ""), "Échéance": said["due_on"]}
    return ". ".join(f"{name} : {value}" for name, value in parts.items() if value) or "Aucune action"


def _decided(said: Said, zone: str) -> str:
    """When and by whom: the person who took it, or whoever spoke in session and the person who wrote it down.

    Putting off is an act of the committee, whoever the question names: the person is the one who wrote it down.
    """
    if not said["decided_at"]:
        return "Pas encore décidée"
    when = formats.datetime_short(datetime.fromisoformat(said["decided_at"]), zone)
    by = said["decided_by"]
    if said["state"] == "Reportée":
        return f"Reportée par le comité, consignée le {when} par {by}"
    if said["state"] == "Sans objet":
        return f"Sans objet depuis le {when}"
    if said["spoken_by"]:
        return f"Décidée le {when}, en séance par {said['spoken_by']}, consignée par {by}"
    return f"Décidée le {when} par {by}"


def _matter(said: dict[str, str]) -> tuple[str, str, str]:
    """Its look, what it is, what becomes of it."""
    if not said["outcome"]:
        return ("watch", said["title"], UNSET)
    note = f" : {said['note']}" if said["note"] else ""
    return ("met", said["title"], f"{said['outcome']}{note}")


def _no_action(content: dict[str, Any]) -> str:
    """That nothing else is asked for, where it was said; that nothing is written, where nothing is."""
    if content["no_action"]:
        return NO_OTHER if content["actions"] else "Aucune action n’est demandée."
    return "" if content["actions"] else "Aucune action."


def _title(committee: Committee, decisions: list[PaperDecision], *, signed: bool, lapsed: bool) -> str:
    day = formats.date_short(committee.held_on)
    if lapsed:
        kind = "Relevé de carence" if signed else "Projet de relevé de carence"
        return f"{kind} du {committee.get_kind_display()} du {day}"
    kind = "Relevé" if signed else "Projet de relevé"
    told = tally(STATES[one.state] for one in decisions)
    return f"{kind} du {committee.get_kind_display()} du {day} : {told.words}"


def _lead(content: dict[str, Any], decisions: list[PaperDecision]) -> str:
    left = sum(one.state == "Demandée" for one in decisions)
    parts = [count_of(len(content["actions"]), "action") if content["actions"] else "aucune action"]
    if left:
        parts.append(count_of(left, "question sans réponse", "questions sans réponse"))
    unset = sum(not one["outcome"] for one in content["matters"])
    if unset:
        parts.append(count_of(unset, "point sans issue", "points sans issue"))
    return f"{count_of(len(content['matters']), 'point examiné', 'points examinés')}, {', '.join(parts)}."


def _written(lead: str, day: date | None) -> str:
    """The same, and the day on which the session was written down where it is not that of the committee."""
    return f"{lead} Séance consignée le {formats.date_short(day)}." if day else lead


def _quorum(quorum: int, present: int) -> str:
    if not quorum:
        return "Quorum : aucun n’est fixé par le contrat."
    reached = "atteint" if present >= quorum else "non atteint"
    there = count_of(present, "présent") if present else "aucun présent"
    return f"Quorum {reached} : {there} pour {formats.number(quorum)}."


def _signatures(contract: Contract, minutes: Minutes | None) -> list[Signature]:
    sides = ((f"Pour {contract.client.name}", "client"), (f"Pour {contract.provider.name}", "provider"))
    found = []
    for party, side in sides:
        at = getattr(minutes, f"{side}_read_at", None)
        by = getattr(minutes, f"{side}_read_by", None)
        silent = side == "provider" and minutes is not None and minutes.by_silence
        word = "Approuvé par silence" if silent else "Relu"
        acts = [_act(word, at, by, contract.timezone)] if at else []
        if side == "client" and minutes is not None and minutes.signed_at:
            acts.append(_act("Signé", minutes.signed_at, minutes.signed_by, contract.timezone))
        found.append(Signature(party, " ".join(acts)))
    return found


def _act(word: str, at: datetime, by: Any, zone: str) -> str:
    """« Relu le 16/04/2026 à 15:02 par Référent IT. »; silence has nobody's name."""
    return f"{word} le {formats.datetime_short(at, zone)}{f' par {by}' if by else ''}."


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
