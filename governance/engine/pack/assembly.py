"""From facts to a pack: which pages a reader gets, their order, header and footer."""

from __future__ import annotations

from datetime import UTC

from core.engine import formats
from governance.engine.facts import PackFacts
from governance.engine.pack import (
    annex,
    confrontation,
    front,
    heatmap,
    method,
    penalty,
    quality,
    stakes,
    titles,
)
from governance.engine.pack.document import PackData, Page, Sheet
from governance.engine.pack.method import Provenance

READERS = {
    "client": ("exemplaire client", "Confidentiel : direction et référent IT du client"),
    "partage": ("exemplaire partagé", "Confidentiel : client et prestataire"),
    "executif": ("exemplaire direction", "Confidentiel : direction du client"),
}


def assemble(
    facts: PackFacts,
    sheets: tuple[Sheet, ...],
    provenance: Provenance,
    files: tuple[tuple[str, int], ...],
    *,
    variant: str,
    address: str,
) -> PackData:
    """The pages of a variant (`client`, `partage`, `executif`), numbered; a page without data is left out.

    `facts` and `sheets` are already limited to what the reader may see. `files`: attachments and their rows.
    Raises KeyError for an unknown variant.
    """
    reader, secrecy = READERS[variant]
    month, zone = facts.month, facts.zone
    pages = [front.summary(facts, sheets), front.followup(facts, sheets)]
    if variant != "executif":
        pages += _details(facts, sheets)
        pages += _annexes(facts, sheets, provenance, files)
    state = "provisoire, " if not month.closed else ""
    computed, as_of = (formats.datetime_short(at, zone) for at in (month.computed_at, month.data_as_of))
    return PackData(
        title=f"Dossier de COPIL {state}{facts.reference}, {formats.month_long(month.month)}",
        description=f"{titles.front(facts, len(sheets))}. {titles.commitments(facts)}.",
        head=f"COPIL · {facts.reference} · {formats.day_long(facts.held_on)} · données {formats.month_of(month.month)} · {reader}",
        foot=(
            f"Calculé le {computed} · données arrêtées au {as_of} · méthode {method.METHOD} · {provenance.contract_version}",
            f"Faits {month.facts_digest[:12]} · journal {provenance.journal_head[:12]} · {secrecy}",
        ),
        provisional=not month.closed,
        address=address,
        stamp=month.computed_at.astimezone(UTC).isoformat(timespec="seconds"),
        pages=tuple(pages),
    )


def _details(facts: PackFacts, sheets: tuple[Sheet, ...]) -> list[Page]:
    price = penalty.page(facts, 7)
    pages: list[Page | None] = [
        heatmap.page(facts, sheets),
        confrontation.page(facts),
        quality.perception(facts),
        quality.trends(facts),
        price,
        stakes.page(facts, 8 if price else 7),
    ]
    return [page for page in pages if page]


def _annexes(
    facts: PackFacts, sheets: tuple[Sheet, ...], provenance: Provenance, files: tuple[tuple[str, int], ...]
) -> list[Page]:
    found = (
        annex.sheets(sheets[front.FULL :]),
        annex.actions(facts),
        annex.failures(facts),
        method.page(facts, provenance, files),
    )
    return [page for page in found if page]
