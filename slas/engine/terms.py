"""Commitments of the contract file: what is promised, checked before anything is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from contracts.engine.hours_file import read_calendar_code
from contracts.engine.reading import NO_DAY, Entry, complain_of_repeats
from core.engine.formats import date_short
from slas.engine.prices_file import Price, read_prices

KINDS = {
    "prise_en_charge": "response",
    "resolution": "resolution",
    "disponibilite": "availability",
    "taux_declare": "ratio",
    "ponctualite": "punctuality",
}
GTR_KINDS = {"retablissement": "restore", "resolution": "resolve"}
UNITS = {"minutes": "minutes", "heures": "hours", "jours_ouvres": "business_days",
    "jours_ouvrables": "working_days", "jours_calendaires": "calendar_days", "jours": "days",
}  # fmt: skip
TICKET_TYPES = {"incident": "incident", "demande": "request"}
DELAYED = frozenset({"response", "resolution"})
TIMED = DELAYED | {"availability"}


@dataclass(frozen=True)
class Target:
    """A delay for one priority (all when empty) and one type of ticket (all when empty)."""

    priority: str
    ticket_type: str
    amount: int
    unit: str


@dataclass(frozen=True)
class Promise:
    """One commitment from `effective_from`; `calendar` is the code of its service hours."""

    position: int
    code: str
    name: str
    kind: str
    gtr_kind: str
    service: str
    calendar: str
    required_rate: Decimal
    min_volume: int | None
    clause: str
    effective_from: date
    effective_to: date | None
    targets: tuple[Target, ...]
    prices: tuple[Price, ...]
    no_penalty: bool = False


def read_commitments(
    root: Entry, *, calendars: frozenset[str], priorities: frozenset[str], starts_on: date
) -> tuple[Promise, ...]:
    """The `[[engagement]]` tables, in the order of the file. Problems go to `root.problems`."""
    entries = root.tables("engagement")
    promises = [
        _read_promise(entry, rank, calendars, priorities, starts_on) for rank, entry in enumerate(entries, 1)
    ]
    keys = (f"{p.code} au {p.effective_from}" for p in promises)
    complain_of_repeats(zip(entries, keys, strict=True), "l’engagement")
    _check_overlaps(entries, promises)
    return tuple(promises)


def _read_promise(
    entry: Entry, rank: int, calendars: frozenset[str], priorities: frozenset[str], starts_on: date
) -> Promise:
    code = entry.text("code", limit=20)
    entry.place = f"engagement {code or rank}"
    kind = entry.choice("nature", KINDS)
    effective_from = entry.day("debut", required=False) or starts_on
    required = _read_rate(entry)
    promise = Promise(
        position=rank,
        code=code,
        name=entry.text("libelle", limit=120),
        kind=kind,
        gtr_kind=entry.choice("type_gtr", GTR_KINDS, required=False),
        service=entry.text("service", limit=120, required=False),
        calendar=read_calendar_code(entry, calendars),
        required_rate=required,
        min_volume=entry.whole("volume_minimal", required=False, default=None),
        clause=entry.text("clause", limit=80, required=False),
        effective_from=effective_from,
        effective_to=entry.day("fin", required=False),
        targets=_read_targets(entry, priorities),
        prices=read_prices(entry, kind, required),
        no_penalty=entry.flag("sans_penalite"),
    )
    entry.close()
    _check_promise(entry, promise)
    if NO_DAY != effective_from < starts_on:
        entry.complain(
            "« debut » précède la prise d’effet du contrat.", f"Écrivez le {date_short(starts_on)} ou après."
        )
    return promise


def _read_rate(entry: Entry) -> Decimal:
    rate: Decimal = entry.amount("taux_exige", low="0", high="100", decimals=4, default=None)
    if rate is not None and rate == 0:
        entry.complain("« taux_exige » vaut 0.", "Écrivez un pourcentage au-dessus de 0, 100 au plus.")
    return rate if rate is not None else Decimal(0)


def _read_targets(promise: Entry, priorities: frozenset[str]) -> tuple[Target, ...]:
    entries = promise.tables("delai", "délai")
    targets = []
    for entry in entries:
        priority = entry.text("priorite", limit=10, required=False)
        if priority and priority not in priorities:
            entry.complain(
                f"priorité inconnue du contrat : « {priority} ».",
                f"Priorités du contrat : {', '.join(sorted(priorities))}.",
            )
        targets.append(
            Target(
                priority=priority,
                ticket_type=entry.choice("type", TICKET_TYPES, required=False),
                amount=entry.whole("delai", low=1, high=1_000_000),
                unit=entry.choice("unite", UNITS),
            )
        )
        entry.close()
    keys = (f"{t.priority or 'toutes priorités'} {t.ticket_type}".strip() for t in targets)
    complain_of_repeats(zip(entries, keys, strict=True), "le délai")
    return tuple(targets)


def _check_promise(entry: Entry, promise: Promise) -> None:
    if promise.kind in DELAYED and not entry.values.get("delai"):
        entry.complain("il n’a aucun délai.", "Ajoutez [[engagement.delai]] avec delai et unite.")
    if promise.kind and promise.kind not in DELAYED and promise.targets:
        entry.complain(
            "sa nature n’admet pas de délai.", "Retirez [[engagement.delai]], ou changez « nature »."
        )
    if promise.kind in TIMED and not promise.calendar:
        entry.complain("il n’a pas de plage de service.", "Ajoutez plage = le code d’une [[plage]].")
    if promise.kind == "availability" and not promise.service:
        entry.complain("le service mesuré manque.", "Ajoutez service = le nom porté par les pannes.")
    if promise.no_penalty and any(price.sense == "penalty" for price in promise.prices):
        entry.complain(
            "« sans_penalite » contredit sa pénalité.", "Retirez la clé, ou [[engagement.penalite]]."
        )
    if promise.effective_to and NO_DAY != promise.effective_from > promise.effective_to:
        entry.complain("« fin » vient avant « debut ».", "Corrigez l’une des deux dates.")


def _check_overlaps(entries: list[Entry], promises: list[Promise]) -> None:
    """Two rows of one code follow each other; they never promise two things on the same day."""
    pairs = sorted(zip(promises, entries, strict=True), key=lambda p: (p[0].code, p[0].effective_from))
    for (before, _), (after, entry) in pairwise(pairs):
        if before.code != after.code or before.effective_from == after.effective_from:
            continue
        if before.effective_to is None or before.effective_to >= after.effective_from:
            entry.complain(
                "il recouvre une période du même engagement.",
                f"Donnez à celui du {before.effective_from} une « fin » avant le {after.effective_from}.",
            )
