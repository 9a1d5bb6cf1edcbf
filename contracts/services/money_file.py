"""Writing what the contract file says of prices to come: revision, indices, bands, budgets."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from contracts.engine.money_file import MoneyTerms
from contracts.engine.revision_dates import RevisionTerms
from contracts.models import BudgetLine, Contract, IndexValue, RevisionClause, VolumeBand
from contracts.services.rows import Counts, replace_rows, upsert_row


def load_money(*, contract: Contract, money: MoneyTerms) -> dict[str, Counts]:
    """Bring the money of a contract to what the file says, section by section."""
    within = {"contract": contract}
    return {
        "revision": load_clause(contract=contract, terms=money.revision),
        "indice": _load_indices(contract, money),
        "tranche_volume": replace_rows(
            model=VolumeBand, within=within, key=("number",), rows=[asdict(band) for band in money.bands]
        ),
        "budget": replace_rows(
            model=BudgetLine,
            within=within,
            key=("year", "kind"),
            rows=[asdict(line) for line in money.budgets],
        ),
    }


def load_clause(*, contract: Contract, terms: RevisionTerms | None) -> Counts:
    """The revision clause; none where it is None."""
    if terms is None:
        removed, _ = RevisionClause.objects.filter(contract=contract).delete()
        return Counts(removed=removed)
    return upsert_row(model=RevisionClause, key={"contract": contract}, values=_columns(terms))[1]


def _columns(terms: RevisionTerms) -> dict[str, Any]:
    values = asdict(terms)
    formula = values.pop("formula")
    share = terms.formula.fixed_share
    formula["fixed_share"] = None if share is None else share * 100
    return values | formula | {"base_month": terms.base_month, "linked_since": terms.linked_since}


def _load_indices(contract: Contract, money: MoneyTerms) -> Counts:
    """Values of the file; those that a person typed in the portal stay, the file naming them or not."""
    counts, named = Counts(), set()
    for line in money.indices:
        key = {"contract": contract, "index": line.index, "month": line.month}
        counts += upsert_row(model=IndexValue, key=key, values={"value": line.value, "source": line.source})[
            1
        ]
        named.add((line.index, line.month))
    loaded = IndexValue.objects.filter(contract=contract, entered_by=None)
    stale = [row.pk for row in loaded if (row.index, row.month) not in named]
    IndexValue.objects.filter(pk__in=stale).delete()
    return counts + Counts(removed=len(stale))
