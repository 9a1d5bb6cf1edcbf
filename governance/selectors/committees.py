"""Committees, decisions, actions and packs, as the pages show them. The open scope hides what a side may not see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, Q

from contracts.engine.dates import business_days_before
from contracts.models import Contract, Site
from contracts.selectors.calendars import days_off_at
from core.engine import formats
from core.exports import Sheet as Export
from core.gathering import gather
from core.models import Job
from core.scope import Side, current
from governance.engine.agenda import LENGTHS, STANDING, Item, agenda, total
from governance.engine.lateness import days_late
from governance.engine.pack.editions import usual
from governance.engine.wording import count_of, page_name
from governance.models import CLOSED_SERIES, TAKEN_DECISIONS, ActionItem, Committee, Decision, Pack
from governance.selectors.agenda_points import points_of
from governance.selectors.carried import Carried, carried_to
from governance.selectors.checks import Check, pack_checks, sitting_checks
from governance.selectors.pack_versions import texts_of
from governance.selectors.packs import SIDES, Known, NoResult, Outline, outline_for
from governance.selectors.risks import RiskLine, top_risks
from kpis.selectors.marks import Followed

OPEN_STATES = (ActionItem.State.TODO, ActionItem.State.DOING)
SEND_BEFORE = 3


def variants_for(contract: Contract) -> list[Pack.Variant]:
    """The variants that the open scope's side may ask for."""
    side = current().side_of(contract.pk) or Side.PROVIDER
    return [variant for variant in Pack.Variant if side in {Side.CLIENT, SIDES[variant]}]


def own_variants(committee: Committee) -> list[Pack.Variant]:
    """The variants that a committee sends, the client's first; a strategic committee has its own, others none."""
    if not committee.has_pack:
        return []
    names = usual(committee.kind == Committee.Kind.STRATEGIC)
    return [Pack.Variant(name) for name in names.values()]


def committees_for(contract: Contract) -> list[Committee]:
    """Every committee, latest first, with `asked` and `taken`, its decisions open and taken (1 query)."""
    asked, taken = Q(decisions__state=Decision.State.ASKED), Q(decisions__state__in=list(TAKEN_DECISIONS))
    seen = Q() if current().side_of(contract.pk) == Side.CLIENT else ~Q(decisions__audience="client")
    rows = Committee.objects.filter(contract=contract).annotate(
        asked=Count("decisions", filter=asked & seen), taken=Count("decisions", filter=taken & seen)
    )
    return list(rows.order_by("-held_on"))


def committee_for(contract: Contract, slug: str) -> Committee | None:
    """One committee by its address."""
    return (
        Committee.objects.select_related("contract__client", "contract__provider")
        .filter(contract=contract, slug=slug)
        .first()
    )


def decisions_of(committee: Committee) -> list[Decision]:
    """Decisions of a committee, closed session first (1 query)."""
    rows = Decision.objects.filter(committee=committee).select_related("decided_by")
    return sorted(rows, key=lambda row: (row.number <= CLOSED_SERIES, row.number))


def decisions_for(contract: Contract) -> list[Decision]:
    """Every decision of the contract, latest committee first (1 query)."""
    rows = Decision.objects.filter(contract=contract).select_related("committee", "decided_by")
    return sorted(
        rows, key=lambda row: (-row.committee.held_on.toordinal(), row.number <= CLOSED_SERIES, row.number)
    )


@dataclass(frozen=True)
class ActionLine:
    """An action on a given day; `late` in days; `mine`: the reader may change it; `followed`: what followed it."""

    row: ActionItem
    late: int
    mine: bool
    followed: Followed | None = None

    @property
    def source(self) -> str:
        """« D1 »: the decision or the point that it follows; empty for none."""
        return self.row.decision.label if self.row.decision else self.row.origin.partition(":")[2]

    @property
    def asked_by(self) -> str:
        """« COPIL du 16/04/2026 »: whose decision or point it follows, every committee having its own « D1 »."""
        said = self.row.decision.committee if self.row.decision else self.row.committee
        return said.name if said and self.source else ""


def actions_for(contract: Contract, day: date) -> list[ActionLine]:
    """Every action as it is late on a day, open ones first, then by due date (1 query)."""
    side = current().side_of(contract.pk)
    found = []
    for row in ActionItem.objects.filter(contract=contract).select_related(
        "decision__committee", "committee"
    ):
        late = days_late(row.due_on, row.state, row.done_on, day)
        found.append(ActionLine(row, late, side in {Side.CLIENT, row.owner_side}))
    return sorted(
        found, key=lambda line: (line.row.state not in OPEN_STATES, line.row.due_on, line.row.number)
    )


def latest_pack(committee: Committee, variant: str, version: int | None = None) -> Pack | None:
    """The last version of a variant that the open scope may see, or the one asked for (1 query)."""
    rows = Pack.objects.filter(committee=committee, variant=variant).select_related("committee__contract")
    asked = rows if version is None else rows.filter(version=version)
    return asked.order_by("-version").first()


@dataclass(frozen=True)
class PackLine:
    """A variant on the committee's page: its last PDF, and the job that makes another."""

    variant: Pack.Variant
    pack: Pack | None
    job: Job | None

    @property
    def size(self) -> str:
        """« 11 pages, 166 ko »."""
        return (
            f"{count_of(self.pack.pages, 'page')}, {formats.number(self.pack.size // 1024)}\u00a0ko"
            if self.pack
            else ""
        )


