"""Which profile reads a file of tickets: a saved mapping, the tool its header tells, or a question to a person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reports.engine.celltext import text_of
from reports.engine.context import Context
from reports.engine.findings import Findings
from reports.engine.headers import header_key
from reports.engine.mapping import header_digest, profile_of
from reports.engine.profiles import PROFILES, Profile, native
from reports.engine.tables import Table

MOST_MISSING = 2
"""Required columns of the template a file may lack and still be taken for it: it is then refused with their names."""


def known_keys(context: Context) -> frozenset[str]:
    """Header keys of every format that can be read: the separator is the one that shows most of them."""
    own = {header_key(text) for mapping in context.mappings for text in mapping["header"]}
    return frozenset(own).union(*(profile.keys for profile in PROFILES.values()))


def recognise(table: Table, context: Context, findings: Findings) -> Profile | None:
    """The profile of a table, or None with the question among the findings.

    A mapping saved for this very header comes first: a person made it. Then the tool asked for, then the one that
    knows most of the header.
    """
    chosen = mapping_for(table.header, context)
    if chosen is not None:
        return profile_of(chosen)
    found = PROFILES.get(context.profile) or best_profile(table)
    if found is None:
        findings.question(
            "unknown_header",
            "L’en-tête n’est celui d’aucun outil connu du portail.",
            "Associez ses colonnes aux champs du portail dans les correspondances du dépôt : la réponse sera gardée.",
            **{**table.place(), "line": 1, "column": table.header[0], "value": ", ".join(table.header)},
        )
    return found


def mapping_for(header: tuple[str, ...], context: Context) -> Mapping[str, Any] | None:
    """The mapping asked for by its name, else the newest one saved for this header."""
    named = next((m for m in context.mappings if m["name"] == context.profile), None)
    digest = header_digest(header)
    return named or next((m for m in context.mappings if header_digest(m["header"]) == digest), None)


def best_profile(table: Table) -> Profile | None:
    """The profile that recognises most of the header; None when none recognises enough of it to name a ticket."""
    scores = {code: profile.recognises(table.header) for code, profile in PROFILES.items()}
    if not _is_native(table.header):
        scores["natif"] = 0
    if scores["servicenow"] and not _has_history(table):
        scores["servicenow"] = 0
    # At equal scores the journal of updates tells more than the list.
    best = max(scores, key=lambda code: (scores[code], PROFILES[code].rows == "updates"))
    return PROFILES[best] if scores[best] else _fallback(table)


def _is_native(header: tuple[str, ...]) -> bool:
    keys = {header_key(text) for text in header}
    missing = [column for column in native.COLUMNS if column.required and not column.keys & keys]
    return len(missing) <= MOST_MISSING


def _has_history(table: Table) -> bool:
    """Whether some ticket has several rows: without that, a row is no update."""
    index = next(k for k, text in enumerate(table.header) if header_key(text) == "number")
    references = [text_of(cell) for cell in table.columns[index]]
    return not references or len(set(references)) < len(references)


def _fallback(table: Table) -> Profile | None:
    """A table that cannot be one of tickets is refused against the template, which names what is awaited."""
    named = sum(bool(header_key(text)) for text in table.header)
    return None if named >= 3 and len(table) else native.PROFILE
