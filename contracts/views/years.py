"""The civil year of `?annee=2026`, or the contract's own of `?exercice=2026`, on pages that tell one year."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest

from contracts.models import Contract
from contracts.selectors.contract_years import contract_years, year_name
from core.engine.months import Month


def asked_year(request: HttpRequest, contract: Contract, today: date, month: Month | None = None) -> int:
    """The year of `month`, or the one asked for, by default the current; outside the contract's life, no page."""
    default = month.year if month else max(today.year, contract.starts_on.year)
    text = str(default) if month else request.GET.get("annee", str(default))
    if not (
        text.isdecimal() and text.isascii() and len(text) == 4 and int(text) in years_of(contract, today)
    ):
        raise Http404
    return int(text)


def years_of(contract: Contract, today: date) -> range:
    """From the contract's first year to the current one."""
    return range(contract.starts_on.year, max(today.year, contract.starts_on.year) + 1)


def year_pills(contract: Contract, today: date, year: int) -> list[dict[str, object]]:
    """One pill a year, the one shown marked."""
    return [
        {"label": str(other), "url": f"?annee={other}", "active": other == year, "count": None}
        for other in years_of(contract, today)
    ]


def asked_contract_year(request: HttpRequest, contract: Contract, today: date) -> int:
    """The contract year asked for, by default the current one; one that the contract never had is no page."""
    years = contract_years(contract, today)
    text = request.GET.get("exercice", str(years[-1]))
    if text not in {str(year) for year in years}:
        raise Http404
    return int(text)


def contract_year_pills(contract: Contract, today: date, year: int) -> list[dict[str, object]]:
    """One pill a contract year, the one shown marked."""
    return [
        {
            "label": year_name(contract, other),
            "url": f"?exercice={other}",
            "active": other == year,
            "count": None,
        }
        for other in contract_years(contract, today)
    ]
