"""Creating a contract from its file: checked whole, shown before anything is created, one's own client alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Membership, Organisation, User
from contracts.models import Contract, ContractDraft
from core.scope import for_contract, unscoped
from journal.models import JournalEntry
from tests.infogerance.creating import contract_named
from tests.infogerance.reading import main_of

pytestmark = pytest.mark.django_db
IMPORT, CONFIRM = "/contrats/nouveau/importer/", "/contrats/nouveau/fichier/"
SMALL = (Path(__file__).parent / "small_contract.toml").read_text(encoding="utf-8")


@pytest.fixture
def founder(client: Any, db: None) -> Any:
    own = Organisation.objects.create(name="Client T", kind="client")
    user = User.objects.create_user("dsi@exemple.fr", "un mot de passe long", organisation=own)
    client.force_login(user)
    return user


def send(client: Any, text: str | bytes) -> Any:
    content = text.encode() if isinstance(text, str) else text
    return client.post(IMPORT, {"file": SimpleUploadedFile("contrat.toml", content)})


def test_a_file_is_shown_then_created(client: Any, founder: Any) -> None:
    assert send(client, SMALL).url == CONFIRM
    page = main_of(client.get(CONFIRM))
    assert "TST-1 : le fichier est bon" in page
    assert "Rien n’est encore créé." in page
    assert "Engagements 2 lignes" in page
    with unscoped("tests look at every contract"):
        assert not Contract.objects.exists()
        assert not JournalEntry.objects.exists()
    assert not Organisation.objects.filter(name="Prestataire T").exists()
    client.post(CONFIRM)
    contract = contract_named("TST-1")
    assert contract is not None
    with for_contract(contract.pk):
        assert Membership.objects.get().user == founder
    assert not ContractDraft.objects.exists()
    assert client.post(CONFIRM).url == "/contrats/nouveau/"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("fin = 2026-12-31", "fin = 2024-12-31", "« fin » ne vient pas après « debut »."),
        ('priorite = "P1", delai = 4', 'priorite = "P1", delai = -4', "« delai » vaut -4, hors limites."),
        (
            "[[plage]]",
            "[[version]]\nnumero = 1\neffet = 2025-01-01\nforfait_mensuel = 1000\n\n[[plage]]",
            "la date d’effet « 2025-01-01 » figure déjà plus haut.",
        ),
        (
            "[[plage]]",
            '[[perimetre]]\nnumero = 1\nelement = "Postes"\nvolume = 3\nsites = ["lune"]\n\n[[plage]]',
            "« lune »",
        ),
        ("fin = 2026-12-31", "fin = 2026-12-31\npreavis_mois = 30", "est plus long que la période ferme"),
        ("[contrat]", "[contrat", "ce n’est pas du TOML lisible."),
    ],
)
def test_what_is_wrong_is_named_with_its_remedy_and_nothing_is_kept(
    client: Any, founder: Any, old: str, new: str, words: str
) -> None:
    refused = send(client, SMALL.replace(old, new, 1))
    assert refused.status_code == 422
    page = main_of(refused)
    assert words in page
    assert "Rien n’a été créé." in page
    assert all(problem.remedy for problem in refused.context["problems"])
    assert not ContractDraft.objects.exists()
    assert contract_named("TST-1") is None


def test_what_is_no_file_of_ours_is_refused(client: Any, founder: Any) -> None:
    assert "il n’est pas en UTF-8." in main_of(send(client, b"\xff\xfe\x00"))
    assert "il dépasse 4 Mo." in main_of(send(client, b"#" * 4_000_001))
    assert client.post(IMPORT, {}).status_code == 422


def test_another_client_is_refused_in_the_same_words_whether_it_exists_or_not(
    client: Any, founder: Any, make_contract: Any
) -> None:
    make_contract(reference="TST-1", client="Client connu")
    pages = []
    for name in ("Client connu", "Client forgé"):
        refused = send(client, SMALL.replace("Client T", name))
        assert refused.status_code == 422
        pages.append(main_of(refused).replace(name, "—"))
    assert pages[0] == pages[1]
    assert "pour qui vous ne pouvez pas créer de contrat." in pages[0]


def test_the_reference_of_another_clients_contract_may_be_taken(
    client: Any, founder: Any, make_contract: Any
) -> None:
    elsewhere = make_contract(reference="TST-1", client="Client connu")
    send(client, SMALL)
    client.post(CONFIRM)
    with unscoped("tests look at every contract"):
        both = set(Contract.objects.filter(reference="TST-1").values_list("client__name", flat=True))
        elsewhere.refresh_from_db()
    assert both == {"Client T", "Client connu"}
    assert elsewhere.title == "Infogérance du siège"


def test_a_contract_in_place_is_never_rewritten_from_here(client: Any, founder: Any) -> None:
    send(client, SMALL)
    client.post(CONFIRM)
    refused = send(client, SMALL.replace("Essai", "Autre objet"))
    assert refused.status_code == 422
    assert "Un contrat en place se modifie par un avenant." in main_of(refused)
    contract = contract_named("TST-1")
    assert contract is not None
    assert contract.title == "Essai"


def test_a_file_whose_reference_was_taken_meanwhile_is_refused_at_the_last_click(
    client: Any, founder: Any, make_contract: Any
) -> None:
    send(client, SMALL)
    make_contract(reference="TST-1", client="Client T")
    assert client.post(CONFIRM).status_code == 422
    with unscoped("tests look at every contract"):
        assert Contract.objects.count() == 1
        assert not Membership.objects.exists()


@pytest.mark.parametrize("role", ["provider", "executive", "reader"])
def test_only_a_referent_imports(client: Any, contract: Any, make_user: Any, role: str) -> None:
    client.force_login(make_user(role, contract))
    assert send(client, SMALL).status_code == 403
    assert client.get(CONFIRM).status_code == 403


def test_a_file_is_its_senders_alone(client: Any, founder: Any) -> None:
    send(client, SMALL)
    other = User.objects.create_user(
        "autre@exemple.fr", "un mot de passe long", organisation=founder.organisation
    )
    client.force_login(other)
    assert client.get(CONFIRM).url == "/contrats/nouveau/"
    client.post("/contrats/nouveau/abandonner/", {"nature": "fichier"})
    assert ContractDraft.objects.get().author == founder