def pack_lines(committee: Committee, variants: list[Pack.Variant]) -> tuple[list[PackLine], date]:
    """Last PDF and running job of each variant; the last day on which they leave, worked at every site (1 query)."""
    ((_, of),) = gather(
        Contract.objects.filter(pk=committee.contract_id),
        packs=Pack.objects.filter(committee=committee),
        sites=Site.objects.filter(contract=OuterRef("pk")),
        jobs=Job.objects.filter(
            contract_id=OuterRef("pk"),
            kind="pack",
            state__in=[Job.State.QUEUED, Job.State.RUNNING],
            payload__committee=committee.pk,
        ),
    )
    packs = {row.variant: row for row in sorted(of["packs"], key=lambda row: row.version)}
    day = committee.held_on
    send_by = business_days_before(day, SEND_BEFORE, days_off_at(of["sites"], day.year - 1, day.year))
    jobs = {job.payload["variant"]: job for job in of["jobs"]}
    return [PackLine(variant, packs.get(variant), jobs.get(variant)) for variant in variants], send_by


@dataclass(frozen=True)
class CommitteePage:
    """Everything the page of a committee shows."""

    committee: Committee
    decisions: list[tuple[Decision, str]]
    asked: int
    late: list[ActionLine]
    carried: list[Carried]
    agenda: list[Item]
    minutes: int
    length: int
    checks: list[Check]
    contents: list[tuple[str, str, str]]
    packs: list[PackLine]
    others: list[PackLine]
    send_by: date | None
    risks: list[RiskLine]


def committee_page(committee: Committee, today: date) -> CommitteePage:
    """About fifteen queries, whatever the number of tickets."""
    contract = committee.contract
    every = decisions_for(contract)
    decisions = [row for row in every if row.committee_id == committee.pk]
    carried = carried_to(committee, every)
    open_ones = [row for row in decisions if row.state == Decision.State.ASKED]
    actions = actions_for(contract, committee.held_on)
    late = [line for line in actions if line.late]
    risks = top_risks(contract, committee.held_on)
    own, offered = own_variants(committee), variants_for(contract)
    ordered = sorted(offered, key=lambda variant: variant not in own)
    lines, send_by = pack_lines(committee, ordered) if own else ([], None)
    packs = [line for line in lines if line.variant in own]
    known = Known(decisions, [line.row for line in actions], risks)
    outline = _outline(committee, packs[0].variant, known) if packs else None
    contents = _contents(committee, outline) if outline else []
    items = _agenda(committee, open_ones, len(late), carried, outline)
    return CommitteePage(
        committee=committee,
        decisions=[(row, page_name(row.evidence)) for row in decisions],
        asked=len(open_ones),
        late=late,
        carried=carried,
        agenda=items,
        minutes=total(items),
        length=LENGTHS[committee.kind],
        checks=[
            *(pack_checks(decisions, outline) if packs else []),
            *sitting_checks(len(late), items, LENGTHS[committee.kind]),
        ],
        contents=contents,
        packs=packs,
        others=[line for line in lines if line.variant not in own],
        send_by=send_by,
        risks=risks,
    )


def _agenda(
    committee: Committee, asked: list[Decision], late: int, carried: list[Carried], outline: Outline | None
) -> list[Item]:
    """The timed items: late actions, what comes back, questions, what its kind goes through, what the month tells."""
    origins = {row.origin for row in asked}
    return agenda(
        [(row.label, row.question, row.origin) for row in asked],
        _late_words(late),
        bool(outline and outline.tells_signals),
        committee.starts_at,
        carried=[point.text for point in carried],
        points=points_of(committee.contract, outline, origins),
        standing=STANDING.get(committee.kind, ()),
    )


def _late_words(late: int) -> str:
    if not late:
        return "Suivi des actions, aucune en retard au jour du comité"
    return f"Suivi des actions, {formats.number(late)} en retard au jour du comité"


def _contents(committee: Committee, outline: Outline) -> list[tuple[str, str, str]]:
    """The pages of the pack under their reviewed titles (1 query)."""
    texts = texts_of(committee, current().side_of(committee.contract_id) or Side.PROVIDER)
    return [
        (page.mark, texts[page.kind].title if page.kind in texts else page.title, page.anchor)
        for page in outline.pages
    ]


def _outline(committee: Committee, variant: Pack.Variant, known: Known) -> Outline | None:
    """The pages of the pack; None before a result."""
    try:
        return outline_for(committee, variant, known)
    except NoResult:
        return None


def decision_export(rows: list[Decision]) -> Export:
    """All decisions as a file."""
    head = ("Comité", "Décision", "Question", "État", "Texte", "Motif", "Décidée le")
    lines = [
        (
            row.committee.slug,
            row.label,
            row.question,
            row.get_state_display(),
            row.words,
            row.reason,
            row.decided_at,
        )
        for row in rows
    ]
    return Export(head, lines)


def action_export(lines: list[ActionLine]) -> Export:
    """All actions as a file."""
    head = ("Action", "Quoi", "Porteur", "Partie", "Échéance", "État", "Retard (jours)")
    rows = [
        (
            f"A-{line.row.number}",
            line.row.title,
            line.row.owner_role,
            line.row.get_owner_side_display(),
            line.row.due_on,
            line.row.get_state_display(),
            line.late,
        )
        for line in lines
    ]
    return Export(head, rows)
