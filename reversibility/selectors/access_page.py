"""The access register under its filters, fifty lines a page; the line being corrected has its form in place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict

from contracts.models import Contract
from core.engine import formats
from core.engine.secrets import secret_in
from core.exports import Sheet
from reversibility.engine.access_cells import COLUMNS, write_access
from reversibility.engine.accesses import BREAK_GLASS, KIND, KINDS, Access, Held, Risk, risks_of
from reversibility.selectors.access_lines import HELD, RISKS, AccessLine
from reversibility.selectors.access_rows import AccessRow, access_rows

PER_PAGE = 50


@dataclass(frozen=True)
class Filters:
    """What the address asks of the register; anything unknown, or that looks like a secret, asks for nothing."""

    kind: str = ""
    held: str = ""
    risk: str = ""
    text: str = ""
    entry: int | None = None

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Filters:
        text, entry = query.get("q", "").strip()[:80], query.get("ligne", "")
        return cls(
            kind=_known(query.get("nature", ""), KIND),
            held=_known(query.get("detenu", ""), HELD),
            risk=_known(query.get("alerte", ""), RISKS),
            text="" if secret_in(text) else text,
            entry=int(entry) if entry.isascii() and entry.isdecimal() and len(entry) < 16 else None,
        )

    def keeps(self, access: Access, today: date) -> bool:
        """Whether an access answers to everything asked; the text is looked for in all that is written of it."""
        told = (access.system, access.kept_in, access.proof, *(holder.role for holder in access.holders))
        return (
            (not self.kind or access.kind == self.kind)
            and (not self.held or access.held == self.held)
            and (not self.risk or self.risk in risks_of(access, today))
            and self.text.casefold() in " ".join(told).casefold()
        )

    def query(self, **changes: str) -> str:
        """The address of the same list, with something else."""
        asked = {"nature": self.kind, "detenu": self.held, "alerte": self.risk, "q": self.text} | changes
        known = QueryDict(mutable=True)
        known.update({name: value for name, value in asked.items() if value})
        return f"?{known.urlencode()}"


def _known(value: str, words: Mapping[Any, Any]) -> str:
    return value if value in words else ""


@dataclass(frozen=True)
class RegisterPage:
    """The register under its filters; `counts` and `held` are those of the whole register."""

    filters: Filters
    page: Page
    lines: list[AccessLine]
    counts: Mapping[str, int]
    held: Mapping[str, int]
    break_glass: int
    asked: str

    @property
    def total(self) -> int:
        return sum(self.held.values())

    @property
    def leaving(self) -> int:
        """What the provider holds, alone or with the client."""
        return self.held[Held.PROVIDER] + self.held[Held.BOTH]

    @property
    def alone(self) -> int:
        return self.held[Held.PROVIDER]

    @property
    def alone_url(self) -> str:
        return self.filters.query(alerte=Risk.PROVIDER_ALONE)

    @property
    def nobody(self) -> int:
        return self.held[Held.NOBODY]

    @property
    def untested_words(self) -> str:
        """« dont 1 jamais essayé »."""
        untested = self.counts[Risk.NEVER_TESTED]
        return (
            f"dont {formats.count(untested, 'jamais essayé|jamais essayés')}" if untested else "tous essayés"
        )

    @property
    def title(self) -> str:
        if not self.total:
            return "Registre des accès vide"
        if not self.alone:
            return f"{formats.count(self.total, 'accès|accès')}, aucun tenu par le seul prestataire"
        return f"{formats.count(self.alone, 'accès tenu|accès tenus')} par le seul prestataire"

    @property
    def lead(self) -> str:
        if not self.total:
            return "Sans registre, la part des accès du seul prestataire reste inconnue."
        return (
            f"{formats.count(self.total, 'accès|accès')} au registre, dont"
            f" {formats.number(self.leaving)} à changer le jour de la sortie."
        )

    @property
    def pills(self) -> list[dict[str, Any]]:
        """Each risk that is met, with how many accesses it concerns."""
        met = [risk for risk in RISKS if self.counts[risk] or risk == self.filters.risk]
        whole = {"label": "Tout", "url": self.filters.query(alerte=""), "count": self.total}
        each = [
            {"label": RISKS[risk][1], "url": self.filters.query(alerte=risk), "count": self.counts[risk]}
            for risk in met
        ]
        chosen = ["", *met].index(self.filters.risk)
        return [{**pill, "active": rank == chosen} for rank, pill in enumerate([whole, *each])]

    @property
    def kinds(self) -> list[tuple[str, str]]:
        return [(kind.code, kind.label) for kind in KINDS]

    @property
    def holdings(self) -> list[tuple[str, str]]:
        return [(held.value, label) for held, label in HELD.items()]

    @property
    def csv_url(self) -> str:
        return self.filters.query(export="csv")

    @property
    def xlsx_url(self) -> str:
        return self.filters.query(export="xlsx")


def register_page(contract: Contract, filters: Filters, today: date, number: str | None) -> RegisterPage:
    """One page of the register: the one asked for, or the one that holds the line to correct (2 queries)."""
    rows = access_rows(contract)
    kept = [row for row in rows if filters.keeps(row.access, today)]
    place = next((rank for rank, row in enumerate(kept) if row.entry.pk == filters.entry), None)
    own = 1 if place is None else place // PER_PAGE + 1
    page = Paginator(kept, PER_PAGE).get_page(number or own)
    asked = filters.query(page=str(page.number))
    lines = [
        AccessLine(row, today, _edit_url(filters, page, row), row.entry.pk == filters.entry)
        for row in page.object_list
    ]
    found = [risk for row in rows for risk in risks_of(row.access, today)]
    held = [row.access.held for row in rows]
    sealed = sum(row.access.kind == BREAK_GLASS for row in rows)
    return RegisterPage(filters, page, lines, _counted(Risk, found), _counted(Held, held), sealed, asked)


def _edit_url(filters: Filters, page: Page, row: AccessRow) -> str:
    return f"{filters.query(page=str(page.number), ligne=str(row.entry.pk))}#acces-{row.entry.number}"


def _counted(kinds: Iterable[str], found: Sequence[str]) -> dict[str, int]:
    return {kind: found.count(kind) for kind in kinds}


def register_sheet(contract: Contract, filters: Filters, today: date) -> Sheet:
    """Every line kept by the filters, as a list that can be imported again (2 queries)."""
    kept = [row.access for row in access_rows(contract) if filters.keeps(row.access, today)]
    return Sheet(tuple(COLUMNS.values()), [tuple(write_access(access).values()) for access in kept])
