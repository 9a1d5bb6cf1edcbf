"""Amendments: two persons, a day that no closed month holds, what changes field by field."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from contracts.engine.problems import FileRefused
from contracts.models import Amendment, Contract, ContractVersion
from contracts.selectors.versions import version_at
from core.engine.months import Month
from core.models import Job
from core.scope import Side, for_contract, unscoped
from infogerance.contract_file import export_contract, load_contract
from slas.models import Commitment, MonthRecord
from slas.selectors.settlements import month_digests
from slas.services.amendment_checks import AmendmentRefused
from slas.services.amendments import Signer, approve_amendment, close_amendment, propose_amendment

DEMO = Path(__file__).parents[2] / "infogerance" / "demo" / "inf-2024-07.toml"
CHANGE = """
forfait_mensuel = 19000

[reglages]
reouverture_jours = 3

[[engagement]]
code = "E02"
taux_exige = 97
"""
DAY = date(2026, 5, 1)
REASON = "Accord du comité stratégique."
pytestmark = pytest.mark.django_db


@pytest.fixture
def inf() -> Any:
    return load_contract(DEMO.read_bytes()).contract


@pytest.fixture
def people(inf: Any, make_user: Any) -> dict[str, Signer]:
    return {
        role: Signer(make_user(role, inf), role, Side.PROVIDER if role == "provider" else Side.CLIENT)
        for role in ("referent", "executive", "provider")
    }


def propose(inf: Any, signer: Signer, **changes: Any) -> Amendment:
    values = {"title": "GTI relevée", "effective_on": DAY, "change": CHANGE, "reason": REASON} | changes
    return propose_amendment(contract=inf, signer=signer, **values)


def test_a_second_person_brings_it_to_force(inf: Any, people: Any) -> None:
    with for_contract(inf.pk):
        made = propose(inf, people["referent"])
        assert [(one["part"], one["field"], one["before"], one["after"]) for one in made.difference] == [
            ("Prix", "Forfait mensuel HT", "18\u202f500,00\u00a0€", "19\u202f000,00\u00a0€"),
            (
                "Suspensions et changements",
                "Réouverture sous 5\u00a0jours ouvrés",
                "les durées s’ajoutent",
                "—",
            ),
            (
                "Suspensions et changements",
                "Réouverture sous 3\u00a0jours ouvrés",
                "—",
                "les durées s’ajoutent",
            ),
            ("Engagement E02", "Taux exigé (%)", "95", "97"),
        ]
        with pytest.raises(AmendmentRefused, match="une seconde personne"):
            approve_amendment(amendment=made, signer=people["referent"])
        approve_amendment(amendment=made, signer=people["executive"])
        before, after = version_at(inf, date(2026, 4, 30)), version_at(inf, DAY)
        assert (before.monthly_fee, after.monthly_fee, after.number) == (Decimal(18500), Decimal(19000), 2)
        assert (before.rules.reopen_window_days, after.rules.reopen_window_days) == (5, 3)
        rows = Commitment.objects.filter(contract=inf, code="E02").order_by("effective_from")
        assert [(row.required_rate, row.effective_to) for row in rows] == [
            (Decimal(95), date(2026, 4, 30)), (Decimal(97), None),
        ]  # fmt: skip
        assert rows[1].targets.count() == rows[0].targets.count()
        assert rows[1].penalties.count() == rows[0].penalties.count()
        with pytest.raises(AmendmentRefused, match="déjà approuvé"):
            approve_amendment(amendment=made, signer=people["executive"])
        assert Job.objects.get(contract=inf, kind="month").key == f"amendment-{made.pk}"


def test_an_amendment_asks_for_the_months_from_its_effect_on(inf: Any, people: Any) -> None:
    months = [Month(2026, 3), Month(2026, 4), Month(2026, 5)]
    with for_contract(inf.pk):
        made, before = propose(inf, people["referent"]), month_digests(inf, months)
        assert month_digests(inf, months) == before
        approve_amendment(amendment=made, signer=people["executive"])
        after = month_digests(inf, months)
    assert [month for month in months if before[month] != after[month]] == [Month(2026, 5)]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"effective_on": date(2023, 6, 1)}, "après le début du contrat. Écrivez le 01/04/2026"),
        ({"effective_on": date(2026, 1, 1)}, "ne se recouvrent pas. Écrivez le 01/04/2026"),
        ({"effective_on": date(2026, 3, 15)}, "Écrivez le 01/04/2026 au plus tôt, premier jour du premier mois"),
        ({"reason": "oui"}, "10 caractères au moins"),
        ({"change": ""}, "il ne change rien"),
        ({"change": '[[engagement]]\ncode = "E99"'}, "engagement inconnu"),
        ({"change": '[[plage]]\ncode = "ho"\nlibelle = "x"\nfenetres = {lundi = ["08:00-12:00"]}'}, "nouveau code"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_its_remedy(inf: Any, people: Any, changes: Any, words: str) -> None:
    with for_contract(inf.pk):
        close(inf, "2026-03")
        with pytest.raises(AmendmentRefused, match=words):
            propose(inf, people["referent"], **changes)
        assert not Amendment.objects.exists()


def close(contract: Any, month: str) -> None:
    record = MonthRecord.objects.create(contract=contract, month=month, due_on=DAY)
    MonthRecord.objects.filter(pk=record.pk).update(state="closed")


def test_a_month_closed_meanwhile_stops_the_approval(inf: Any, people: Any) -> None:
    with for_contract(inf.pk):
        made = propose(inf, people["referent"])
        close(inf, "2026-05")
        with pytest.raises(AmendmentRefused, match="01/06/2026 au plus tôt"):
            approve_amendment(amendment=made, signer=people["executive"])


def test_the_provider_proposes_and_only_the_client_approves(inf: Any, people: Any) -> None:
    with for_contract(inf.pk):
        made = propose(inf, people["provider"])
        other = Signer(people["executive"].user, "provider", Side.PROVIDER)
        with pytest.raises(AmendmentRefused, match="du côté du client"):
            approve_amendment(amendment=made, signer=other)
        close_amendment(amendment=made, reason=REASON, signer=people["referent"])
        made.refresh_from_db()
        assert made.state == "refused"


def test_the_database_holds_two_persons_and_what_is_in_force(inf: Any, people: Any) -> None:
    with for_contract(inf.pk):
        made = propose(inf, people["referent"])
        approve_amendment(amendment=made, signer=people["executive"])
        version = ContractVersion.objects.get(contract=inf, number=2)
        with pytest.raises(IntegrityError, match="en vigueur ne se modifie pas"), transaction.atomic():
            ContractVersion.objects.filter(pk=version.pk).update(monthly_fee=1)
        second = propose(inf, people["referent"], effective_on=date(2026, 8, 1))
        with pytest.raises(IntegrityError, match=r"(?i)check"), transaction.atomic():
            Amendment.objects.filter(pk=second.pk).update(
                state="approved", decided_by=people["referent"].user, decided_side="client", decided_at=made.proposed_at,
                version=version,
            )  # fmt: skip


def test_a_file_does_not_rewrite_what_two_persons_approved(inf: Any, people: Any) -> None:
    with for_contract(inf.pk):
        approve_amendment(amendment=propose(inf, people["referent"]), signer=people["executive"])
    text = export_contract(inf)
    assert load_contract(text.encode()).total.changed is False
    with pytest.raises(FileRefused, match="version 2 : le fichier la change ou l’omet"):
        load_contract(DEMO.read_bytes())


def page(user: Any, inf: Contract, *args: Any) -> Any:
    client = Client()
    client.force_login(user)
    return client.get(reverse(f"contracts:amendment{'' if args else 's'}", args=[inf.slug, *args]))


def test_a_proposal_of_the_client_is_its_own_until_approved(inf: Any, people: Any) -> None:
    with for_contract(inf.pk):
        made = propose(inf, people["referent"])
    theirs = people["provider"].user
    assert page(theirs, inf, made.number).status_code == 404
    assert "GTI relevée" not in page(theirs, inf).content.decode()
    with for_contract(inf.pk):
        approve_amendment(amendment=made, signer=people["executive"])
    assert "GTI relevée" in page(theirs, inf, made.number).content.decode()


def test_sixty_amendments_are_read_in_few_questions(
    inf: Any, people: Any, django_assert_max_num_queries: Any
) -> None:
    with unscoped("tests build their world"):
        for number in range(2, 62):
            ContractVersion.objects.create(
                contract=inf, number=number, effective_on=date(2026, 1, 1 + number // 3) if number % 3 == 0 else
                date(2027 + number // 12, number % 12 + 1, 2), title="x", monthly_fee=number,
            )  # fmt: skip
    client = Client()
    client.force_login(people["referent"].user)
    for url in (
        reverse("contracts:amendments", args=[inf.slug]),
        reverse("contracts:amendment", args=[inf.slug, 30]),
    ):
        client.get(url)
        with django_assert_max_num_queries(25):
            assert client.get(url).status_code == 200


def test_a_form_refused_says_why_and_a_form_taken_leads_to_the_approval(inf: Any, people: Any) -> None:
    client = Client()
    client.force_login(people["referent"].user)
    url = reverse("contracts:amendments", args=[inf.slug])
    given = {
        "title": "Prix",
        "effective_on": "01/01/2020",
        "fee": "19 000,00",
        "tables": "",
        "reason": REASON,
    }
    refused = client.post(url, given)
    assert (refused.status_code, "après le début du contrat" in refused.content.decode()) == (422, True)
    taken = client.post(url, given | {"effective_on": "01/05/2026"}, follow=True)
    assert "une autre personne du client l’approuve" in taken.content.decode()
    client.force_login(people["executive"].user)
    asked = client.get(reverse("contracts:amendment_approval", args=[inf.slug, 2]))
    seen = asked.context["page"].seen
    done = client.post(asked.request["PATH_INFO"], {"seen": seen}, follow=True)
    assert "Avenant approuvé" in done.content.decode()
