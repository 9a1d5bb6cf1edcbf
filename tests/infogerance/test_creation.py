"""Creating a contract by the guided form: who may, what is kept, what is refused, what it becomes."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import Membership, Organisation, User
from contracts.models import ContractDraft, ContractVersion, ScopeItem, Stakeholder
from core.scope import for_contract
from infogerance.contract_file import export_contract, load_contract
from infogerance.selectors.contract_models import contract_models
from journal.models import JournalEntry
from slas.models import Commitment
from tests.house.addresses import every_address
from tests.infogerance.creating import PARTIES, answers_of, contract_named, fill
from tests.infogerance.reading import main_of

pytestmark = pytest.mark.django_db
START, REVIEW = "/contrats/nouveau/", "/contrats/nouveau/verifier/"
MODELS = [model.code for model in contract_models()]


@pytest.fixture
def founder(client: Any, db: None) -> Any:
    """A person of a client without any contract yet."""
    own = Organisation.objects.create(name="Client A", kind="client")
    user = User.objects.create_user("dsi@exemple.fr", "un mot de passe long", organisation=own)
    client.force_login(user)
    return user


@pytest.mark.parametrize("model", MODELS)
def test_every_model_gives_a_contract_that_exports_as_it_loads(client: Any, founder: Any, model: str) -> None:
    fill(client, model)
    response = client.post(REVIEW)
    contract = contract_named("NEUF-2026-01")
    assert contract is not None
    assert response.url == f"/contrats/{contract.slug}/demarrer/"
    text = export_contract(contract)
    again = load_contract(text.encode())
    assert not again.total.changed
    assert export_contract(contract) == text


def test_what_was_answered_is_what_is_written(client: Any, founder: Any) -> None:
    fill(client)
    client.post(REVIEW)
    contract = contract_named("NEUF-2026-01")
    assert contract is not None
    assert (contract.client.name, contract.provider.name) == ("Client A", "Nordis")
    assert (str(contract.starts_on), str(contract.ends_on)) == ("2026-01-01", "2028-12-31")
    assert (contract.renewal, contract.renewal_months, contract.max_renewals) == ("tacit", 12, 2)
    assert (contract.notice_months, contract.users) == (6, 300)
    assert contract.yearly_budget == 242_000
    with for_contract(contract.pk):
        version = ContractVersion.objects.get()
        assert str(version.monthly_fee) == "18500.50"
        assert Commitment.objects.count() == 14
        desk = ScopeItem.objects.get(status="in", number=1)
        assert (desk.quantity, desk.family) == (300, "support")


def test_the_author_becomes_the_referent_and_the_journal_says_so(client: Any, founder: Any) -> None:
    fill(client)
    client.post(REVIEW)
    contract = contract_named("NEUF-2026-01")
    assert contract is not None
    with for_contract(contract.pk):
        member = Membership.objects.get()
        acts = list(JournalEntry.objects.order_by("sequence").values_list("action", "actor"))
        people = list(
            Stakeholder.objects.filter(side="client", role="referent").values_list("email", flat=True)
        )
    assert (member.user, member.side, member.role) == (founder, "client", "referent")
    assert acts == [
        (action, founder.pk) for action in ("contract_loaded", "membership_granted", "people.changed")
    ]
    assert people == [founder.email]
    assert not ContractDraft.objects.exists()


def test_a_second_click_creates_nothing_more(client: Any, founder: Any) -> None:
    fill(client)
    client.post(REVIEW)
    assert client.post(REVIEW).url == START
    contract = contract_named("NEUF-2026-01")
    assert contract is not None
    with for_contract(contract.pk):
        assert Membership.objects.count() == 1


@pytest.mark.parametrize("role", ["provider", "executive", "reader"])
def test_only_a_referent_creates(client: Any, contract: Any, make_user: Any, role: str) -> None:
    client.force_login(make_user(role, contract))
    for path in (START, REVIEW, f"{START}parties/"):
        assert client.get(path).status_code == 403
        assert client.post(path, {"model": "globale"}).status_code == 403
    assert "Nouveau contrat" not in main_of(client.get("/contrats/"))
    assert not ContractDraft.objects.exists()


def test_who_belongs_to_no_client_does_not_create(client: Any, db: None) -> None:
    provider = Organisation.objects.create(name="Prestataire A", kind="provider")
    for number, own in enumerate((None, provider)):
        user = User.objects.create_user(f"p{number}@exemple.fr", "un mot de passe long", organisation=own)
        client.force_login(user)
        assert client.get(START).status_code == 403


def test_a_referent_creates_for_the_clients_of_their_contracts_alone(
    client: Any, contract: Any, make_contract: Any, make_user: Any
) -> None:
    make_contract(reference="USI-2023-11", client="Client B")
    user = make_user("referent", contract)
    client.force_login(user)
    client.post(START, {"model": "globale"})
    refused = client.post(f"{START}parties/", answers_of(client, "parties") | {"client": "Client B"})
    assert refused.status_code == 422
    assert "Client B" not in [name for name in refused.context["filled"].form.fields["client"].choices]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            {"ends_on": "31/12/2025"},
            "Ce jour ne vient pas après la prise d’effet, le 01/01/2026. Pour 36 mois",
        ),
        ({"notice_months": "40"}, "Le préavis est plus long que la période ferme"),
        ({"notice_months": "13"}, "Le préavis est plus long qu’une reconduction de 12 mois"),
        ({"users": "-3"}, "Ce nombre est trop petit : écrivez 0 ou plus."),
        ({"monthly_fee": "beaucoup"}, "Nombre attendu"),
        ({"starts_on": "31/02/2026"}, "Cette date n’existe pas"),
        ({"reference": "Café 1"}, "lettres sans accent"),
        ({"renewal_months": ""}, "Donnez la durée d’une reconduction"),
        ({"provider": "Client A"}, "nommez l’autre partie"),
    ],
)
def test_what_is_wrong_is_refused_in_place_and_stays_typed(
    client: Any, founder: Any, change: dict[str, str], words: str
) -> None:
    client.post(START, {"model": "globale"})
    refused = client.post(f"{START}parties/", PARTIES | change)
    assert refused.status_code == 422
    assert words in main_of(refused)
    ((name, value),) = change.items()
    assert refused.context["filled"].form[name].value() == value
    later = client.get(f"{START}parties/")
    assert later.context["filled"].form[name].value() == value
    assert refused.context["filled"].form["title"].value() == PARTIES["title"]


@pytest.mark.parametrize(
    ("step", "change", "words"),
    [
        ("horaires", {"site-0-name": ""}, "Nommez au moins un site"),
        ("perimetre", {"inclus-0-quantity": "-5"}, "Ce nombre est trop petit : écrivez 0 ou plus."),
        ("perimetre", {"inclus-0-name": "Postes de travail"}, "Ce nom est déjà dans une ligne plus haut"),
        ("perimetre", {"exclu-0-unit_price": "12,345"}, "Écrivez au plus 2 décimales"),
        ("engagements", {"E01-required": "120"}, "Écrivez un nombre de 0 à 100"),
        ("engagements", {"E01-amount-0": "0"}, "Écrivez un nombre de 1"),
        ("engagements", {"priorities": "P1, P1"}, "Écrivez chaque priorité une fois"),
        ("sortie", {"shortest": "13"}, "au moins égal à la transition la plus courte"),
    ],
)
def test_each_step_refuses_its_own_faults(
    client: Any, founder: Any, step: str, change: dict[str, str], words: str
) -> None:
    client.post(START, {"model": "globale"})
    refused = client.post(f"{START}{step}/", answers_of(client, step) | change)
    assert refused.status_code == 422
    assert words in main_of(refused)


def test_an_unticked_row_is_left_out_whatever_it_holds(client: Any, founder: Any) -> None:
    client.post(START, {"model": "globale"})
    typed = answers_of(client, "perimetre") | {
        "inclus-0-quantity": "-5",
        "inclus-14-name": "Caisses",
    }
    del typed["inclus-0-kept"]
    assert client.post(f"{START}perimetre/", typed).status_code == 302
    answered = client.get(REVIEW).context["creation"].filled["perimetre"]
    assert answered.is_valid()
    names = [element.name for element in answered.answer().included]
    assert "Centre de services N1 et N2" not in names
    assert names[-1] == "Caisses"


def test_fewer_priorities_leave_out_what_only_the_others_had(client: Any, founder: Any) -> None:
    fill(client, engagements={"priorities": "Haute, Moyenne"})
    client.post(REVIEW)
    contract = contract_named("NEUF-2026-01")
    assert contract is not None
    with for_contract(contract.pk):
        names = set(Commitment.objects.values_list("name", flat=True))
        priorities = set(Commitment.objects.values_list("targets__priority", flat=True)) - {None}
    assert priorities == {"Haute", "Moyenne"}
    assert "GTI P1" in names
    assert "GTR P3" not in names


def test_the_browser_may_be_closed_at_any_step(client: Any, founder: Any) -> None:
    client.post(START, {"model": "partielle"})
    left = client.post(f"{START}parties/", {"reference": "EN-COURS", "aller": "plus-tard"})
    assert left.url == "/contrats/"
    assert "Un contrat est en préparation" in main_of(client.get("/contrats/"))
    assert "sa saisie vous attend" in main_of(client.get("/"))
    assert client.get(f"{START}parties/").context["filled"].form["reference"].value() == "EN-COURS"
    assert client.post(START, {"model": "globale"}).status_code == 302
    assert ContractDraft.objects.get().model == "partielle"
    client.post(f"{START}abandonner/", {"nature": "saisie"})
    assert not ContractDraft.objects.exists()


def test_blank_rows_are_added_without_losing_what_was_typed(client: Any, founder: Any) -> None:
    client.post(START, {"model": "globale"})
    typed = answers_of(client, "horaires")
    asked = client.post(f"{START}horaires/", typed | {"encore": "site"})
    assert asked.url == f"{START}horaires/#site"
    table = client.get(f"{START}horaires/").context["filled"].tables[0]
    assert table.forms[0]["name"].value() == "Siège, Dijon"
    assert len(table.forms) == int(typed["site-TOTAL_FORMS"]) + 2


def test_a_draft_is_its_authors_alone(client: Any, founder: Any) -> None:
    fill(client)
    own = Organisation.objects.get(name="Client A")
    other = User.objects.create_user("autre@exemple.fr", "un mot de passe long", organisation=own)
    client.force_login(other)
    assert client.get(f"{START}parties/").url == START
    assert client.post(REVIEW).url == START
    assert contract_named("NEUF-2026-01") is None


def test_a_reference_already_taken_is_refused_with_its_step(
    client: Any, contract: Any, make_user: Any
) -> None:
    user = make_user("referent", contract)
    client.force_login(user)
    fill(client, parties={"reference": contract.reference})
    refused = client.post(REVIEW)
    assert refused.status_code == 422
    assert "« Client A » a déjà un contrat de référence « INF-2024-07 »." in main_of(refused)
    assert ContractDraft.objects.exists()


def test_the_reference_of_another_client_is_no_oracle(client: Any, founder: Any, make_contract: Any) -> None:
    make_contract(reference="NEUF-2026-01", client="Client B")
    fill(client)
    assert client.post(REVIEW).status_code == 302
    assert client.get("/contrats/").context["lines"][0].contract.client.name == "Client A"


def test_a_second_contract_takes_the_sites_and_hours_of_the_first(
    client: Any, contract: Any, make_user: Any, make_contract: Any
) -> None:
    elsewhere = make_contract(reference="USI-2023-11", client="Client B")
    user = make_user("referent", contract)
    client.force_login(user)
    assert client.post(START, {"model": "multi-prestataires", "source": elsewhere.slug}).status_code == 422
    client.post(START, {"model": "multi-prestataires", "source": contract.slug})
    page = client.get(f"{START}horaires/").context["filled"]
    choices = dict(page.form["hours"].field.choices)
    assert {"24x7", "ho-8-18", "repris:24x7"} & {*choices} == {"repris:24x7"}
    assert page.tables[0].forms[0]["name"].value() == "Siège"


def test_the_last_page_names_the_steps_left(client: Any, founder: Any) -> None:
    client.post(START, {"model": "globale"})
    client.post(f"{START}parties/", PARTIES)
    page = main_of(client.get(REVIEW))
    assert "À compléter d’abord" in page
    assert "Sites et horaires" in page
    assert client.post(REVIEW).status_code == 422
    assert contract_named("NEUF-2026-01") is None


def test_every_page_of_a_fresh_contract_opens(client: Any, founder: Any) -> None:
    fill(client)
    client.post(REVIEW)
    contract = contract_named("NEUF-2026-01")
    assert contract is not None
    pages = [one for one in every_address() if one.on_contract and one.converters == ("contract",)]
    assert len(pages) > 30
    for one in pages:
        status = client.get(one.url(contract.slug, {})).status_code
        assert status in {200, 302, 405}, (one.name, status)
    assert client.get("/").status_code == 200


def test_steps_stay_within_their_queries(
    client: Any, founder: Any, django_assert_max_num_queries: Any
) -> None:
    fill(client)
    for path in (START, f"{START}perimetre/", f"{START}engagements/", REVIEW, "/contrats/"):
        with django_assert_max_num_queries(15):
            assert client.get(path).status_code == 200
