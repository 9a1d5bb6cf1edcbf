"""A month whose version in force took files over: its figures stay, and closing, replay and evidence agree."""

from __future__ import annotations

import io

import pytest

from core.archive import write_archive
from core.engine.months import Month
from core.scope import for_contract
from reports.models import Delivery
from reports.selectors.questions import questions_of
from reports.services import IncomingFile, answer_questions, deposit, read_delivery
from slas.models import CommitmentMonth
from slas.services.closing.acts import close_month
from slas.services.closing.evidence import check_archive, evidence_members
from slas.services.closing.verifying import verify_contract
from tests.slas.closable import MARCH as LINES
from tests.slas.closable import closable, file_of, line

MARCH = Month(2026, 3)


def figures(contract):
    results = CommitmentMonth.objects.filter(contract=contract, month=MARCH).select_related("commitment")
    return {
        r.commitment.code: (r.verdict, r.met, r.counted, r.declared_met, r.declared_counted) for r in results
    }


@pytest.fixture
def replaced(world):
    """March, and a second version of its tickets alone, read and waiting for an answer."""
    contract = closable(world)
    lines = [*LINES[:-1], line("INC-031", "31/03/2026 09:30", "")]
    files = [IncomingFile("tickets", "tickets.csv", file_of(lines))]
    before = figures(contract)
    return contract, before, read_delivery(delivery=deposit(contract=contract, month=MARCH, files=files))


def test_the_figures_that_rest_on_them_stay_and_the_closed_month_is_proved(world, replaced, tmp_path):
    contract, before, second = replaced
    world.compute("2026-03")
    assert (second.outcome, figures(contract)) == ("ASK", before)
    answers = {question.key: "take" for question in questions_of(second)}
    assert read_delivery(delivery=answer_questions(delivery=second, answers=answers)).is_current
    world.compute("2026-03")
    assert figures(contract) == before
    assert before["E08"][0] == "breached"
    snapshot = close_month(contract=contract, month=MARCH, reason="Écart accepté en comité.")
    found = verify_contract(contract)
    assert found.fault is None, found.fault.words
    with for_contract(contract.pk):
        target = io.BytesIO()
        write_archive(target, evidence_members(contract, snapshot))
    path = tmp_path / "preuves.zip"
    path.write_bytes(target.getvalue())
    _, fault = check_archive(path)
    assert fault is None, fault.words
    assert Delivery.objects.get(is_current=True, month=MARCH).version == 2
