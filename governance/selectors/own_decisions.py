"""A stored question as people type it, and the pages that it may rest on."""

from __future__ import annotations

from contracts.models import Clause, Contract
from governance.engine.deciding import named
from governance.engine.own_decisions import Asked, typed_options
from governance.engine.questions import Option
from governance.models import Decision
from kpis.selectors.following import followed_by
from slas.models import Commitment


def asked_of(row: Decision) -> Asked:
    """The row as a value, its decider without the delay that the data add to it."""
    return Asked(
        question=row.question,
        resolution=row.resolution,
        options=typed_options([Option(**option) for option in row.options]),
        decider=named(row.decider),
        stake=row.stake,
        evidence=row.evidence,
        audience=row.audience,
    )


def evidence_pages(contract: Contract) -> list[tuple[str, list[tuple[str, str]]]]:
    """Commitments, indicators and clauses of the contract, by address under its own (3 queries)."""
    promises = Commitment.objects.filter(contract=contract).order_by("position", "effective_from")
    clauses = Clause.objects.filter(contract=contract).order_by("position")
    return [
        (
            "Engagements",
            [
                (f"engagements/{code}/", f"{code} {name}")
                for code, name in dict(promises.values_list("code", "name")).items()
            ],
        ),
        (
            "Indicateurs",
            [(f"indicateurs/{one.code}/", f"{one.code} {one.name}") for one in followed_by(contract)],
        ),
        (
            "Clauses",
            [(f"clauses/#clause-{row.pk}", f"{row.code} {row.title}".strip()) for row in clauses],
        ),
    ]
