"""« Charger l’exemple »: offered on an empty portal alone, journaled, told by a job, open to no public password."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Membership, Organisation, User
from contracts.models import Contract
from core.engine.months import Month
from core.models import Job
from core.scope import unscoped
from infogerance.demo.generator import generate
from infogerance.demo.loading import Deposited, deposit_month, load_contracts, process
from infogerance.demo.people import create_people
from infogerance.demo.worlds import OFFICE
from infogerance.services.example import PortalInUse, load_example
from journal.models import JournalEntry
from tests.infogerance.reading import main_of

pytestmark = pytest.mark.django_db
BUTTON = "Charger l’exemple"


@pytest.fixture
def first_person(db: None) -> User:
    client = Organisation.objects.create(name="Ateliers du Val", kind=Organisation.Kind.CLIENT)
    return User.objects.create_user("premier@exemple.fr", "un-mot-de-passe-long", organisation=client)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def loaded() -> tuple[int, int, int]:
    with unscoped("tests look at their world"):
        return Contract.objects.count(), Membership.objects.count(), Job.objects.count()


def test_an_empty_portal_offers_the_example_and_says_how_it_goes(first_person: User) -> None:
    client = signed_in(first_person)
    assert BUTTON in main_of(client.get("/"))
    assert client.get("/exemple/").status_code == 405
    answer = client.post("/exemple/")
    with unscoped("tests look at their world"):
        job = Job.objects.get()
        contracts = list(Contract.objects.order_by("reference").values_list("reference", "is_demo"))
        lines = list(
            JournalEntry.objects.filter(action="example_loaded").values_list("subject", "actor__email")
        )
    assert answer.headers["Location"] == reverse("job", args=[job.pk])
    assert (job.kind, job.state) == ("example", "queued")
    assert contracts == [("CLD-2025-02", True), ("INF-2024-07", True)]
    assert sorted(lines) == [("CLD-2025-02", first_person.email), ("INF-2024-07", first_person.email)]
    assert "Le calcul va commencer." in main_of(client.get(answer.headers["Location"]))
    assert "INF-2024-07" in main_of(client.get("/"))


def test_the_administrator_may_load_it_too(db: None) -> None:
    client = signed_in(User.objects.create_superuser("chef@exemple.fr", "un-mot-de-passe-long"))
    assert BUTTON in main_of(client.get("/"))
    assert client.post("/exemple/").status_code == 302
    assert loaded() == (2, 2, 1)


def test_a_real_contract_forbids_it(contract: Contract, first_person: User) -> None:
    client, before = signed_in(first_person), loaded()
    assert BUTTON not in main_of(client.get("/"))
    page = client.post("/exemple/", follow=True).content.decode()
    assert "L’exemple se charge depuis un portail vide" in page
    with pytest.raises(PortalInUse, match="Un contrat est déjà dans le portail"):
        load_example(user=first_person)
    assert loaded() == before


def test_it_is_loaded_once(first_person: User) -> None:
    load_example(user=first_person)
    before = loaded()
    with pytest.raises(PortalInUse):
        load_example(user=first_person)
    assert loaded() == before


def test_whoever_may_create_no_contract_is_offered_nothing(db: None) -> None:
    provider = Organisation.objects.create(name="Nordis", kind=Organisation.Kind.PROVIDER)
    user = User.objects.create_user("fournisseur@exemple.fr", "un-mot-de-passe-long", organisation=provider)
    client = signed_in(user)
    assert BUTTON not in main_of(client.get("/"))
    assert client.post("/exemple/").status_code == 302
    assert loaded() == (0, 0, 0)


def test_its_people_sign_in_nowhere(db: None) -> None:
    contracts, changed = load_contracts()
    assert changed
    create_people(contracts=contracts, password=None)
    people = User.objects.order_by("email")
    assert [(user.is_active, user.has_usable_password(), user.is_superuser) for user in people] == [
        (False, False, False)
    ] * 5


@pytest.mark.django_db(transaction=True)
def test_each_deposit_is_announced_before_its_turn() -> None:
    contracts, _ = load_contracts()
    create_people(contracts=contracts, password=None)
    heard: list[tuple[int, Month]] = []

    def told(rank: int, made: Deposited) -> None:
        heard.append((rank, made.month))

    last = Month.parse("2026-10")
    files = generate(OFFICE, last).deliveries[-1:]
    deposits: list[Any] = [deposit_month(contract=contracts[OFFICE.reference], files=one) for one in files]
    assert process(deposits, told) == []
    assert heard == [(0, last)]
    assert process(deposits, told) == []
