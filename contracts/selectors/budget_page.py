"""The page of the budget: where the year lands, month by month and post by post."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from contracts.engine.budget import APART, CERTAIN, VARIABLE, MonthBudget, YearBudget, landmarks
from contracts.models import BudgetLine, Contract
from contracts.selectors.budget_facts import BudgetFacts, budget_facts
from contracts.selectors.charges import KINDS, Charge
from contracts.selectors.contract_years import contract_years, year_name
from contracts.selectors.excluded import excluded_by_number
from core.engine import formats
from core.engine.months import Month
from core.engine.ratios import round_half_up
from core.exports import Sheet
from core.svg.columns import Column, Columns, draw
from core.svg.drawing import Figure, figure

LEVELS = {
    "green": ("met", "sous le seuil de 10 %"),
    "orange": ("watch", "de 10 à 15 % au-dessus"),
    "red": ("breached", "15 % au-dessus ou plus"),
}
PARTIAL = "Le contrat commence ou finit dans un mois\u00a0: le forfait de ce mois est compté au prorata de ses jours."
POSTS = (*CERTAIN, *VARIABLE)


@dataclass(frozen=True)
class PostLine:
    """One post of the year: foreseen, real so far, landing; `rule` says what the contract does beyond it."""

    name: str
    budget: Decimal | None
    spent: Decimal
    landing: Fraction | None
    rule: str

    @property
    def variance(self) -> Fraction | None:
        if self.landing is None or self.budget is None:
            return None
        return self.landing - Fraction(self.budget)

    @property
    def mark(self) -> tuple[str, str] | None:
        """State and word of a post that is beyond its budget, or that will be; None for the others."""
        if self.budget is None:
            return None
        if self.spent > self.budget:
            return "breached", "dépassé"
        return ("watch", "dépassement prévu") if self.variance and self.variance > 0 else None


@dataclass(frozen=True)
class BilledExclusion:
    """What was billed on one exclusion, or on « imprévu »."""

    number: int | None
    name: str
    quantity: Fraction
    amount: Decimal


@dataclass(frozen=True)
class BudgetPage:
    """`state` and `word` are those of the forecast; empty without a budget or a known month."""

    year: int
    years: list[tuple[str, str, bool]]
    title: str
    lead: str
    state: str
    word: str
    figures: YearBudget
    rows: tuple[MonthBudget, ...]
    totals: dict[str, Decimal]
    posts: list[PostLine]
    exclusions: list[BilledExclusion]
    charges: list[Charge]
    listed: Month | None
    months: list[tuple[str, str, bool]]
    chart: Figure

    @property
    def net(self) -> Fraction:
        """Spent so far, less the penalties and credits."""
        return self.figures.spent - Fraction(self.totals[APART])

    @property
    def exclusions_total(self) -> Decimal:
        """What the exclusions come to, as their post says it."""
        return sum((line.amount for line in self.exclusions), Decimal(0))

    @property
    def listed_total(self) -> Decimal:
        """What the month listed comes to."""
        return sum((charge.amount for charge in self.rows_of_month), Decimal(0))

    @property
    def rows_of_month(self) -> list[Charge]:
        """The charges of the month listed."""
        return [charge for charge in self.charges if charge.month == self.listed]


def budget_page(contract: Contract, year: int, today: date, listed: Month | None = None) -> BudgetPage:
    """The budget of one contract year (12 queries, and those of the credits).

    `listed`: the month whose charges are shown, by default the last one that has some.
    """
    facts = budget_facts(contract, year, today)
    figures = facts.figures
    state, word = LEVELS[figures.overrun.level] if figures.overrun else ("", "")
    title = _title(facts, figures)
    held = sorted({charge.month for charge in facts.charges})
    shown = listed if listed in held else held[-1] if held else None
    return BudgetPage(
        year=year,
        years=[
            (year_name(contract, one), f"?exercice={one}", one == year)
            for one in contract_years(contract, today)
        ],
        title=title,
        lead=_lead(figures) + (f" {PARTIAL}" if facts.partial else ""),
        state=state,
        word=word,
        figures=figures,
        rows=figures.months,
        totals=figures.totals,
        posts=post_lines(facts, figures),
        exclusions=[one for one in billed_exclusions(contract, facts.charges) if one.number is not None],
        charges=facts.charges,
        listed=shown,
        months=[
            (formats.month_short(month), f"?exercice={year}&mois={month}#charges", month == shown)
            for month in held
        ],
        chart=figure(draw, _columns(facts, figures), 794),
    )


def _title(facts: BudgetFacts, figures: YearBudget) -> str:
    if figures.landing is None:
        return f"Exercice {facts.year}\u00a0: aucun mois saisi, pas de prévision"
    ended = figures.known_months == len(figures.months)
    word = "Dépense" if ended else "Atterrissage prévu"
    words = f"{word} {facts.year}\u00a0: {formats.money(figures.landing.likely, 0)} HT"
    if figures.overrun is None:
        return words
    return f"{words}, {formats.signed(figures.overrun.shown)}\u00a0% sur le budget"


def _lead(figures: YearBudget) -> str:
    if figures.landing is None:
        return "Saisissez ou importez les consommations d’un mois\u00a0: forfait certain, charges au rythme des mois connus."
    known = [month.month for month in figures.months if month.known]
    words = f"Réel jusqu’en {formats.month_long(known[-1])} ({formats.count(len(known), 'mois|mois')})."
    if len(known) == len(figures.months):
        return words
    low, high = formats.money(figures.landing.low, 0), formats.money(figures.landing.high, 0)
    return f"{words} De {low} au rythme du mois le moins cher à {high} au rythme du plus cher."


def post_lines(facts: BudgetFacts, figures: YearBudget) -> list[PostLine]:
    """The posts that are foreseen, or that cost something. No query."""
    foreseen = {line.kind: line for line in facts.lines}
    known, months = figures.known_months, len(figures.months)
    lines = []
    for kind in POSTS:
        line, spent = foreseen.get(kind), figures.totals[kind]
        if kind in CERTAIN:
            landing: Fraction | None = sum(
                (Fraction(row.amounts.get(kind, 0)) for row in figures.months), Fraction(0)
            )
        else:
            landing = Fraction(spent) * months / known if known else None
        if line is None and not spent and not landing:
            continue
        rule = str(line.get_rule_display() or "non dit") if line else ""
        name = str(BudgetLine.Kind(kind).label)
        lines.append(PostLine(name, line.amount if line else None, spent, landing, rule))
    return lines


def billed_exclusions(contract: Contract, charges: Iterable[Charge]) -> list[BilledExclusion]:
    """By exclusion of the contract, dearest first; « imprévu » comes last, work units and bands apart (1 query)."""
    names = {number: one.name for number, one in excluded_by_number(contract).items()}
    sums: dict[int | None, list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
    for charge in charges:
        if charge.kind in {"exclusion", "unforeseen"}:
            sums[charge.number][0] += charge.quantity
            sums[charge.number][1] += charge.amount
    found = [
        BilledExclusion(
            number,
            "Imprévu" if number is None else names.get(number, f"Exclusion {number}"),
            Fraction(quantity),
            amount,
        )
        for number, (quantity, amount) in sums.items()
    ]
    return sorted(found, key=lambda line: (line.number is None, -line.amount, line.name))


def _columns(facts: BudgetFacts, figures: YearBudget) -> Columns:
    marks: list[tuple[Decimal, str]] = []
    if figures.budget:
        low, high = landmarks(figures.budget)
        marks = [(figures.budget, "Budget"), (low, "Repère 15\u00a0%"), (high, "Repère 40\u00a0%")]
    return Columns(
        f"Budget et dépense de l’exercice {facts.year}",
        [Column(row.month, row.spent, row.budget, row.known) for row in figures.months],
        marks,
        (figures.landing.low, figures.landing.high) if figures.landing else None,
    )


def budget_sheet(page: BudgetPage) -> Sheet:
    """Each month, for a file."""
    names = [str(BudgetLine.Kind(kind).label) for kind in POSTS]
    head = ("Mois", "Nature", *names, "Dépense", "Budget", "Écart", "Pénalités et avoirs")
    rows = [
        (
            str(row.month),
            "réel" if row.known else "prévision",
            *(row.amounts.get(kind, Decimal(0)) for kind in POSTS),
            *(
                None if value is None else round_half_up(value, 2)
                for value in (row.spent, row.budget, row.variance)
            ),
            row.credit,
        )
        for row in page.rows
    ]
    return Sheet(head, rows)


def charges_sheet(charges: list[Charge]) -> Sheet:
    """The charges of the contract year, as the budget counts them."""
    head = ("Mois", "Poste", "Numéro", "Code", "Libellé", "Quantité", "Prix unitaire HT", "Montant HT", "Bon")
    return Sheet(
        head,
        [
            (
                str(charge.month), KINDS[charge.kind], charge.number, charge.code, charge.label,
                charge.quantity, charge.unit_price, charge.amount, charge.order,
            )
            for charge in charges
        ],
    )  # fmt: skip
