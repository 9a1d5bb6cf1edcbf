"""The grey-zone radar of a contract, over the six months up to the latest report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial

from django.urls import reverse

from contracts.models import Contract, ScopeItem
from contracts.selectors.lifetime import local_today
from contracts.selectors.scope_lines import lines_by_item, name_book, scope_items
from core.engine import formats
from core.engine.months import Month, month_range
from core.exports import Sheet
from kpis.engine.grey import MONTHS, Entry, Radar, scan
from kpis.selectors.grey_facts import elements_of, facts_of
from kpis.selectors.grey_stakes import Billed, QuietLine, billed_in
from reports.selectors import delivered_months

SHOWN = 50
HEAD = (
    "Constat",
    "Numéro",
    "Élément",
    "Tickets",
    "Valeur UO HT",
    "Déjà facturé HT",
    "Ticket",
    "Mois",
    "Reconnu dans",
    "Mots",
)
OVER, GREY, QUIET, IDLE, REFUSED = (
    "Traité hors périmètre", "Traité en zone grise", "Zone grise sans ticket", "Payé sans activité",
    "Refusé, pourtant inclus",
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One item of the radar; `url` leads to the scope, `amend_url` to a proposal that regularises it, if it lies outside."""

    item: ScopeItem
    entry: Entry
    url: str
    action: str
    billed: str
    paid: Decimal | None
    amend_url: str = ""

    @property
    def count(self) -> int:
        return len(self.entry.tickets)

    @property
    def value(self) -> str:
        return "sans prix" if self.entry.value is None else formats.money(self.entry.value)

    @property
    def how(self) -> str:
        """« catégorie « demande > arrivée » (42), titre « arrivée » (1) »: how its tickets were recognised."""
        seen = Counter((one.tie.where, one.tie.phrase) for one in self.entry.tickets)
        return ", ".join(f"{where} « {phrase} » ({count})" for (where, phrase), count in seen.most_common())

    @property
    def references(self) -> list[str]:
        return [one.fact.reference for one in self.entry.tickets[:SHOWN]]

    @property
    def more(self) -> str:
        rest = self.count - SHOWN
        return f"et {formats.count(rest, 'autre')}" if rest > 0 else ""

    @property
    def summary(self) -> str:
        return formats.count(self.count, "ticket")

    @property
    def allowance(self) -> str:
        allowed = self.entry.element.allowance
        return f"au-delà de {allowed.words}, compris dans le forfait" if allowed else ""

    @property
    def level(self) -> str:
        """« au prix du niveau S »: a ticket does not tell its complexity."""
        level = self.entry.element.level
        return f"au moins, au prix du niveau {level}" if level else ""


@dataclass(frozen=True)
class IdleLine:
    """An included item about which nobody opened a ticket; its address leads to a proposal that changes its quantity."""

    item: ScopeItem
    url: str

    @property
    def detail(self) -> str:
        if self.item.quantity is None:
            return "volume non précisé"
        return f"{formats.number(self.item.quantity)} {self.item.unit} au contrat".replace("  ", " ")


@dataclass(frozen=True)
class GreyPage:
    """What the page shows; `window` is empty before the first report."""

    window: Sequence[Month]
    radar: Radar
    beyond: list[Line]
    grey: list[Line]
    refused: list[Line]
    idle: list[IdleLine]
    quiet: list[QuietLine]
    billed: Billed = field(default_factory=Billed)

    @property
    def period(self) -> str:
        return f"{formats.month_of(self.window[0])} à {formats.month_long(self.window[-1])}"

    @property
    def counts(self) -> tuple[int, int, int, int]:
        """Tickets out of scope, tickets in grey zones, idle items, refused tickets."""
        beyond, grey, refused = (
            sum(line.count for line in lines) for lines in (self.beyond, self.grey, self.refused)
        )
        return beyond, grey, len(self.idle), refused

    @property
    def title(self) -> str:
        beyond, grey, idle, refused = self.counts
        told = [
            formats.count(beyond + grey, "ticket traité hors périmètre|tickets traités hors périmètre"),
            formats.count(idle, "élément sans activité|éléments sans activité"),
            formats.count(refused, "refus en périmètre|refus en périmètre"),
        ]
        found = [words for words, count in zip(told, (beyond + grey, idle, refused), strict=True) if count]
        return ", ".join(found) if found else "Aucune zone grise relevée"

    @property
    def value(self) -> str:
        return formats.money(self.radar.value)

    @property
    def can_tell_idle(self) -> bool:
        return self.radar.idle is not None

    @property
    def shown_idle(self) -> list[IdleLine]:
        return self.idle[:SHOWN]

    @property
    def more_idle(self) -> str:
        rest = len(self.idle) - SHOWN
        return f"Et {formats.count(rest, 'autre')}, dans le fichier." if rest > 0 else ""

    @property
    def doubts(self) -> list[str]:
        return [fact.reference for fact in self.radar.doubts[:SHOWN]]


