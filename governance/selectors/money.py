"""What the contract costs as facts of a pack: the fee and what is billed for both sides, the budget for the client."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from contracts.models import BudgetLine, Contract
from contracts.selectors.budget_facts import budget_facts
from contracts.selectors.budget_page import billed_exclusions, post_lines
from contracts.selectors.charges import Charge, charges_between
from contracts.selectors.contract_years import year_months
from contracts.selectors.fees import fees_of
from contracts.selectors.lifetime import covered_months
from contracts.selectors.revision_page import RevisionLine, revision_page
from contracts.selectors.year_book import book_since
from core.engine import formats
from core.engine.months import Month
from core.scope import Side
from governance.engine.facts import Billed, Forecast, MoneyFacts, Post

BESIDE = ("units", "band")
"""Kinds of charges told in one line each, beside the exclusions."""


def money_facts(contract: Contract, month: Month, day: date, side: Side) -> MoneyFacts:
    """The contract year of a month as of a day; the provider reads no budget, so that none is asked for it."""
    covered = covered_months(contract, day)
    year = covered.year_of(max(covered.first, min(month, covered.last)))
    forecast, charges = (
        _forecast(contract, year, day) if side == Side.CLIENT else _charges(contract, year, day)
    )
    return MoneyFacts(
        year=year,
        fee=fees_of(contract).of(month).revised,
        billed=_billed(contract, [one for one in charges if one.month <= month]),
        revision=_revision(contract, day),
        forecast=forecast,
    )


def _forecast(contract: Contract, year: int, day: date) -> tuple[Forecast, list[Charge]]:
    facts = budget_facts(contract, year, day)
    figures = facts.figures
    known = [row.month for row in figures.months if row.known]
    posts = tuple(Post(one.name, one.budget, one.spent, one.landing) for one in post_lines(facts, figures))
    return Forecast(
        posts, figures.budget, figures.spent, figures.landing, figures.overrun, known[-1] if known else None
    ), facts.charges


def _charges(contract: Contract, year: int, day: date) -> tuple[None, list[Charge]]:
    months = list(year_months(contract, year, day))
    return None, charges_between(contract, book_since(contract, months[0]), months[0], months[-1], day)


def _billed(contract: Contract, charges: Sequence[Charge]) -> tuple[Billed, ...]:
    """Each exclusion, dearest first, then « Imprévu », then work units and bands where there are some."""
    found = [Billed(one.name, one.quantity, one.amount) for one in billed_exclusions(contract, charges)]
    for kind in BESIDE:
        amounts = [one.amount for one in charges if one.kind == kind]
        if amounts:
            found.append(Billed(str(BudgetLine.Kind(kind).label), None, sum(amounts, Decimal(0))))
    return tuple(found)


def _revision(contract: Contract, day: date) -> str:
    """« Au 01/01/2027, à venir. Syntec de septembre 2026 : aucune valeur saisie. », then the dates gone by unsettled."""
    page = revision_page(contract, day)
    if page.clause is None:
        return "Le contrat ne prévoit pas de révision de prix."
    waiting = [one for one in page.lines if one.standing not in {"applied", "late"}]
    if not waiting:
        return "Aucune révision n’est à venir."
    past = [one for one in waiting if one.effective_on <= day and one is not waiting[0]]
    told = formats.count(len(past), "date passée attend encore|dates passées attendent encore")
    return f"{_coming(waiting[0])} {told} leur révision.".strip() if past else _coming(waiting[0])


def _coming(line: RevisionLine) -> str:
    told = f"Au {formats.date_short(line.effective_on)}, {line.word.lower()}"
    if line.price is not None:
        told += f" : {formats.money(line.price)} HT par mois au lieu de {formats.money(line.former)}"
    return f"{told}. {line.detail}".strip()
