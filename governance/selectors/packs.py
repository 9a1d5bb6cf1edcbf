"""The content of a pack, read for one variant. About forty queries, whatever the number of tickets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.conf import settings

from contracts.models import Contract, ContractVersion, ServiceCalendar, Site
from core.engine import formats
from core.engine.months import month_range
from core.scope import Side, current, for_contract
from governance.engine.facts import CommitmentFacts, MonthFacts, PackFacts
from governance.engine.pack.assembly import assemble
from governance.engine.pack.document import PackData, Page
from governance.engine.pack.editions import EDITIONS
from governance.engine.pack.method import ClosedMonth, Provenance, Source
from governance.engine.pack.texts import reviewed
from governance.engine.points import terminable
from governance.models import ActionItem, Committee, Decision, Pack
from governance.selectors.attachments import EvidenceFile, evidence_files
from governance.selectors.horizon import exit_cost, risk_facts, roadmap_facts, scope_facts
from governance.selectors.judgement import commitment_facts, late_tickets, month_facts, month_results
from governance.selectors.lived import lived_facts, said_facts
from governance.selectors.money import money_facts
from governance.selectors.pack_versions import texts_of
from governance.selectors.penalties import claims_of, penalty_facts
from governance.selectors.risks import RiskLine, top_risks
from governance.selectors.sheets import sheets_for, sheets_of
from governance.selectors.surroundings import (
    action_facts,
    actions_kept,
    answers_facts,
    closed_session_term,
    exit_facts,
    indicator_facts,
    indicator_values,
    recurrences,
    reopened_facts,
    version_in_force,
)
from journal.engine.acts import CLOSINGS
from journal.models import JournalEntry
from journal.services import GENESIS
from reports.models import DeliveryFile
from slas.engine.penalties import TerminationClause
from slas.models import MonthSnapshot

SPAN = 12
SIDES = {
    variant: Side.PROVIDER if EDITIONS[variant.value].provider else Side.CLIENT for variant in Pack.Variant
}


class NoResult(Exception):
    """The month was never computed: there is nothing to put in a pack."""


@dataclass(frozen=True)
class PackContent:
    """A pack ready to print, and the files attached to it."""

    data: PackData
    files: tuple[EvidenceFile, ...]
    facts_digest: str


@contextmanager
def seen_by(contract: Contract, variant: str) -> Iterator[Side]:
    """Open the scope of the reader of a variant: what the reader may not see is absent from every query."""
    side = SIDES[Pack.Variant(variant)]
    with for_contract(contract.pk, side):
        yield side


def content_for(committee: Committee, variant: str) -> PackContent:
    """The pages of a variant under their reviewed texts, and its attachments. Raises NoResult."""
    found = generated_for(committee, variant)
    with seen_by(committee.contract, variant) as side:
        texts = texts_of(committee, side)
    return replace(found, data=reviewed(found.data, texts))


def generated_for(committee: Committee, variant: str) -> PackContent:
    """The pages of a variant as the rules write them, and its attachments. Raises NoResult before the first computation."""
    contract = committee.contract
    with seen_by(contract, variant) as side:
        edition = EDITIONS[variant]
        facts, version = facts_for(contract, committee, side, brief=edition.front_only)
        facts = _with_roadmap(facts, committee, edition.kind)
        provenance = _provenance(contract, committee, version, facts.month.computed_at)
        if edition.kind == "audit":
            provenance = replace(provenance, closed=_closed_months(contract))
        files = () if edition.front_only else evidence_files(facts)
        data = assemble(
            facts,
            sheets_for(committee),
            provenance,
            tuple((file.name, file.rows) for file in files),
            variant=variant,
            address=f"{settings.PORTAL_URL}/contrats/{contract.slug}",
        )
    return PackContent(data, files, facts.month.facts_digest)


@dataclass(frozen=True)
class Known:
    """What the page of a committee has read already of what a pack tells, as the reader of the pack sees it."""

    decisions: Sequence[Decision]
    actions: Sequence[ActionItem]
    risks: Sequence[RiskLine]


@dataclass(frozen=True)
class Outline:
    """The table of contents of a pack: its pages, whether the month is closed, whether a signal is told."""

    pages: tuple[Page, ...]
    closed: bool
    facts: PackFacts
    version: ContractVersion

    @property
    def tells_signals(self) -> bool:
        return any(page.kind == "trends" and page.body["cards"] for page in self.pages)


def outline_for(committee: Committee, variant: str, known: Known) -> Outline:
    """The pages that `content_for` gives, by their titles alone: what no title rests on is not read.

    Their bodies are therefore not to be shown. Raises NoResult before the month's first computation.
    """
    contract = committee.contract
    with seen_by(contract, variant) as side:
        facts, version = facts_for(contract, committee, side, known=known)
        facts = _with_roadmap(facts, committee, EDITIONS[variant].kind)
        provenance = Provenance(str(version), GENESIS, version.rules, (), _sources(contract, committee), "")
        sheets = sheets_of(known.decisions, contract.timezone)
        data = assemble(facts, sheets, provenance, (), variant=variant, address="")
    return Outline(data.pages, facts.month.closed, facts, version)


def facts_for(
    contract: Contract, committee: Committee, side: Side, *, known: Known | None = None, brief: bool = False
) -> tuple[PackFacts, ContractVersion]:
    """Everything the month says to one side, inside an open scope of that side. Raises NoResult.

    `brief`: for the first two pages. With what is `known` already, only what the titles of a pack rest on.
    """
    month, day, whole = committee.month, committee.held_on, not (known or brief)
    record = _record(contract, committee, side, with_disputes=whole)
    version = version_in_force(contract, month.last_day)
    span = month_range(month.shift(1 - SPAN), month)
    claims = claims_of(contract, span)
    results = month_results(contract, span, side, claims)
    commitments = commitment_facts(results, span)
    values = indicator_values(contract, month)
    penalty = penalty_facts(claims, month, side, with_lines=whole)
    facts = PackFacts(
        reference=contract.reference,
        title=contract.title,
        client=contract.client.name,
        provider=contract.provider.name,
        zone=contract.timezone,
        held_on=day,
        month=record,
        commitments=commitments,
        months=tuple(span),
        late=late_tickets(contract, month, commitments, day),
        indicators=indicator_facts(contract, month, values, with_stable=whole),
        answers=answers_facts(values.get("K22", {}), results, month),
        satisfaction_target=version.rules.satisfaction_target,
        reopened=reopened_facts(month, values.get("K11", {})),
        term=closed_session_term(contract, version, day, side),
        cap=version.monthly_fee * version.rules.cap_month / 100 if penalty else None,
        penalty=penalty,
        recurring=recurrences(contract, month) if whole else (),
        terminable=_terminable(commitments, version, side),
        committee=committee.get_kind_display(),
    )
    acting = _acting(known.actions if known else list(ActionItem.objects.filter(contract=contract)), day)
    return replace(facts, **acting, **_coming(contract, version, committee, side, known, brief)), version


def _acting(actions: Sequence[ActionItem], day: date) -> dict[str, Any]:
    """The recent actions, and what was kept of those of a year."""
    return {"actions": action_facts(actions, day), "kept": actions_kept(actions, day)}


def _terminable(
    commitments: tuple[CommitmentFacts, ...], version: ContractVersion, side: Side
) -> tuple[tuple[str, str], ...]:
    """What the client makes of repeated misses is its own, as its notice is: another side reads none."""
    if side != Side.CLIENT:
        return ()
    rules = version.rules
    return terminable(commitments, TerminationClause(rules.termination_consecutive, rules.termination_in_12))


def _coming(
    contract: Contract,
    version: ContractVersion,
    committee: Committee,
    side: Side,
    known: Known | None,
    brief: bool,
) -> dict[str, Any]:
    """The exit, the risks, the scope, the money, what users lived; titles rest on the first two alone."""
    month, day = committee.month, committee.held_on
    if known is not None:
        return {"exit": exit_facts(contract, day), "risks": risk_facts(known.risks)}
    money = money_facts(contract, month, day, side)
    if brief:
        return {"exit": exit_facts(contract, day), "money": money}
    cost = exit_cost(contract, version.monthly_fee) if side == Side.CLIENT else None
    return {
        "exit": exit_facts(contract, day, cost),
        "money": money,
        "lived": lived_facts(contract, month),
        "said": said_facts(contract, month, side),
        "risks": risk_facts(top_risks(contract, day)),
        "scope": scope_facts(contract, day),
    }


def _with_roadmap(facts: PackFacts, committee: Committee, kind: str) -> PackFacts:
    """The same facts, with the roadmap where the paper has its page (1 query)."""
    if kind != "costrat":
        return facts
    return replace(facts, roadmap=roadmap_facts(committee.contract, committee.held_on))


def _record(contract: Contract, committee: Committee, side: Side, *, with_disputes: bool) -> MonthFacts:
    record = month_facts(contract, committee.month, committee.held_on, side, with_disputes=with_disputes)
    if record is None:
        raise NoResult(
            f"{formats.month_long(committee.month)} n’est pas calculé. Calculez-le d’abord : manage.py compute."
        )
    return record


def _provenance(
    contract: Contract, committee: Committee, version: ContractVersion, computed: datetime
) -> Provenance:
    """Version, settings, calendars, originals, and the head of the journal: at the closing, else at the computation."""
    sources = _sources(contract, committee)
    lines = JournalEntry.objects.filter(contract=contract).order_by("-sequence")
    closing = lines.filter(action__in=CLOSINGS, subject=str(committee.month)).first()
    head = closing or lines.filter(at__lte=computed).first()
    calendars = [row.name for row in ServiceCalendar.objects.filter(contract=contract).order_by("code")]
    zones = [
        f"{row.name} : fériés {row.zone_words}"
        for row in Site.objects.filter(contract=contract).order_by("code")
    ]
    numbered = current().side_of(contract.pk) == Side.CLIENT
    return Provenance(
        contract_version=str(version),
        journal_head=head.hash if head else GENESIS,
        journal_sequence=(head.sequence if head else 0) if numbered else None,
        rules=version.rules,
        calendars=(*calendars, *zones),
        sources=sources,
        delivery=f"version {sources[0].version}" if sources else "aucun dépôt",
    )


def _closed_months(contract: Contract) -> tuple[ClosedMonth, ...]:
    """Every act that froze a month, oldest first (1 query)."""
    rows = MonthSnapshot.objects.filter(contract=contract).order_by("month", "revision")
    return tuple(ClosedMonth(*row) for row in rows.values_list("month", "revision", "at", "sha256"))


def _sources(contract: Contract, committee: Committee) -> tuple[Source, ...]:
    """The originals of the month's delivery in force (1 query)."""
    files = DeliveryFile.objects.filter(
        contract=contract, delivery__month=committee.month, delivery__is_current=True
    )
    rows = files.select_related("delivery").order_by("kind", "name", "pk")
    return tuple(
        Source(row.name, row.get_kind_display(), row.delivery.received_at, row.sha256, row.delivery.version)
        for row in rows
    )
