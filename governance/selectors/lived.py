"""What users lived through and wrote, as facts of a pack."""

from __future__ import annotations

from contracts.models import Contract
from core.engine import formats
from core.engine.months import Month
from core.scope import Side
from governance.engine.facts import Lived, Said
from kpis.selectors.perception import lived_for
from kpis.selectors.verbatims import verbatims_of

SAID = 3


def lived_facts(contract: Contract, month: Month) -> tuple[Lived, ...]:
    """Hours lost by users, availability as lived, time between two outages, then hours by service (2 queries)."""
    found = lived_for(contract, month)
    lines = [
        Lived(one.label, "" if one.value == formats.ABSENT else one.value, one.detail)
        for one in found.figures
    ]
    return (
        *lines,
        *(
            Lived(one.name, one.lost, "heures perdues")
            for one in found.services
            if one.lost != formats.ABSENT
        ),
    )


def said_facts(contract: Contract, month: Month, side: Side) -> tuple[Said, ...] | None:
    """A few of the words that the client shows, each once, in the order of their digests (3 queries)."""
    if side != Side.CLIENT:
        return None
    shown = {one.digest: one for one in verbatims_of(contract, month) if not one.hidden}
    return tuple(Said(one.text.strip(), one.mark, one.source) for one in list(shown.values())[:SAID])
