"""What comes, as a pack tells it: risks, what the scope leaves open, the roadmap, the price of leaving."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from contracts.engine.dates import add_months
from contracts.models import Contract, DatedTerm, ScopeItem
from core.scope import Audience
from governance.engine.facts import CostRange, RiskFacts, RoadmapFacts, ScopeFacts
from governance.engine.roadmap import NEXT, quarter_of, quarter_words
from governance.engine.wording import capital
from governance.models import RoadmapItem
from governance.selectors.risks import RiskLine
from reversibility.engine.costs import cost_of
from reversibility.selectors.exit_terms import AgreedExit, agreed_exit_of, fees_words

YEAR = 12
PRIORITIES = {priority.value: rank for rank, priority in enumerate(RoadmapItem.Priority)}


def risk_facts(lines: Iterable[RiskLine]) -> tuple[RiskFacts, ...]:
    """Risks as a pack prints them, in the order given (no query)."""
    return tuple(
        RiskFacts(
            label=line.row.label,
            effect=line.row.effect,
            weights=f"{line.said.likelihood} × {line.said.impact}",
            word=line.band.word,
            look=line.band.look,
            treatment=line.row.get_treatment_display(),
            owner=line.row.owner,
            review_on=line.row.review_on,
            closed_session=line.row.audience == Audience.CLIENT,
        )
        for line in lines
    )


def scope_facts(contract: Contract, day: date) -> ScopeFacts:
    """Grey zones of the scope, and warranties that end within a year of a day (2 queries)."""
    grey = ScopeItem.objects.filter(contract=contract, status=ScopeItem.Status.GREY).order_by("number")
    ending = DatedTerm.objects.filter(
        contract=contract,
        kind=DatedTerm.Kind.WARRANTY,
        first_on__gt=day,
        first_on__lte=add_months(day, YEAR),
    )
    return ScopeFacts(
        tuple(grey.values_list("name", flat=True)),
        tuple(ending.order_by("first_on", "number").values_list("first_on", "title")),
    )


def roadmap_facts(contract: Contract, day: date) -> tuple[RoadmapFacts, ...]:
    """Open items proposed by a day, by quarter then priority (1 query)."""
    rows = RoadmapItem.objects.filter(contract=contract, proposed_on__lte=day)
    open_ones = [row for row in rows if NEXT[row.state]]
    open_ones.sort(key=lambda row: (row.quarter, PRIORITIES[row.priority], row.number))
    return tuple(
        RoadmapFacts(
            label=row.label,
            title=row.title,
            value=row.value,
            quarter=quarter_words(row.quarter),
            state=row.get_state_display(),
            committee=row.get_committee_display(),
            proposed_by=row.get_proposed_side_display(),
            cost=row.cost,
            late=row.quarter < quarter_of(day),
            asked=row.state == RoadmapItem.State.PROPOSED,
        )
        for row in open_ones
    )


def exit_cost(contract: Contract, monthly_fee: Decimal) -> CostRange:
    """What leaving costs with the fee in force, and where that range comes from (3 queries); the client's alone."""
    agreed = agreed_exit_of(contract)
    cost = cost_of(agreed.terms.cost, monthly_fee)
    return CostRange(cost.due_low, cost.due_high, _source(agreed, fixed=cost.fixed), cost.is_capped)


def _source(agreed: AgreedExit, *, fixed: bool) -> str:
    """« Repère de la pratique, 4 à 7 forfaits ; clause art. 14.4. »: a range in fees is a reference, a sum is agreed."""
    reference = f"repère de la pratique, {fees_words(agreed.terms.cost)}"
    if agreed.clause is None or agreed.keeps_fees:
        return f"Le contrat ne le dit pas : {reference}."
    clause = f"clause {agreed.place}" if agreed.place else "clause de sortie du contrat"
    return f"{capital(clause)}, montant fixé." if fixed else f"{capital(reference)} ; {clause}."
