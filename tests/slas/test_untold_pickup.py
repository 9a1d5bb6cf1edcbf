"""What a delivery names otherwise than the contract, or does not tell, is never counted as kept."""

from __future__ import annotations

import pytest

from core.engine.months import Month
from reports.models import Ticket
from reports.selectors.questions import questions_of
from reports.services import IncomingFile, answer_questions, deposit, read_delivery
from slas.models import CommitmentMonth
from tests.slas.closable import MARCH, file_of, promise

ITOP = "\n".join(
    [
        "Référence;Titre;Sous-classe de Ticket;Etat;Priorité;Date de début;Date d'assignation;Date de résolution",
        *(
            f"I-{day};x;Incident;Fermé;Moyenne;2026-03-0{day} 09:00:00;2026-03-0{day} 09:00:05;2026-03-0{day} 17:00:00"
            for day in (2, 3, 4, 5)
        ),
        "",
    ]
).encode("utf-8-sig")
STOP = "Service;Début;Fin;Imputabilité\n{};10/03/2026 10:00;10/03/2026 11:30;Prestataire\n"


def hand_in(world, content, **others):
    files = [IncomingFile("tickets", "t.csv", content)]
    files += [IncomingFile(kind, f"{kind}.csv", text.encode()) for kind, text in others.items()]
    return read_delivery(delivery=deposit(contract=world.contract, month=Month(2026, 3), files=files))


def result(world, code):
    world.compute("2026-03")
    return CommitmentMonth.objects.get(month="2026-03", commitment__code=code)


@pytest.mark.parametrize(
    ("evidence", "met", "unmeasured"), [("first_work", 0, 4), ("first_assignment", 4, 0)]
)
def test_an_assignment_of_itop_is_no_pick_up_unless_the_contract_says_so(world, evidence, met, unmeasured):
    promise(world)
    world.settle(tto_evidence=evidence)
    assert "no_pickup_date" in hand_in(world, ITOP).cannot_tell
    assert set(Ticket.objects.values_list("picked_up_at", flat=True)) == {None}
    found = result(world, "E03")
    assert (found.met, found.counted, found.not_measurable) == (met, met, unmeasured)


@pytest.mark.parametrize(("name", "asked"), [("E.R.P.", False), ("ERP SAP", True)])
def test_an_outage_under_another_name_lowers_the_availability(world, name, asked):
    promise(world)
    delivery = hand_in(world, file_of(MARCH), outages=STOP.format(name))
    questions = questions_of(delivery)
    assert [q.code for q in questions] == (["unknown_service"] if asked else [])
    if asked:
        read_delivery(delivery=answer_questions(delivery=delivery, answers={questions[0].key: "ERP"}))
    found = result(world, "E08")
    assert (found.counted - found.met, found.verdict) == (90 * 60, "breached")
