"""The simulator, the cost, the calendar and the captivity index: what they say, and to whom."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from fractions import Fraction
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from contracts.models import Contract
from core.scope import Side, for_contract
from reports.services.pseudonyms import Pseudonyms
from reversibility.forms.simulation import NoticeForm
from reversibility.models import AccessEntry, AccessHolder, ExitClause, ExitUnit
from reversibility.selectors.captivity import captivity_page, solvers_of
from reversibility.selectors.exit_pages import cost_page, timeline_page
from reversibility.selectors.exit_terms import agreed_exit_of
from reversibility.selectors.simulation import simulation_page, simulation_sheet

PAGES = [f"reversibility:{name}" for name in ("simulator", "cost", "timeline", "captivity")]
APRIL = date(2026, 4, 10)


def words(answer: Any) -> str:
    text = answer if isinstance(answer, str) else answer.content.decode()
    spaced = unescape(text).replace("<", " <")
    return re.sub(r"[\s\u00a0\u202f]+", " ", strip_tags(spaced))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("role", "status"), [("referent", 200), ("executive", 200), ("reader", 200), ("provider", 403)]
)
def test_the_provider_sees_none_of_it(see: Any, page: str, role: str, status: int) -> None:
    assert see(role, page).status_code == status


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_file_leaves_for_the_provider(see: Any, page: str, kind: str) -> None:
    query = f"?preavis=2026-06-30&export={kind}"
    assert see("provider", page, query).status_code == 403
    assert see("reader", page, query).headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("page", PAGES)
def test_pages_ask_few_questions(see: Any, page: str) -> None:
    see("referent", page)
    with CaptureQueriesContext(connection) as asked:
        see("referent", page)
    assert len(asked) <= 25


def shown(name: str, contract: Contract, day: date, *asked: date | None) -> str:
    """What a page says on a day of our choice."""
    with for_contract(contract.pk):
        page = READ[name](contract, *asked, day)
        context = {"page": page, "contract": contract, "today": day, "form": NoticeForm(contract)}
        return words(render_to_string(f"reversibility/{name}.html", context))


READ: dict[str, Any] = {
    "simulator": simulation_page, "cost": cost_page, "timeline": timeline_page, "captivity": captivity_page,
}  # fmt: skip


def test_the_simulator_on_the_last_safe_day(reference: Contract) -> None:
    text = shown("simulator", reference, APRIL, date(2026, 6, 30), None)
    assert "Reprise au plus tôt le 01/01/2027" in text
    assert "le contrat prend fin le 31/12/2026" in text
    assert "30/12/2026 – 30/06/2027" in text
    assert "Un jour plus tard, le contrat court jusqu’au 31/12/2027" in text
    assert "Coût plafonné à 74 000 €" in text
    assert "Forfait engagé en plus 12 mois de forfait 222 000 €" in text
    assert "18 livrables n’ont pas de preuve à jour" in text


def test_one_day_later_the_exit_moves_by_one_renewal(see: Any) -> None:
    text = words(see("referent", "reversibility:simulator", "?preavis=2026-07-01"))
    assert "Reprise au plus tôt le 01/01/2028" in text
    assert "le contrat prend fin le 31/12/2027" in text


@pytest.mark.parametrize(
    ("today", "notice", "told"),
    [
        (APRIL, APRIL, "Dernier jour utile : 30/06/2026. Un jour plus tard, le contrat court jusqu’au 31/12/2027."),
        (
            APRIL, date(2026, 9, 1),
            "Le dernier jour utile, le 30/06/2026, sera passé : le contrat aura été reconduit."
            " Le suivant est le 30/06/2027.",
        ),
        (
            APRIL, date(2028, 1, 15),
            "Le dernier jour utile, le 30/06/2026, sera passé : le contrat aura été reconduit."
            " Il n’y en aura pas d’autre.",
        ),
        (
            date(2026, 9, 1), date(2026, 3, 1),
            "Le dernier jour utile, le 30/06/2026, est passé. Le suivant est le 30/06/2027.",
        ),
    ],
)  # fmt: skip
def test_the_last_safe_day_is_told_as_seen_from_the_day_asked(
    reference: Contract, today: date, notice: date, told: str
) -> None:
    text = shown("simulator", reference, today, notice, None)
    assert told in text
    assert "Un jour trop tard" in text


def test_a_day_that_is_past_is_told(reference: Contract) -> None:
    told = "Le 01/03/2026 est passé : ce calcul ne vaut que si le préavis a bien été reçu ce jour-là."
    assert told in shown("simulator", reference, APRIL, date(2026, 3, 1), None)
    assert "est passé" not in shown("simulator", reference, APRIL, APRIL, None)


def test_the_wait_is_told_and_not_drawn_as_work(reference: Contract) -> None:
    told = "Du 10/08/2026 au 31/10/2026, rien n’est prévu"
    text = shown("simulator", reference, APRIL, APRIL, None)
    assert told in text
    assert "Transfert, du 10/05/2026 au 09/08/2026." in text
    assert "rien n’est prévu" not in shown("simulator", reference, APRIL, date(2026, 6, 30), None)


def test_dates_are_compared_in_order(reference: Contract) -> None:
    with for_contract(reference.pk):
        page = simulation_page(reference, date(2026, 5, 4), date(2026, 7, 15), APRIL)
    assert [row[:3] for row in simulation_sheet(page).rows] == [
        (APRIL, "aujourd’hui", date(2026, 12, 31)),
        (date(2026, 5, 4), "date demandée", date(2026, 12, 31)),
        (date(2026, 6, 30), "dernier jour utile", date(2026, 12, 31)),
        (date(2026, 7, 1), "un jour trop tard", date(2027, 12, 31)),
        (date(2026, 7, 15), "autre date demandée", date(2027, 12, 31)),
    ]
    assert [line.late for line in page.lines] == [False, False, False, True, True]


def test_a_day_that_is_past_leaves_today_its_name_and_its_cliff(reference: Contract) -> None:
    with for_contract(reference.pk):
        page = simulation_page(reference, date(2026, 5, 4), None, date(2026, 8, 3))
        default = simulation_page(reference, APRIL, None, APRIL)
    assert [row[:2] for row in simulation_sheet(page).rows] == [
        (date(2026, 5, 4), "date demandée"),
        (date(2026, 6, 30), "dernier jour utile"),
        (date(2026, 7, 1), "un jour trop tard"),
        (date(2026, 8, 3), "aujourd’hui"),
        (date(2027, 6, 30), "dernier jour utile"),
        (date(2027, 7, 1), "un jour trop tard"),
    ]
    assert default.lines[0].words == "aujourd’hui"


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("?preavis=", "Donnez le jour où le préavis est reçu."),
        ("?preavis=demain", "Cette date n’existe pas"),
        ("?preavis=2023-12-31", "Le contrat prend effet le 01/01/2024"),
        ("?preavis=2026-06-30&autre=2100-12-31", "Choisissez une date avant 2100"),
        ("?preavis=2026-06-30&autre=9999-12-31", "hors de la vie d’un contrat"),
    ],
)
def test_a_wrong_date_is_refused_in_place(see: Any, query: str, told: str) -> None:
    answer = see("referent", "reversibility:simulator", query)
    assert answer.status_code == 422
    assert told in words(answer)


def test_a_contract_that_is_over_says_so(reference: Contract) -> None:
    day = date(2029, 2, 1)
    told = "Le contrat prend fin le 31/12/2028"
    assert told in shown("simulator", reference, day, day, None)
    assert told in shown("cost", reference, day)
    assert told in shown("timeline", reference, day)
    assert "Le contrat est terminé" in shown("captivity", reference, day)


def test_the_cost_names_its_parts_and_its_references(reference: Contract) -> None:
    text = shown("cost", reference, APRIL)
    assert "4 à 7 forfaits de 18 500 € repère de la pratique, sans valeur contractuelle" in text
    for amount in ("74 000 €", "129 500 €", "22 200 €", "1 370 €", "4 490 €"):
        assert amount in text
    assert "art. 14.4" in text


def test_the_calendar_waits_for_the_last_safe_day(reference: Contract) -> None:
    text = shown("timeline", reference, APRIL)
    assert "Sortie possible le 31/12/2026" in text
    assert "au plus tard le 30/06/2026, dans 81 jours" in text
    assert "Double exploitation M5 01/11/2026 30/11/2026 Les deux parties" in text


def test_a_contract_that_says_nothing_of_its_exit_shows_references(make_contract: Any) -> None:
    contract = make_contract("NU-1", "Nu", "Nue")
    for name in ("cost", "timeline"):
        assert "Le contrat ne dit rien de la sortie" in shown(name, contract, APRIL)
    text = shown("captivity", contract, APRIL)
    assert "Indice de captivité inconnu" in text
    assert "0 mesure connue sur 5" in text
    assert "À renseigner : [sortie] transition_min_mois." in text
    assert "À renseigner : [sortie] cout_fixe, forfaits_hauts ou plafond." in text
    assert "Valeurs retenues faute de clause : transition de 6 à 12 mois" in text
    assert "Elles n’entrent pas dans l’indice." in text


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


def test_from_the_providers_side_nothing_is_agreed(reference: Contract) -> None:
    with for_contract(reference.pk, Side.PROVIDER):
        assert agreed_exit_of(reference).clause is None
        assert not ExitClause.objects.exists()
