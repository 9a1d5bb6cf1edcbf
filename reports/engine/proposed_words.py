"""Words of an unknown tool to ours, proposed to a person who confirms them: never read without that."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from reports.engine.celltext import choice_key
from reports.engine.profiles import PROFILES
from reports.engine.reasons import reason_of

_DIGIT = re.compile(r"(?<!\d)([1-9])(?!\d)")
# In this order: « en attente de clôture » waits, « résolu, en cours de validation » is resolved.
_STATUS_STEMS = (
    ("cancelled", ("annul", "cancel", "rejet", "reject", "abandon", "declin", "refus", "skipped")),
    ("waiting", ("attent", "pend", "hold", "wait", "suspen", "espera", "bloqu", "paus", "gele")),
    ("in_progress", ("traitement", "encours", "inprogress")),
    ("resolved", ("resol", "solv", "solu", "done", "complet", "termin", "retabl", "fixed", "traite")),
    ("closed", ("clos", "clot", "ferm", "fech", "encerr", "archiv")),
    ("in_progress", ("cours", "progress", "assign", "affect", "traitement", "prisencharge", "planif", "wip",
                     "atend", "rouvert", "reopen", "analys", "diagnos", "escalad", "active")),
    ("new", ("nouv", "new", "open", "ouvert", "cree", "creat", "novo", "enregistr", "recu", "todo", "afaire")),
)  # fmt: skip
_TYPE_STEMS = (
    ("incident", ("incid", "pann", "bug", "anomal", "dysfonc", "defaut", "fault", "outage", "interrupt")),
    (
        "request",
        ("demand", "reques", "servic", "acces", "besoin", "requ", "pedid", "order", "change", "evol"),
    ),
)
_PRIORITY_STEMS = (
    (
        1,
        (
            "crit",
            "bloq",
            "block",
            "urgent",
            "treshaut",
            "highest",
            "veryhigh",
            "majeur",
            "major",
            "muitoalta",
        ),
    ),
    (
        4,
        (
            "tresbas",
            "trivial",
            "lowest",
            "verylow",
            "bas",
            "faibl",
            "low",
            "minor",
            "mineur",
            "baix",
            "planif",
        ),
    ),
    (2, ("haut", "elev", "high", "import", "alta", "forte")),
    (3, ("moyen", "norm", "medium", "moder", "media", "standard")),
)
_KNOWN: dict[str, dict[str, str]] = {
    kind: {
        choice_key(word): ours
        for profile in reversed(list(PROFILES.values()))
        for word, ours in getattr(profile, kind).items()
        if not choice_key(word).isdigit()
    }
    for kind in ("statuses", "types", "priorities")
}


def proposed_status(label: str) -> str:
    """One of our statuses, or "" when the word tells nothing."""
    return _known_or_stem(label, "statuses", _STATUS_STEMS)


def proposed_type(label: str) -> str:
    """incident, request, or ""."""
    return _known_or_stem(label, "types", _TYPE_STEMS)


def proposed_priority(label: str, priorities: Sequence[str]) -> str:
    """The priority of the contract of the same rank, or ""; a level below the lowest is proposed as the lowest."""
    key = choice_key(label)
    same = next((ours for ours in priorities if choice_key(ours) == key), "")
    if same or not priorities:
        return same
    rank = _rank(label, key)
    return priorities[min(rank, len(priorities)) - 1] if rank else ""


def _rank(label: str, key: str) -> int:
    known = _KNOWN["priorities"].get(key, "")
    if known:
        return int(known[1:])
    digit = _DIGIT.search(label)
    if digit:
        return int(digit[1])
    return next((rank for rank, stems in _PRIORITY_STEMS if any(stem in key for stem in stems)), 0)


def proposed_reason(label: str) -> str:
    """One of our reasons of waiting; « other » where the word names nobody, "" where a person must say."""
    return reason_of(label)


def _known_or_stem(label: str, kind: str, stems: Sequence[tuple[str, tuple[str, ...]]]) -> str:
    key = choice_key(label)
    return _KNOWN[kind].get(key) or next((ours for ours, parts in stems if any(p in key for p in parts)), "")


def proposed(
    kind: str, labels: Sequence[str], priorities: Sequence[str], said: Mapping[str, str]
) -> dict[str, str]:
    """Label → ours for the values of a column of `kind` (status, type, priority, reason); `said` comes first."""
    own = {choice_key(label): ours for label, ours in said.items()}
    guess = {
        "status": proposed_status,
        "type": proposed_type,
        "reason": proposed_reason,
        "priority": lambda label: proposed_priority(label, priorities),
    }[kind]
    return {label: own.get(choice_key(label)) or guess(label) for label in labels}
