"""The page of price revision: the clause in words, each date with its calculation, the index values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from contracts.engine.revision import Formula
from contracts.engine.revision_base import old_base, renegotiated_on
from contracts.engine.revision_dates import standing_of
from contracts.engine.unsaid import kept
from contracts.models import Contract, IndexValue, PriceRevision, RevisionClause
from contracts.selectors.fees import Fees, fees_of
from contracts.selectors.quotes import Quote, quote
from core.engine import formats
from core.engine.months import Month
from core.engine.ratios import decimals_of, round_half_up
from core.exports import Sheet

STEPS = {
    "price": ("P0, forfait de base", "money"),
    "s0": ("S0, indice de base", "index"),
    "s1": ("S1, indice de la révision", "index"),
    "link_old": ("Indice de l’ancienne série, un même mois", "index"),
    "link_new": ("Indice de la nouvelle série, ce mois-là", "index"),
    "link": ("Coefficient de raccordement des deux séries", "index"),
    "s1_equivalent": ("S1 ramené à l’ancienne série", "index"),
    "ratio": ("S1 / S0", "ratio"),
    "minimum": ("Coefficient minimal de la clause", "ratio"),
    "rounded": ("Coefficient arrondi", "ratio"),
    "fixed_share": ("Part fixe", "share"),
    "coefficient": ("Part fixe + part révisable × S1 / S0", "ratio"),
    "before_cap": ("Forfait avant plafond et plancher", "money"),
    "floor": ("Plancher, sur le forfait jusque-là", "money"),
    "cap": ("Plafond, sur le forfait jusque-là", "money"),
    "revised": ("Forfait révisé, arrondi au centime", "money"),
}
STANDINGS = {
    "applied": ("met", "Appliquée"),
    "due": ("watch", "À appliquer"),
    "late": ("not_applicable", "Délai de demande passé"),
    "pending_index": ("not_measurable", "Valeur à saisir"),
    "coming": ("pending", "À venir"),
}


@dataclass(frozen=True)
class RevisionLine:
    """One date of revision, with its proof where there is one."""

    effective_on: date
    standing: str
    state: str
    word: str
    detail: str
    former: Decimal
    price: Decimal | None
    steps: list[tuple[str, str]]
    applied: PriceRevision | None

    @property
    def can_apply(self) -> bool:
        return self.standing in {"due", "late"}


@dataclass(frozen=True)
class RevisionPage:
    """`clause` is None for a contract that says nothing of revision."""

    title: str
    clause: RevisionClause | None
    rises_whatever: bool
    words: list[tuple[str, str]]
    lines: list[RevisionLine]
    values: list[IndexValue]
    missing: list[Month]
    old_base: str = ""


def revision_page(contract: Contract, today: date) -> RevisionPage:
    """Everything about the revision of a contract (7 queries)."""
    clause = RevisionClause.objects.filter(contract=contract).first()
    if clause is None:
        return RevisionPage("Le contrat ne prévoit pas de révision de prix", None, False, [], [], [], [])
    values = list(
        IndexValue.objects.filter(contract=contract, index=clause.index)
        .select_related("entered_by")
        .order_by("-month")
    )
    rows = (
        PriceRevision.objects.filter(contract=contract).select_related("applied_by").order_by("effective_on")
    )
    applied = {row.effective_on: row for row in rows}
    lines = _lines(contract, clause, {row.month: row.value for row in values}, applied, today)
    known = {row.month for row in values}
    months = [clause.base_month, *(clause.terms.index_month(line.effective_on) for line in lines)]
    missing = sorted({month for month in months if month not in known and month <= Month.of(today)})
    fees = fees_of(contract)
    return RevisionPage(
        _title(fees, lines, today),
        clause,
        clause.terms.formula.rises_whatever,
        clause_words(clause),
        lines[::-1],
        values,
        missing,
        old_base(renegotiated_on(fees.agreed), clause.terms),
    )


def _title(fees: Fees, lines: list[RevisionLine], today: date) -> str:
    fee = fees.on(today)
    words = f"Forfait en vigueur\u00a0: {formats.money(fee.revised)} HT par mois"
    due = sum(line.standing == "due" for line in lines)
    return f"{words}, {formats.count(due, 'révision')} à appliquer" if due else words


def _lines(
    contract: Contract,
    clause: RevisionClause,
    values: dict[Month, Decimal],
    applied: dict[date, PriceRevision],
    today: date,
) -> list[RevisionLine]:
    fees, terms = fees_of(contract), clause.terms
    dates = sorted({day for day in terms.dates_until(today) if day >= contract.starts_on} | set(applied))
    return [
        _applied_line(applied[day]) if day in applied else _line(quote(terms, day, values, fees), today)
        for day in dates
    ]


def _applied_line(row: PriceRevision) -> RevisionLine:
    state, word = STANDINGS["applied"]
    detail = f"Par {row.applied_by}, le {formats.date_short(row.applied_at.date())}."
    if row.asked_on:
        detail += f" Demandée le {formats.date_short(row.asked_on)}."
    steps = proof_words(row.proof)
    return RevisionLine(
        row.effective_on, "applied", state, word, detail, row.former_price, row.price, steps, row
    )


def _line(quoted: Quote, today: date) -> RevisionLine:
    terms, outcome = quoted.terms, quoted.outcome
    complete = quoted.s1 if quoted.s0 is not None else None
    standing = standing_of(terms, quoted.effective_on, today, False, complete)
    state, word = STANDINGS[standing]
    proof = [{"step": line.step, "value": str(line.value)} for line in outcome.proof]
    return RevisionLine(
        quoted.effective_on,
        standing,
        state,
        word,
        _detail(quoted, standing),
        quoted.former,
        outcome.price,
        proof_words(proof),
        None,
    )


def _detail(quoted: Quote, standing: str) -> str:
    terms = quoted.terms
    if standing in {"pending_index", "coming"}:
        missing = terms.base_month if quoted.s0 is None else quoted.s1_month
        return f"{terms.index} {formats.month_of(missing)}\u00a0: aucune valeur saisie."
    limit = terms.claim_until(quoted.effective_on)
    if limit is None or terms.asked_by == "automatic":
        return ""
    if standing == "late":
        return (
            f"Sans demande reçue au plus tard le {formats.date_short(limit)}, cette révision est perdue. Si une demande"
            " est arrivée à temps, saisissez sa date pour l’appliquer."
        )
    return f"À demander jusqu’au {formats.date_short(limit)}, inclus."


def proof_words(proof: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """The steps of a calculation as lines: label, exact value in French."""
    return [
        (STEPS[line["step"]][0], _shown(STEPS[line["step"]][1], Fraction(line["value"]))) for line in proof
    ]


def _shown(kind: str, value: Fraction) -> str:
    if kind == "money":
        return formats.money(value, 2)
    if kind == "share":
        return formats.percent(value * 100)
    if kind == "ratio":
        return formats.number(value, 6)
    exact = round_half_up(value, 5)
    return formats.number(exact, max(1, min(decimals_of(exact), 5 if value < 10 else 3)))


def clause_words(clause: RevisionClause) -> list[tuple[str, str]]:
    """The clause as pairs of words."""
    terms, none = clause.terms, "aucun"
    formula = terms.working
    every = f"le {formats.date_short(clause.first_on)}, puis tous les {terms.kept_period} mois"
    lag = f"{terms.kept_lag} mois avant la date de révision"
    share = formats.percent(100 * Fraction(formula.kept_share))
    limit = f"{clause.claim_days} jours après la date de révision" if clause.claim_days else "aucun délai dit"
    pairs = [
        ("Indice", clause.index),
        ("Mois de base (S0)", formats.month_long(clause.base_month)),
        ("Indice retenu (S1)", kept(lag, said=clause.lag_months is not None)),
        ("Dates", kept(every, said=clause.every_months is not None)),
        ("Part fixe", kept(share, said=clause.fixed_share is not None)),
        ("Plafond", formats.percent(Fraction(clause.cap_pct)) if clause.cap_pct is not None else none),
        ("Plancher", formats.percent(Fraction(clause.floor_pct)) if clause.floor_pct is not None else none),
        ("Arrondi du coefficient", clause.get_rounding_display() or kept(none, said=False)),
        ("Demandée par", clause.get_asked_by_display() or "non dit"),
        ("Délai pour demander", limit),
    ]
    if formula.link is not None:
        pairs.append(("Raccordement", _link_words(formula)))
    least = clause.minimum_coefficient
    if least is not None:
        pairs.append(("Coefficient minimal", formats.number(round_half_up(least, decimals_of(least)))))
    return pairs


def _link_words(formula: Formula) -> str:
    """« 0,97975 = 280,6 / 286,4 », or the coefficient alone where the contract states no more."""
    if formula.link_old is None or formula.link_new is None:
        return formats.number(formula.link or 0)
    old, new = (
        formats.number(round_half_up(one, decimals_of(one))) for one in (formula.link_old, formula.link_new)
    )
    return f"{formats.number(formula.link or 0)} = {old} / {new}"


def revision_sheet(page: RevisionPage) -> Sheet:
    """Every date and every step, for a file."""
    head = ("Prise d’effet", "État", "Étape", "Valeur", "Forfait révisé HT")
    rows: list[tuple[Any, ...]] = []
    for line in page.lines:
        rows += [(line.effective_on, line.word, label, value, line.price) for label, value in line.steps] or [
            (line.effective_on, line.word, line.detail, None, None)
        ]
    return Sheet(head, rows)