def grey_page(contract: Contract) -> GreyPage:
    """The radar of the six months up to the latest one delivered (about thirteen queries)."""
    delivered = delivered_months(contract)
    items = scope_items(contract)
    if not delivered:
        return GreyPage([], Radar(), [], [], [], [], quiet_lines(contract, items, Radar()))
    window = month_range(max(delivered).shift(1 - MONTHS), max(delivered))
    by_key = {item.pk: item for item in items}
    radar = scan(
        facts_of(contract, window),
        elements_of(contract, lines_by_item(contract)),
        name_book(contract, items),
        window,
        delivered,
    )

    billed = billed_in(contract, window, local_today(contract))
    lines = partial(_lines, contract, by_key, billed)
    return GreyPage(
        window,
        radar,
        lines(radar.beyond, "Revoir l’exclusion"),
        lines(radar.grey, "Trancher la zone grise"),
        lines(radar.refused, "Préciser l’inclusion"),
        [IdleLine(by_key[one.key], proposal_url(contract, one.key)) for one in radar.idle or ()],
        quiet_lines(contract, items, radar),
        billed,
    )


def _lines(
    contract: Contract, by_key: Mapping[int, ScopeItem], billed: Billed, entries: Sequence[Entry], action: str
) -> list[Line]:
    """What each entry costs and where it is settled, the dearest first."""
    found = []
    for entry in sorted(entries, key=lambda one: (-(one.value or Decimal(0)), -len(one.tickets))):
        item = by_key[entry.element.key]
        act = action if entry.element.status == item.status else "Voir l’élément"
        link, paid = scope_url(contract, item.pk), billed.on(item)
        found.append(Line(item, entry, link, act, billed.words_on(item), paid, amend_url(contract, item)))
    return found


def quiet_lines(contract: Contract, items: Sequence[ScopeItem], radar: Radar) -> list[QuietLine]:
    """The grey zones of now that no handled ticket was tied to: they are still to settle."""
    seen = {entry.element.key for entry in radar.grey}
    return [
        QuietLine(item, proposal_url(contract, item.pk))
        for item in items
        if item.status == ScopeItem.Status.GREY and item.pk not in seen
    ]


def scope_url(contract: Contract, key: int) -> str:
    """The item in the scope; whoever may change it finds its form open."""
    return f"{reverse('contracts:scope', args=[contract.slug])}?ligne={key}#ligne-{key}"


def amend_url(contract: Contract, item: ScopeItem) -> str:
    """Where an item outside the fee is brought into it; empty for one that is included already."""
    return "" if item.status == ScopeItem.Status.IN else proposal_url(contract, item.pk)


def proposal_url(contract: Contract, key: int) -> str:
    """The proposal of an amendment, filled in with the item; two persons of the contract then agree on it."""
    return f"{reverse('contracts:amendments', args=[contract.slug])}?element={key}#proposer"


def grey_sheet(page: GreyPage) -> Sheet:
    """One row a ticket, one a silent item; the value stands on the first row of each item."""
    rows: list[tuple[object, ...]] = []
    for kind, lines in ((OVER, page.beyond), (GREY, page.grey), (REFUSED, page.refused)):
        for line in lines:
            for rank, one in enumerate(line.entry.tickets):
                whole = (None, None, None) if rank else (line.count, line.entry.value, line.paid)
                told = (one.fact.reference, str(one.fact.opened), one.tie.where, one.tie.phrase)
                rows.append((kind, line.item.number, line.item.name, *whole, *told))
    blank = (None,) * (len(HEAD) - 3)
    rows += [(QUIET, one.item.number, one.item.name, 0, *blank[1:]) for one in page.quiet]
    rows += [(IDLE, one.item.number, one.item.name, *blank) for one in page.idle]
    return Sheet(HEAD, rows)
