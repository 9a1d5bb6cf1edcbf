"""An amendment changes the terms of the contract: shown, approved by a second person, in force on its day, never before."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from contracts.models import (
    Amendment,
    Contract,
    RevisionClause,
    TermsToCome,
)
from contracts.selectors.date_books import dates_of
from contracts.services.terms_to_come import apply_due_terms
from core.scope import Side, for_contract
from infogerance.contract_file import export_contract, load_contract
from infogerance.sweeps import bring_amendments_to_their_day
from journal.models import JournalEntry
from reversibility.models import ExitClause
from slas.services.amendment_checks import AmendmentRefused
from slas.services.amendments import Signer, approve_amendment, propose_amendment

DAY = date(2026, 5, 1)
EVE = DAY - timedelta(days=1)
REASON = "Accord du comité stratégique."
TERMS = """
[contrat]
fin = 2028-12-31
reconduction = "expresse"
reconduction_mois = 24

[preavis]
jours = 90
prestataire_mois = 9

[revision]
indice = "Syntec"
mois_base = "2026-03"
premiere = 2027-01-01
plafond = 3

[sortie]
clause = "art. 14"
transition_max_mois = 9
plafond_forfaits = 2
"""
pytestmark = pytest.mark.django_db


@pytest.fixture
def people(contract: Contract, make_user: Any) -> dict[str, Signer]:
    return {
        role: Signer(make_user(role, contract), role, Side.PROVIDER if role == "provider" else Side.CLIENT)
        for role in ("referent", "executive", "provider")
    }


@pytest.fixture
def visitor(contract: Contract, people: dict[str, Signer]) -> Any:
    def sign_in(role: str) -> Client:
        client = Client()
        client.force_login(people[role].user)
        return client

    return sign_in


def propose(contract: Contract, signer: Signer, change: str = TERMS, day: date = DAY) -> Amendment:
    return propose_amendment(
        contract=contract, title="Durée", effective_on=day, change=change, reason=REASON, signer=signer
    )


def bring(
    contract: Contract, people: Any, change: str = TERMS, day: date = DAY, today: date = EVE
) -> Amendment:
    made = propose(contract, people["referent"], change, day)
    return approve_amendment(amendment=made, signer=people["executive"], today=today)


def refusals(contract: Contract, people: Any, change: str, day: date = DAY) -> list[str]:
    with pytest.raises(AmendmentRefused) as refused:
        propose(contract, people["referent"], change, day)
    return [str(one) for one in refused.value.complaints]


def told(made: Amendment) -> list[tuple[str, str, str, str]]:
    return [(one["part"], one["field"], one["before"], one["after"]) for one in made.difference]


def test_the_difference_tells_each_term_before_and_after_and_nothing_moves(
    contract: Contract, people: Any
) -> None:
    with for_contract(contract.pk):
        made = propose(contract, people["referent"])
    assert told(made) == [
        ("Durée", "Fin", "31/12/2026", "31/12/2028"),
        ("Durée", "Reconduction", "tacite", "expresse"),
        ("Durée", "Durée d’une reconduction, en mois", "12", "24"),
        ("Durée", "Préavis du client, en mois", "6", "—"),
        ("Préavis", "Préavis du client, en jours", "—", "90"),
        ("Préavis", "Préavis du prestataire, en mois", "—", "9"),
        ("Révision de prix", "Indice", "—", "Syntec"),
        ("Révision de prix", "Mois de base (S0)", "—", "2026-03"),
        ("Révision de prix", "Première révision", "—", "01/01/2027"),
        ("Révision de prix", "Plafond (%)", "—", "3"),
        ("Clause de sortie", "Clause", "—", "art. 14"),
        ("Clause de sortie", "Transition, en mois au plus", "—", "9"),
        ("Clause de sortie", "Plafond, en forfaits", "—", "2"),
    ]
    with for_contract(contract.pk):
        contract.refresh_from_db()
    assert (contract.ends_on, contract.renewal, contract.notice_months) == (date(2026, 12, 31), "tacit", 6)


def test_the_terms_wait_for_their_day_then_are_laid_once(contract: Contract, people: Any) -> None:
    with for_contract(contract.pk):
        bring(contract, people)
        assert (contract.ends_on, TermsToCome.objects.count(), RevisionClause.objects.count()) == (
            date(2026, 12, 31), 1, 0,
        )  # fmt: skip
    waiting = export_contract(contract)
    assert load_contract(waiting.encode()).total.changed is False
    assert export_contract(contract) == waiting
    with for_contract(contract.pk):
        assert apply_due_terms(contract=contract, today=EVE) == 0
        assert apply_due_terms(contract=contract, today=DAY) == 1
        assert apply_due_terms(contract=contract, today=DAY) == 0
        assert (contract.ends_on, contract.renewal, contract.renewal_months) == (
            date(2028, 12, 31),
            "express",
            24,
        )
        assert (contract.notice_months, contract.notice_days, contract.provider_notice_months) == (0, 90, 9)
        clause = RevisionClause.objects.get()
        assert (clause.index, str(clause.base_month), clause.cap_pct) == ("Syntec", "2026-03", Decimal(3))
        leaving = ExitClause.objects.get()
        assert (leaving.clause, leaving.transition_max, leaving.cap_fees) == ("art. 14", 9, Decimal(2))
        line = JournalEntry.objects.get(action="amendment.applied")
        assert (line.details["effect_on"], line.details["fields"]) == (
            "2026-05-01", "contrat, preavis, revision, sortie",
        )  # fmt: skip
        assert TermsToCome.objects.count() == 0
    laid = export_contract(contract)
    assert load_contract(laid.encode()).total.changed is False
    assert export_contract(contract) == laid


def test_the_key_dates_follow_on_the_day(contract: Contract, people: Any) -> None:
    def end_and_notice() -> tuple[date, date]:
        found = {one.key: one.day for one in dates_of(contract, EVE)}
        return found["firm_end"], found["notice"]

    with for_contract(contract.pk):
        bring(contract, people)
        assert end_and_notice() == (date(2026, 12, 31), date(2026, 6, 30))
        apply_due_terms(contract=contract, today=DAY)
        assert end_and_notice() == (date(2028, 12, 31), date(2028, 10, 2))


def test_the_sweep_brings_terms_whose_day_has_come(contract: Contract, people: Any) -> None:
    with for_contract(contract.pk):
        bring(contract, people)
    assert bring_amendments_to_their_day() == 1
    with for_contract(contract.pk):
        contract.refresh_from_db()
    assert contract.ends_on == date(2028, 12, 31)


def test_all_faults_are_said_at_once_each_in_its_place(contract: Contract, people: Any) -> None:
    with for_contract(contract.pk):
        found = refusals(
            contract,
            people,
            """
