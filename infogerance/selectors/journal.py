"""The page of the journal: who did what and when, and whether its chain holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from accounts.models import Role
from contracts.models import Contract
from core.engine import formats
from core.exports import Sheet
from core.scope import Side, current
from infogerance.forms.lists import JournalFilters
from infogerance.selectors.journal_words import detail_words, plain, subject_words
from journal.engine.acts import act_of, shared_actions
from journal.engine.chain import Break
from journal.models import JournalEntry
from journal.selectors import first_fault, head_for

ROWS = 50
EXPORTED = 20_000
HEAD = ("Numéro", "Date", "Auteur", "Rôle", "Acte", "Objet", "Avant", "Après", "Motif", "Empreinte")
ASIDE = frozenset({"before", "after"})


@dataclass(frozen=True)
class Line:
    """One act as read; `others` are its details beside the values before and after."""

    entry: JournalEntry
    author: str
    role: str
    act: str
    subject: str
    before: str
    after: str
    others: str


@dataclass(frozen=True)
class JournalPage:
    """One page of lines, the filters, and what the chain says of itself."""

    title: str
    chain: str
    whole: bool
    numbered: bool
    lines: list[Line]
    page: Page[JournalEntry]
    query: str


def journal_page(contract: Contract, form: JournalFilters, query: Mapping[str, str]) -> JournalPage:
    """Fifty lines of the journal as the reader's side may see it, last first.

    The provider reads no number of a line nor of the head: they would tell how many acts it does not see.
    """
    numbered = not _is_of_provider(contract)
    found = kept_entries(contract, form)
    page = Paginator(found, ROWS).get_page(query.get("page"))
    broken = first_fault(contract.pk)
    kept = "&".join(f"{name}={value}" for name, value in form.data.items() if value and name in form.fields)
    return JournalPage(
        title=formats.count(page.paginator.count, "acte") + " au journal",
        chain=_chain_words(contract, broken, numbered=numbered),
        whole=broken is None,
        numbered=numbered,
        lines=[line_of(entry) for entry in page.object_list],
        page=page,
        query=f"{kept}&" if kept else "",
    )


def _is_of_provider(contract: Contract) -> bool:
    return current().side_of(contract.pk) == Side.PROVIDER


def _chain_words(contract: Contract, broken: Break | None, *, numbered: bool) -> str:
    """« Chaîne intacte, tête n° 198, empreinte 0f3a… », or where it breaks."""
    sequence, head = head_for(contract.pk)
    if broken:
        place = f" à la ligne {broken.sequence}\u00a0: {broken.field}" if numbered else ""
        return f"Chaîne rompue{place}. Lancez «\u00a0manage.py verify\u00a0»."
    told = f"tête n°\u00a0{sequence}, empreinte" if numbered else "empreinte de la tête"
    return f"Chaîne intacte, {told} {head[:16]}…"


def kept_entries(contract: Contract, form: JournalFilters) -> QuerySet[JournalEntry]:
    """The entries that the filters and the reader's side let through, last first."""
    rows = JournalEntry.objects.filter(contract=contract).select_related("actor").order_by("-sequence")
    if _is_of_provider(contract):
        rows = rows.filter(action__in=shared_actions())
    asked = form.cleaned_data if form.is_valid() else {}
    zone = ZoneInfo(contract.timezone)
    if asked.get("auteur"):
        rows = rows.filter(actor_role=asked["auteur"])
    if asked.get("acte"):
        rows = rows.filter(action=asked["acte"])
    if asked.get("du"):
        rows = rows.filter(at__gte=datetime.combine(asked["du"], time(), zone))
    if asked.get("au"):
        rows = rows.filter(at__lt=datetime.combine(asked["au"] + timedelta(days=1), time(), zone))
    return rows


def line_of(entry: JournalEntry) -> Line:
    """One entry in words."""
    details: dict[str, Any] = entry.details
    return Line(
        entry=entry,
        author=str(entry.actor) if entry.actor else "Portail",
        role=dict(Role.choices).get(entry.actor_role, ""),
        act=act_of(entry.action).words,
        subject=subject_words(entry.subject),
        before=plain(details.get("before")),
        after=plain(details.get("after")),
        others="\u202f; ".join(
            detail_words(name, value) for name, value in details.items() if name not in ASIDE
        ),
    )


def journal_sheet(contract: Contract, form: JournalFilters) -> Sheet:
    """The same lines as a file, whole digests included; without their numbers for the provider."""
    lines = (line_of(entry) for entry in kept_entries(contract, form)[:EXPORTED])
    first = 1 if _is_of_provider(contract) else 0
    return Sheet(HEAD[first:], [cells_of(line)[first:] for line in lines])


def cells_of(line: Line) -> tuple[Any, ...]:
    entry = line.entry
    return (
        *(entry.sequence, entry.at, line.author, line.role, line.act, line.subject),
        *(line.before, line.after, entry.reason, entry.hash),
    )
