"""Every contract of the visitor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from contracts.engine.dates import Term, term
from contracts.models import Contract


@dataclass(frozen=True)
class ContractLine:
    """One contract in the list, with its term today."""

    contract: Contract
    term: Term

    @property
    def notice(self) -> date:
        """The next last day on which a notice may be received."""
        return self.term.next_last_safe_receipt or self.term.last_safe_receipt


def contract_lines(today: date) -> list[ContractLine]:
    """Contracts of the open scope, by reference (1 query)."""
    contracts = Contract.objects.select_related("client", "provider").order_by("reference", "slug")
    return [ContractLine(contract, term(contract.clause, today)) for contract in contracts]