[contrat]
fin = 2026-04-01
client = "Autre"

[preavis]
prestataire_mois = 40

[revision]
indice = "Syntec"
mois_base = "2020-01"
premiere = 2025-01-01

[[unite_oeuvre]]
code = "inconnue"

[sortie]
transition_min_mois = 6
transition_max_mois = 2
""",
        )
    assert [one.partition(".")[0] for one in found] == [
        "[contrat] : « client » ne se change pas par un avenant",
        "[preavis] : le préavis du prestataire est plus long que la période ferme : il devrait être donné le"
        " 01/12/2022, avant la prise d’effet",
        "[contrat] : « fin » mène au 01/04/2026, avant la prise d’effet de l’avenant",
        "[revision] : « premiere » vaut 01/01/2025, avant la prise d’effet de l’avenant",
        "sortie : la transition la plus courte dépasse la plus longue",
        "unité d’œuvre inconnue : unité d’œuvre inconnue du contrat : « inconnue »",
    ]


def test_a_shorter_term_than_its_notice_is_refused(contract: Contract, people: Any) -> None:
    with for_contract(contract.pk):
        assert refusals(contract, people, "[contrat]\npreavis_mois = 48\n") == [
            "[preavis] : le préavis est plus long que la période ferme : il devrait être donné le 31/12/2022, avant la"
            " prise d’effet. Écrivez un préavis plus court que la période du 01/01/2024 au 31/12/2026."
        ]


def test_a_second_amendment_is_read_over_the_terms_that_the_first_will_leave(
    contract: Contract, people: Any
) -> None:
    later = date(2027, 6, 1)
    with for_contract(contract.pk):
        contract.renewal = "none"
        contract.save()
        assert refusals(contract, people, "forfait_mensuel = 1", later) == [
            "Le contrat finit au plus tard le 31/12/2026 : un avenant prend effet avant."
        ]
        bring(contract, people, "[contrat]\nfin = 2028-12-31\n")
        second = bring(contract, people, "[contrat]\nfin = 2027-12-31\n", later)
        assert told(second) == [("Durée", "Fin", "31/12/2028", "31/12/2027")]
    text = export_contract(contract)
    assert load_contract(text.encode()).total.changed is False
    with for_contract(contract.pk):
        assert apply_due_terms(contract=contract, today=later) == 2
        assert contract.ends_on == date(2027, 12, 31)


def test_the_exit_clause_is_neither_proposed_nor_read_by_the_provider(
    contract: Contract, people: Any, visitor: Any
) -> None:
    with for_contract(contract.pk, Side.PROVIDER), pytest.raises(AmendmentRefused) as refused:
        propose(contract, people["provider"], '[sortie]\nclause = "art. 14"\n')
    assert (
        str(refused.value) == "La clause de sortie se propose du côté du client. Retirez la table [sortie]."
    )
    with for_contract(contract.pk):
        made = bring(contract, people)
    page = visitor("provider").get(reverse("contracts:amendment", args=[contract.slug, made.number]))
    assert {one["part"] for one in page.context["difference"]} == {"Durée", "Préavis", "Révision de prix"}
    assert "art. 14" not in page.content.decode()


def test_a_fee_agreed_anew_warns_that_its_revision_starts_from_an_older_index(
    contract: Contract, people: Any, visitor: Any
) -> None:
    with for_contract(contract.pk):
        RevisionClause.objects.create(
            contract=contract, index="Syntec", base_month="2023-11", first_on=date(2025, 1, 1)
        )
        bare = propose(contract, people["referent"], "forfait_mensuel = 19000")
        dated = propose(
            contract,
            people["referent"],
            'forfait_mensuel = 19000\n[revision]\nindice = "Syntec"\nmois_base = "2026-04"\npremiere = 2027-05-01\n',
        )
    words = (
        "Le forfait a été renégocié le 01/05/2026 : la révision part toujours de l’indice de novembre 2023."
    )
    go = visitor("referent")
    warned = [
        go.get(reverse("contracts:amendment", args=[contract.slug, one.number])).context["warning"]
        for one in (bare, dated)
    ]
    assert warned == [words, ""]
    with for_contract(contract.pk):
        approve_amendment(amendment=bare, signer=people["executive"], today=EVE)
    page = go.get(reverse("contracts:revision", args=[contract.slug]))
    assert page.context["page"].old_base == words
    assert "part toujours de" in page.content.decode()


def test_a_key_goes_by_name_and_the_rest_of_the_clause_stays(contract: Contract, people: Any) -> None:
    change = '[revision]\npremiere = 2027-01-01\nretire = ["plafond"]\n[sortie]\nplafond_forfaits = 3\n'
    with for_contract(contract.pk):
        bring(contract, people, today=DAY)
        later = date(2026, 9, 1)
        assert refusals(contract, people, '[revision]\nretire = ["plancher"]\n', later) == [
            "[revision] : « retire » nomme « plancher », que le contrat ne dit pas. Clés dites : indice, mois_base,"
            " premiere, plafond."
        ]
        made = bring(contract, people, change, later, later)
        assert told(made) == [
            ("Révision de prix", "Plafond (%)", "3", "—"),
            ("Clause de sortie", "Plafond, en forfaits", "2", "3"),
        ]
        assert (RevisionClause.objects.get().cap_pct, ExitClause.objects.get().transition_max) == (None, 9)
