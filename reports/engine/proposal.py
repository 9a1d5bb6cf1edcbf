"""A mapping proposed for a header: which column holds which field, by its name and by what its cells show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from reports.engine.context import Context
from reports.engine.evidence import MOST_LABELS, Shown, fits, order_evidence
from reports.engine.headers import header_key
from reports.engine.profiles import PROFILES, Profile
from reports.engine.profiles.fields import FIELDS
from reports.engine.proposed_words import proposed
from reports.engine.recognition import best_profile, mapping_for
from reports.engine.tables import Table

SURE, LIKELY, POSSIBLE = "sure", "likely", "possible"
KINDS = {"statuses": "status", "types": "type", "priorities": "priority", "reasons": "reason"}
SAMPLE_ROWS = 5
# Parts of a header name that tell a field, the most telling first; fields in the order they may claim a column.
STEMS: dict[str, tuple[str, ...]] = {
    "picked_up_at": ("prisencharge", "prisecharge", "priseencompte", "pickup", "pickedup", "firstresponse", "firstanswer",
                     "firstreply", "premierereponse", "debuttraitement", "started"),
    "assigned_at": ("assigned", "affectele", "dateaffectation", "assignation", "assignment"),
    "resolved_at": ("resol", "solu", "solv", "retabli", "restor", "dateoffin", "datefin", "finle", "fixed", "termine"),
    "closed_at": ("clos", "clot", "ferm", "encerr", "fech", "archiv"),
    "opened_at": ("ouvert", "opened", "creat", "creation", "cree", "abertura", "soumis", "submit", "declaration",
                  "signale", "emission", "debut", "start", "logged", "reported", "raised", "saisi", "open", "date"),
    "reference": ("reference", "ticketid", "ticketnumber", "numeroticket", "idticket", "numero", "number", "issuekey",
                  "casenumber", "requestid", "incidentid", "ref", "ticket", "num", "id", "cle", "key", "code", "no"),
    "status": ("statut", "status", "etat", "state", "estado", "situation", "etape", "phase"),
    "priority": ("prior", "gravit", "sever", "critic", "urgen", "niveau"),
    "title": ("titre", "title", "objet", "subject", "sujet", "summary", "resume", "intitule", "libelle", "assunto"),
    "type": ("type", "nature", "kind", "tipo", "classe"),
    "pause_reason": ("motif", "reason", "raison"),
    "pause_duration": ("attente", "waiting", "pending", "suspen", "onhold", "pause"),
    "group": ("groupe", "group", "equipe", "team", "squad", "grupo", "queue"),
    "requester": ("demandeur", "requester", "caller", "appelant", "reporter", "declarant", "requestor", "requerente",
                  "utilisateur", "usager", "contact", "user", "customer"),
    "site": ("site", "lieu", "location", "agence", "localis", "batiment", "ville", "entite", "bureau"),
    "service": ("service", "application", "appli", "produit", "product", "configurationitem"),
    "category": ("categ", "famille", "domaine", "rubrique", "theme", "topic"),
    "satisfaction": ("satisf", "csat", "rating", "note"),
    "reopen_count": ("reouv", "reopen"),
    "parent_reference": ("parent",),
}  # fmt: skip
WHOLE = frozenset({"id", "no", "num", "ref", "cle", "key", "code", "date", "user", "note"})
"""Parts too short to be looked for inside another word."""


@dataclass(frozen=True)
class Claim:
    """A field found in a column, how surely, and why in words."""

    field: str
    column: str
    confidence: str
    reason: str


@dataclass(frozen=True)
class Proposal:
    """All a person needs to confirm: header, columns claimed, words of the choice columns, evidence on dates.

    `labels`: header name → different values of every column that may hold a choice. `words`: statuses, types,
    priorities, reasons → label → ours ("" unknown). `missing`: fields that change a verdict and were not found.
    """

    file: str
    header: tuple[str, ...]
    base: str
    claims: tuple[Claim, ...]
    labels: Mapping[str, list[str]]
    words: Mapping[str, Mapping[str, str]]
    date_order: str
    missing: tuple[str, ...]
    sample: tuple[tuple[str, ...], ...]

    def to_mapping(self) -> dict[str, Any]:
        return asdict(self)


def propose(table: Table, context: Context) -> Proposal:
    """The proposal for one table: a saved mapping or a recognised tool first, then names, then cells."""
    saved = mapping_for(table.header, context)
    profile = PROFILES.get(saved["base"]) if saved else best_profile(table)
    missing = profile.missing if profile else frozenset({"?"})
    shown = [Shown.of(table, k, missing) for k, text in enumerate(table.header) if text]
    claims = {claim.field: claim for claim in _said(saved, shown, profile)}
    if not saved:
        claims |= {claim.field: claim for claim in _guessed(shown, claims)}
    by_name = {column.header: column for column in shown}
    dates = [by_name[c.column] for c in claims.values() if FIELDS[c.field].kind == "date"]
    return Proposal(
        file=table.file,
        header=table.header,
        base=profile.code if profile else "",
        claims=tuple(claims[name] for name in FIELDS if name in claims),
        labels={c.header: c.labels for c in shown if c.is_choice or c.header in _choices(claims)},
        words=_words(claims, by_name, profile, saved, context),
        date_order=saved["date_order"] if saved else order_evidence(dates),
        missing=tuple(
            n for n in ("resolved_at", "picked_up_at", "status", "priority", "type") if n not in claims
        ),
        sample=tuple(tuple(c.cells[row] for c in shown) for row in range(min(SAMPLE_ROWS, len(table)))),
    )


def _said(
    saved: Mapping[str, Any] | None, shown: Sequence[Shown], profile: Profile | None
) -> Iterator[Claim]:
    """What the saved mapping or the tool's profile says of the columns."""
    keys = {header_key(column.header): column.header for column in reversed(shown)}
    if saved:
        for name, text in saved["columns"].items():
            if header_key(text) in keys:
                yield Claim(
                    name, keys[header_key(text)], SURE, f"correspondance «\u00a0{saved['name']}\u00a0»"
                )
        return
    for column in profile.columns if profile else ():
        key = next((key for key in column.ordered_keys if key in keys), None)
        if key and column.name in FIELDS:
            yield Claim(
                column.name, keys[key], SURE, f"profil «\u00a0{profile.label}\u00a0»" if profile else ""
            )


