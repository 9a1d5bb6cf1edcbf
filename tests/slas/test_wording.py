"""How the figures and the promise of a commitment read, the same wherever they are printed."""

from __future__ import annotations

from decimal import Decimal

from governance.selectors.judgement import commitment_facts
from slas.models import Commitment, CommitmentMonth
from slas.selectors.boards import board_line
from slas.selectors.wording import reading_of
from tests.slas.parties import MARCH


def test_a_delay_names_the_tickets_it_is_for(world):
    promise = world.promise("E07", "resolution", ("P4", 5, "business_days"))
    promise.targets.update(ticket_type="incident")
    promise.targets.create(
        contract=world.contract, priority="P4", ticket_type="request", amount=5, unit="business_days"
    )
    assert reading_of(promise).replace("\u00a0", " ") == (
        "Résoudre 90 % des tickets : incidents P4 en 5 jours ouvrés, demandes P4 en 5 jours ouvrés."
    )


def test_a_figure_has_the_same_decimals_on_the_page_and_in_the_pack(world):
    """95,349 and 92,134 with one decimal read 95,3 and 92,1, and subtract to 3,2 where the gap is 3,215."""
    promise = world.promise("E07", "resolution", ("P4", 5, "business_days"))
    result = CommitmentMonth(
        contract=world.contract, commitment=Commitment.objects.get(pk=promise.pk), month=MARCH, met=164, counted=178,
        declared_met=164, declared_counted=172, declared_rate=Decimal("95.35"), verdict="met", gap_status="to_justify",
    )  # fmt: skip
    line = board_line(result)
    (row,) = commitment_facts([result], [MARCH])
    shown = (line.declared, line.rate, line.gap)
    assert shown == ("95,35\u00a0%", "92,13\u00a0%", "+3,22\u00a0pt")
    assert (row.shown_declared, row.shown_rate, row.shown_gap) == ("95,35", "92,13\u00a0%", "+3,22")
    assert row.cells[-1].text == "92,13"
