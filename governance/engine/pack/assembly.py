"""From facts to a pack: which pages a reader gets, their order, header and footer."""

from __future__ import annotations

from datetime import UTC

from core.engine import formats
from governance.engine.facts import PackFacts
from governance.engine.pack import (
    annex,
    audit,
    confrontation,
    finances,
    front,
    heatmap,
    method,
    perception,
    roadmap,
    stakes,
    trends,
)
from governance.engine.pack.document import PackData, Page, Sheet
from governance.engine.pack.editions import EDITIONS, Edition
from governance.engine.pack.method import Provenance

Files = tuple[tuple[str, int], ...]


def assemble(
    facts: PackFacts,
    sheets: tuple[Sheet, ...],
    provenance: Provenance,
    files: Files,
    *,
    variant: str,
    address: str,
) -> PackData:
    """The pages of a variant, numbered; a page without data is left out.

    `facts` and `sheets` are already limited to what the reader may see. `files`: attachments and their rows.
    Raises KeyError for an unknown variant.
    """
    edition = EDITIONS[variant]
    month, zone = facts.month, facts.zone
    paper, told = _names(facts, edition)
    state = "provisoire, " if not month.closed else ""
    computed, as_of = (formats.datetime_short(at, zone) for at in (month.computed_at, month.data_as_of))
    return PackData(
        title=f"{told} {state}{facts.reference}, {formats.month_long(month.month)}",
        head=f"{paper} · {facts.reference} · {formats.day_long(facts.held_on)} · données {formats.month_of(month.month)} · {edition.copy}",
        foot=(
            f"Calculé le {computed} · données arrêtées au {as_of} · méthode {method.METHOD} · {provenance.contract_version}",
            f"Faits {month.facts_digest[:12]} · journal {provenance.journal_head[:12]} · {edition.secrecy}",
        ),
        provisional=not month.closed,
        address=address,
        stamp=month.computed_at.astimezone(UTC).isoformat(timespec="seconds"),
        pages=tuple(_pages(facts, sheets, provenance, files, edition)),
    )


def _names(facts: PackFacts, edition: Edition) -> tuple[str, str]:
    """What the head calls the paper, then its title: a strategic paper may be read in a committee of another kind."""
    committee = facts.committee
    if edition.kind == "audit":
        return "Audit", "Dossier d’audit"
    if edition.kind == "costrat" and committee != "COSTRAT":
        return "Volet stratégique", "Dossier stratégique"
    return committee, f"Dossier de {committee}"


def _pages(
    facts: PackFacts, sheets: tuple[Sheet, ...], provenance: Provenance, files: Files, edition: Edition
) -> list[Page]:
    if edition.kind == "audit":
        found = [audit.page(facts, provenance), heatmap.page(facts, sheets, 2)]
        return [*found, *_present(annex.failures(facts), method.page(facts, provenance, files))]
    first = [front.summary(facts, sheets), front.followup(facts, sheets)]
    if edition.front_only:
        return first
    if edition.kind == "costrat":
        stake = [*_stakes(facts, 3)]
        last = roadmap.page(facts, 3 + len(stake))
        closing = method.page(facts, provenance, files)
        return [
            *first,
            *stake,
            last,
            *_present(annex.sheets(sheets[front.FULL :]), annex.actions(facts), closing),
        ]
    return [*first, *_details(facts, sheets), *_annexes(facts, sheets, provenance, files)]


def _stakes(facts: PackFacts, number: int) -> list[Page]:
    """Money, then what comes: pages 7 and 8 of a full pack."""
    return _present(finances.page(facts, number), stakes.page(facts, number + 1))


def _details(facts: PackFacts, sheets: tuple[Sheet, ...]) -> list[Page]:
    return [
        heatmap.page(facts, sheets),
        confrontation.page(facts),
        perception.page(facts),
        trends.page(facts),
        *_stakes(facts, 7),
    ]


def _annexes(facts: PackFacts, sheets: tuple[Sheet, ...], provenance: Provenance, files: Files) -> list[Page]:
    return _present(
        annex.sheets(sheets[front.FULL :]),
        annex.actions(facts),
        annex.failures(facts),
        method.page(facts, provenance, files),
    )


def _present(*pages: Page | None) -> list[Page]:
    return [page for page in pages if page]
