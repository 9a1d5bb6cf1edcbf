"""The scope of a contract, filtered and fifty lines a page; the line being changed has its form in place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.http import QueryDict

from contracts.engine.allowances import Allowance
from contracts.engine.scope_cells import COLUMNS
from contracts.engine.scope_rows import write_row
from contracts.engine.scope_words import (
    COVERAGES,
    CRITICALITIES,
    FAMILIES,
    INTERVENTIONS,
    labels,
)
from contracts.engine.terms import ScopeLine
from contracts.models import Contract, ScopeItem, Site
from contracts.selectors.allowances import allowances
from contracts.selectors.scope_coming import coming_words
from contracts.selectors.scope_lines import lines_by_item
from core.engine import formats
from core.exports import Sheet

PER_PAGE = 50
Status = ScopeItem.Status
NUMBERED = {Status.IN: "Inclus", Status.OUT: "Exclusion", Status.GREY: "Zone grise"}
PLURALS = {Status.IN: "Inclus", Status.OUT: "Exclusions", Status.GREY: "Zones grises"}


@dataclass(frozen=True)
class Filters:
    """What the address asks of the list; anything unknown asks for nothing."""

    status: str = ""
    family: str = ""
    criticality: str = ""
    site: str = ""
    text: str = ""
    item: int | None = None

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Filters:
        item = query.get("ligne", "")
        return cls(
            status=query.get("statut", "") if query.get("statut") in Status.values else "",
            family=query.get("famille", "") if query.get("famille") in labels(FAMILIES) else "",
            criticality=query.get("criticite", "") if query.get("criticite") in labels(CRITICALITIES) else "",
            site=query.get("site", "")[:30],
            text=query.get("q", "").strip()[:80],
            item=int(item) if item.isascii() and item.isdecimal() and len(item) < 16 else None,
        )

    def rows(self, contract: Contract) -> QuerySet[ScopeItem]:
        """The items kept: grey ones first, then those included, then the exclusions."""
        kept = ScopeItem.objects.filter(contract=contract).order_by("status", "number")
        for name in ("status", "family", "criticality"):
            if getattr(self, name):
                kept = kept.filter(**{name: getattr(self, name)})
        if self.site:
            kept = kept.filter(Q(coverage="all") | Q(places__site__code=self.site)).distinct()
        return kept.filter(name__icontains=self.text) if self.text else kept

    def query(self, **changes: str) -> str:
        """The address of the same list, with something else."""
        asked = {"statut": self.status, "famille": self.family, "criticite": self.criticality}
        asked |= {"site": self.site, "q": self.text} | changes
        known = QueryDict(mutable=True)
        known.update({name: value for name, value in asked.items() if value})
        return f"?{known.urlencode()}"


@dataclass(frozen=True)
class ScopeRow:
    """One line as the page shows it."""

    item: ScopeItem
    line: ScopeLine
    site_names: Mapping[str, str]
    edit_url: str
    is_open: bool
    included: Allowance | None = None
    coming: tuple[str, ...] = ()

    @property
    def status_words(self) -> str:
        """« Exclusion n° 9 »: each status has numbers of its own, as the other pages name them."""
        return f"{NUMBERED[Status(self.item.status)]} n°\u00a0{formats.number(self.item.number)}"

    @property
    def family(self) -> str:
        return labels(FAMILIES).get(self.line.family, "")

    @property
    def criticality(self) -> str:
        return labels(CRITICALITIES).get(self.line.criticality, "")

    @property
    def where(self) -> str:
        if self.line.sites:
            return ", ".join(self.site_names.get(code, code) for code in self.line.sites)
        return labels(COVERAGES).get(self.line.coverage, "")

    @property
    def kinds(self) -> str:
        return ", ".join(labels(INTERVENTIONS)[code].lower() for code in self.line.interventions)

    @property
    def aliases(self) -> str:
        return ", ".join(self.line.aliases)

    @property
    def since(self) -> str:
        """« 300 avant le 01/09/2025 », from the last two dated volumes."""
        if len(self.line.volumes) < 2:
            return ""
        (_, before), (day, _) = self.line.volumes[-2:]
        return f"{formats.number(before)} avant le {formats.date_short(day)}"


@dataclass(frozen=True)
class ScopePage:
    """The list under its filters; `totals` are those of the whole scope, by status; `new`: items that an amendment will add."""

    filters: Filters
    totals: Mapping[str, int]
    page: Page
    rows: list[ScopeRow]
    sites: list[tuple[str, str]]
    asked: str
    new: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        included = formats.count(self.totals.get(Status.IN, 0), "élément inclus|éléments inclus")
        return f"{included}, {formats.count(self.totals.get(Status.OUT, 0), 'exclusion')}"

    @property
    def lead(self) -> str:
        grey = self.totals.get(Status.GREY, 0)
        if not grey:
            return "Aucune zone grise."
        zones = formats.count(grey, "zone grise|zones grises")
        return (
            f"{zones} à trancher : ni incluse, ni exclue."
            if grey == 1
            else f"{zones} à trancher : ni incluses, ni exclues."
        )

    @property
    def pills(self) -> list[dict[str, Any]]:
        whole = {"label": "Tout", "url": self.filters.query(statut=""), "count": sum(self.totals.values())}
        each = [
            {"label": label, "url": self.filters.query(statut=code), "count": self.totals.get(code, 0)}
            for code, label in PLURALS.items()
        ]
        chosen = ["", *PLURALS].index(self.filters.status)
        return [{**pill, "active": rank == chosen} for rank, pill in enumerate([whole, *each])]

    @property
    def csv_url(self) -> str:
        return self.filters.query(export="csv")

    @property
    def xlsx_url(self) -> str:
        return self.filters.query(export="xlsx")

    @property
    def families(self) -> list[tuple[str, str]]:
        return list(labels(FAMILIES).items())

    @property
    def criticalities(self) -> list[tuple[str, str]]:
        return list(labels(CRITICALITIES).items())


def scope_page(contract: Contract, filters: Filters, number: str | None) -> ScopePage:
    """One page of the scope: the one asked for, or the one that holds the line to change (8 to 11 queries)."""
    kept = filters.rows(contract)
    page = Paginator(kept, PER_PAGE).get_page(number or _page_of(kept, filters.item))
    items = list(page.object_list)
    lines = lines_by_item(contract, items)
    sites = list(Site.objects.filter(contract=contract).order_by("code").values_list("code", "name"))
    own, coming = str(page.number), coming_words(contract)
    included = allowances(contract, [item.number for item in items if item.status == Status.OUT])
    rows = [
        ScopeRow(
            item,
            lines[item.pk],
            dict(sites),
            f"{filters.query(page=own, ligne=str(item.pk))}#ligne-{item.pk}",
            item.pk == filters.item,
            included.get(item.number) if item.status == Status.OUT else None,
            coming.of(lines[item.pk].key),
        )
        for item in items
    ]
    counted = ScopeItem.objects.filter(contract=contract).values_list("status").annotate(Count("pk"))
    return ScopePage(filters, dict(counted), page, rows, sites, filters.query(page=own), coming.new)


def _page_of(kept: QuerySet[ScopeItem], item: int | None) -> int:
    found = kept.filter(pk=item).first() if item else None
    if found is None:
        return 1
    before = kept.filter(Q(status__lt=found.status) | Q(status=found.status, number__lt=found.number)).count()
    return before // PER_PAGE + 1


def scope_item(contract: Contract, pk: int) -> ScopeItem | None:
    """One item of the contract (1 query)."""
    return ScopeItem.objects.filter(contract=contract, pk=pk).first()


def scope_sheet(contract: Contract, filters: Filters) -> Sheet:
    """Every line kept by the filters, as a list that can be imported again (3 queries)."""
    items = list(filters.rows(contract))
    lines = lines_by_item(contract, items)
    return Sheet(tuple(COLUMNS.values()), [tuple(write_row(lines[item.pk]).values()) for item in items])
