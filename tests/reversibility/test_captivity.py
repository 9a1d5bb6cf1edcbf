"""The captivity index: each of its parts counted again, and what is unknown said."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import pytest

from contracts.models import Contract
from core.scope import for_contract
from reports.services.pseudonyms import Pseudonyms
from reversibility.models import AccessEntry, AccessHolder, ExitClause, ExitUnit
from reversibility.selectors.captivity import captivity_page, solvers_of

APRIL = date(2026, 4, 10)


class TestCaptivity:
    def test_the_index_can_be_counted_again(self, reference: Contract) -> None:
        with for_contract(reference.pk):
            page = captivity_page(reference, APRIL)
        assert [(one.code, one.figure, one.counted) for one in page.scores if one.score is not None] == [
            (
                "accesses",
                "9 sur 22",
                "9 ÷ 22 × 100. Sans détenteur connu, 1\u00a0accès sur 23 ne compte pas.",
            ),
            ("documents", "3 sur 4", "3 ÷ 4 × 100"),
            ("months", "9\u00a0mois", "9 ÷ 12 × 100, 100 au plus"),
            ("fees", "4\u00a0forfaits", "4 ÷ 7 × 100, 100 au plus"),
        ]
        assert page.confidence == "3\u00a0mesures connues sur 5, 1 en partie"
        assert page.result.index == (Fraction(900, 22) + 75 + 75 + Fraction(400, 7)) / 4

    @pytest.mark.parametrize(
        ("change", "fees"),
        [
            ({"fees_high": None}, 4),
            ({"fees_high": None, "cap_fees": None}, None),
            ({"fees_high": None, "cap_fees": 9}, 9),
            ({"fees_high": None, "cap_fees": None, "fixed_cost": 55500}, 3),
        ],
    )
    def test_a_cost_the_contract_does_not_say_is_unknown(
        self, reference: Contract, change: dict[str, Any], fees: int | None
    ) -> None:
        with for_contract(reference.pk):
            ExitClause.objects.update(**change)
            ExitUnit.objects.all().delete()
            page = captivity_page(reference, APRIL)
        due = None if fees is None else min(Fraction(100 * fees, 7), Fraction(100))
        assert page.result.scores["fees"] == due

    def test_mostly_blank_holders_leave_the_share_unknown(self, reference: Contract) -> None:
        with for_contract(reference.pk):
            AccessHolder.objects.exclude(access__number__lte=3).delete()
            page = captivity_page(reference, APRIL)
        assert page.result.scores["accesses"] is None
        assert page.scores[0].counted == (
            "Sans détenteur connu, 20\u00a0accès sur 23 ne comptent pas. À renseigner : Détenteurs, au registre des accès."
        )

    def test_an_empty_register_lowers_the_confidence_never_the_score(self, reference: Contract) -> None:
        with for_contract(reference.pk):
            AccessEntry.objects.all().delete()
            page = captivity_page(reference, APRIL)
        assert page.result.known == 3
        assert page.result.index is not None
        assert abs(float(page.result.index) - (75 + 75 + 400 / 7) / 3) < 1e-9
        assert "Le registre des accès est vide" in page.accesses_told

    def test_the_technician_who_solves_most(self, reference: Contract) -> None:
        with for_contract(reference.pk):
            solve(reference, ["t1"] * 12 + ["t2"] * 8 + [""] * 5)
            found = solvers_of(reference)
            page = captivity_page(reference, APRIL)
        assert (found.tickets, found.lines) == (20, [("t1", 12), ("t2", 8)])
        assert page.result.scores["tickets"] == 60

    def test_a_group_is_no_technician(self, reference: Contract) -> None:
        with for_contract(reference.pk):
            tickets = solve(reference, [Pseudonyms(reference.pk)["N1"]] * 2)
            tickets[1].group = "N1"
            tickets[1].save()
            assert solvers_of(reference).share is None

    def test_a_ticket_solved_twice_counts_once_for_each(self, reference: Contract) -> None:
        with for_contract(reference.pk):
            tickets = solve(reference, ["t1", "t2"])
            again(reference, tickets[0], "t2", 1)
            assert solvers_of(reference).lines == [("t2", 2), ("t1", 1)]
            assert solvers_of(reference).tickets == 2

    def test_older_than_twelve_months_is_left_out(self, reference: Contract) -> None:
        with for_contract(reference.pk):
            solve(reference, ["t1"], at=datetime(2025, 3, 20, 9, tzinfo=UTC))
            solve(reference, ["t2"], first=1)
            assert solvers_of(reference).lines == [("t2", 1)]


def solve(
    contract: Contract, actors: list[str], at: datetime = datetime(2026, 3, 20, 9, tzinfo=UTC), first: int = 0
) -> list[Any]:
    """One ticket per actor, solved by them."""
    from reports.models import Delivery, Ticket

    delivery, _ = Delivery.objects.get_or_create(
        contract=contract, month="2026-03", version=1, defaults={"digest": "0" * 64, "received_at": at}
    )
    tickets = [
        Ticket.objects.create(
            contract=contract, reference=f"INC{rank}", type="incident", status="resolved", opened_at=at,
            first_delivery=delivery, last_delivery=delivery,
        )
        for rank in range(first, first + len(actors))
    ]  # fmt: skip
    for ticket, actor in zip(tickets, actors, strict=True):
        again(contract, ticket, actor, 0, at)
    return tickets


def again(
    contract: Contract,
    ticket: Any,
    actor: str,
    position: int,
    at: datetime = datetime(2026, 3, 20, 9, tzinfo=UTC),
) -> None:
    from reports.models import StatusChange

    StatusChange.objects.create(
        contract=contract, ticket=ticket, position=position, at=at, to_status="resolved", actor=actor
    )
