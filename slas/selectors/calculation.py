"""The calculation of a month, one operation per line."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from django.urls import reverse

from contracts.models import Contract
from core.engine import formats
from core.engine.typography import NBSP
from slas.engine.rates import allowed_failures
from slas.models import Commitment, CommitmentMonth
from slas.selectors.figures import percent_of, shown_margin, shown_target

LEFT_OUT = "ticket annulé, rattaché ou exclu|tickets annulés, rattachés ou exclus"
ENDED = {Commitment.Kind.RESPONSE: "pris en charge ou résolus", Commitment.Kind.RESOLUTION: "résolus"}
DECIDED_OPEN = "Ouverts, respectés par décision des parties"
CLOCKED = {Commitment.Kind.RESPONSE, Commitment.Kind.RESOLUTION}


@dataclass(frozen=True)
class Step:
    """One line of the ledger; `url`, `key` and `n` where the figure counts tickets."""

    op: str
    label: str
    value: str
    total: bool = False
    why: str = ""
    bad: bool = False
    url: str = ""
    key: str = ""
    n: int | str = ""


def calculation_of(contract: Contract, result: CommitmentMonth, kept_open: int = 0) -> list[Step]:
    """How the figure was reached, from what was counted to the margin.

    `kept_open`: tickets still open that the parties decided to count as met.
    """
    if not result.counted:
        return []
    if result.commitment.kind in CLOCKED:
        return _tickets(contract, result, kept_open)
    if result.commitment.kind == Commitment.Kind.AVAILABILITY:
        return _seconds(result)
    return [
        Step("", "Cas comptés", formats.number(result.counted)),
        Step("", "Conformes", formats.number(result.met)),
        *_rate(result),
        *_margin(result),
    ]


def _tickets(contract: Contract, result: CommitmentMonth, kept_open: int) -> list[Step]:
    address = reverse("slas:month_tickets", args=[contract.slug, result.commitment.code, str(result.month)])
    ended = ENDED[Commitment.Kind(result.commitment.kind)]
    resolved = result.counted - result.late_open - kept_open
    decided = [Step("+", DECIDED_OPEN, formats.number(kept_open))] if kept_open else []

    def tickets(op: str, label: str, n: int, code: str, *, total: bool = False) -> Step:
        url, key = f"{address}?tickets={code}", f"slas.{code}"
        return Step(op, label, formats.number(n), total=total, url=url, key=key, n=n)

    apart = ""
    if result.excluded:
        apart = f"{formats.count(result.excluded, LEFT_OUT)} hors décompte"
    return [
        Step("", f"Jugés en {formats.month_long(result.month)}, {ended}", formats.number(resolved)),
        tickets("+", "Ouverts, échus en fin de mois", result.late_open, "ouverts"),
        *decided,
        Step(
            "=",
            "Tickets jugés",
            formats.number(result.counted),
            total=True,
            why=apart,
            url=f"{address}?tickets=juges",
            key="slas.juges",
            n=result.counted,
        ),
        tickets("", "Dans le délai", result.met, "dans-le-delai"),
        *_rate(result),
        *_margin(result, address),
    ]


def _seconds(result: CommitmentMonth) -> list[Step]:
    down = result.counted - result.met
    required = result.commitment.required_rate
    budget = int(result.counted * (100 - Fraction(required)) / 100)
    return [
        Step("", "Temps de service dû, maintenance admise déduite", formats.duration(result.counted)),
        Step("−", "Arrêts imputables au prestataire", formats.duration(down)),
        Step("=", "Taux de disponibilité", exact_percent(percent_of(result)), total=True),
        Step("", f"Arrêt admis pour {shown_target(result.commitment)}", formats.duration(budget)),
        Step("−", "Arrêt constaté", formats.duration(down)),
        Step("=", "Marge", shown_margin(result), total=True, bad=(result.margin or 0) < 0),
    ]


def _rate(result: CommitmentMonth) -> list[Step]:
    label = f"Taux, {formats.number(result.met)}/{formats.number(result.counted)}"
    return [Step("=", label, exact_percent(percent_of(result)), total=True)]


def _margin(result: CommitmentMonth, address: str = "") -> list[Step]:
    if result.margin is None:
        return []
    failures = result.counted - result.met
    allowed = failures + result.margin
    required = result.commitment.required_rate
    plain = allowed_failures(result.counted, required)
    why = "clause de volume réduit" if result.small_volume and allowed != plain else ""
    share = formats.percent(100 - Fraction(required))
    link = (
        {"url": f"{address}?tickets=hors-delai", "key": "slas.hors-delai", "n": failures} if address else {}
    )
    return [
        Step(
            "", f"Échecs admis, {share} de {formats.number(result.counted)}", formats.number(allowed), why=why
        ),
        Step("−", "Échecs constatés", formats.number(failures), **link),  # type: ignore[arg-type]
        Step("=", "Marge", shown_margin(result), total=True, bad=result.margin < 0),
    ]


def exact_percent(percent: Fraction | None) -> str:
    """Four decimals cut, not rounded, with dots when there is more: « 85,1190… % »."""
    if percent is None:
        return formats.ABSENT
    cut = Fraction(int(percent * 10_000), 10_000)
    return f"{formats.number(cut, 4)}{'…' if cut != percent else ''}{NBSP}%"