def _guessed(shown: Sequence[Shown], claims: Mapping[str, Claim]) -> Iterator[Claim]:
    """Columns by a name another tool uses, by a part of their name, then by their cells alone."""
    free = [column for column in shown if column.header not in {c.column for c in claims.values()}]
    left = [name for name in STEMS if name not in claims]
    for find in (_by_known_name, _by_stem, _by_cells):
        for name in list(left):
            claim = find(name, free)
            if claim:
                left.remove(name)
                free = [column for column in free if column.header != claim.column]
                yield claim


def _by_known_name(name: str, free: Sequence[Shown]) -> Claim | None:
    known = {key: p.label for p in PROFILES.values() for c in p.columns if c.name == name for key in c.keys}
    for column in free:
        tool = known.get(header_key(column.header))
        if tool and fits(FIELDS[name].kind, column):
            return Claim(name, column.header, SURE, f"nom connu de {tool}")
    return None


def _by_stem(name: str, free: Sequence[Shown]) -> Claim | None:
    for stem in STEMS[name]:
        for column in free:
            words = {header_key(word) for word in column.header.replace("_", " ").split()}
            named = stem in words if stem in WHOLE else stem in header_key(column.header)
            if named and fits(FIELDS[name].kind, column) and (name != "reference" or column.is_reference):
                return Claim(name, column.header, LIKELY, f"son nom contient «\u00a0{stem}\u00a0»")
    return None


def _by_cells(name: str, free: Sequence[Shown]) -> Claim | None:
    if name in {"status", "type"}:
        found = next((column for column in free if column.shows(name)), None)
    elif name == "reference":
        found = next((c for c in free if c.is_reference and not c.is_dates), None)
    elif name == "opened_at":
        found = next((c for c in free if c.is_dates and len(c.filled) == len(c.cells)), None)
    else:
        found = None
    return Claim(name, found.header, POSSIBLE, "d’après ses valeurs") if found else None


def _choices(claims: Mapping[str, Claim]) -> set[str]:
    names = ("status", "type", "priority", "pause_reason")
    return {claims[name].column for name in names if name in claims}


def _words(
    claims: Mapping[str, Claim], by_name: Mapping[str, Shown], profile: Profile | None, saved: Mapping[str, Any] | None,
    context: Context,
) -> dict[str, dict[str, str]]:  # fmt: skip
    found = {}
    for kind, name in KINDS.items():
        field = "pause_reason" if name == "reason" else name
        labels = by_name[claims[field].column].labels[:MOST_LABELS] if field in claims else []
        said = dict(getattr(profile, kind)) if profile else {}
        if kind == "priorities":
            said = {k: v for k, v in said.items() if v in context.priorities} | dict(context.priority_map)
        said |= saved[kind] if saved else {}
        found[kind] = proposed(name, labels, context.priorities, said)
    return found
