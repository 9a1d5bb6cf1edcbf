"""A contract made from a model starts with committees, actors, RACI, escalation, obligations and revision to confirm."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from accounts.models import Organisation, User
from contracts.engine.audit import Ground, audit
from contracts.engine.from_model import UNNAMED
from contracts.models import RaciLine
from core.scope import for_contract
from infogerance.contract_file import contract_tables
from infogerance.selectors.contract_models import contract_models
from infogerance.selectors.starting import taken_from_models
from journal.models import JournalEntry
from kpis.engine.catalogue import LEADING, PERCEIVED
from tests.infogerance.creating import contract_named, fill

pytestmark = pytest.mark.django_db
MODELS = [model.code for model in contract_models()]


@pytest.fixture
def founder(client: Any, db: None) -> Any:
    own = Organisation.objects.create(name="Client A", kind="client")
    user = User.objects.create_user("dsi@exemple.fr", "un mot de passe long", organisation=own)
    client.force_login(user)
    return user


TOLD = {
    "Seuil mensuel des pénalités": "150\u00a0€",
    "Premiers mois sans pénalité": "3",
    "Pénalités libératoires": "non",
    "Observations du prestataire": "8\u00a0jours après le calcul d’une pénalité",
    "Utilisateurs satisfaits": "85\u00a0% au moins",
    "Clause de réversibilité": "art. 14",
    "Bascule": "6 mois après le préavis",
    "Coût de la sortie": "de 2 à 7 forfaits mensuels",
}


def made(client: Any, model: str = "globale") -> Any:
    fill(client, model)
    client.post("/contrats/nouveau/verifier/")
    return contract_named("NEUF-2026-01")


TYPED = ["L02", "L08", "L09", "L11", "L26", "L42", "L29", "L46", "L34", "L38"]
"""Volumes, prices and estimates; what the model leaves to confirm; what is read in the signed contract."""
LEFT = {
    "globale": TYPED,
    "partielle": ["L02", "L08", "L09", "L15", *TYPED[3:], "L39"],
    "co-sourcing": TYPED,
    "multi-prestataires": TYPED,
}


@pytest.mark.parametrize("model", MODELS)
def test_the_findings_left_are_what_only_the_client_can_type(client: Any, founder: Any, model: str) -> None:
    tables = contract_tables(made(client, model))
    done = audit(Ground(tables, date(2026, 6, 1), PERCEIVED, LEADING))
    assert [one.check.code for one in done.findings] == LEFT[model]
    warned = {one.check.code: [place.text for place in one.places] for one in done.findings if one.is_warning}
    assert warned == {
        "L42": ["termes repris du modèle, à confirmer"],
        "L29": ["responsable prestataire, à nommer"],
    }


def test_days_are_counted_from_the_first_one_and_the_author_is_the_referent(
    client: Any, founder: Any
) -> None:
    tables = contract_tables(made(client))
    clause = tables["revision"]
    assert (clause["mois_base"], clause["premiere"]) == ("2025-11", date(2027, 1, 1))
    assert [row["echeance"] for row in tables["obligation"]] == [
        date(2026, 7, 1), date(2027, 1, 1), date(2026, 7, 1), date(2027, 1, 1),
    ]  # fmt: skip
    assert [row["date"] for row in tables["echeance"]] == [date(2027, 1, 1)]
    named = {row["code"]: row["nom"] for row in tables["acteur"]}
    assert named["referent"] == str(founder)
    assert {name for code, name in named.items() if code != "referent"} == {UNNAMED}


def test_the_matrix_follows_the_priorities_of_the_contract(client: Any, founder: Any) -> None:
    rows = contract_tables(made(client))["version"][0]["matrice"]
    assert [row["urgences"]["bloquant"] for row in rows] == ["P1", "P2", "P3"]


def test_the_last_page_reads_back_every_answer(client: Any, founder: Any) -> None:
    fill(
        client,
        engagements={"deductible": "150", "grace_months": "3", "exclusive": "non"},
        sortie={"observation_days": "8", "satisfaction": "85", "clause": "art. 14", "low_fees": "2"},
    )
    facts = dict(client.get("/contrats/nouveau/verifier/").context["summary"].facts)
    assert {label: facts[label] for label in TOLD} == TOLD


def test_the_page_after_creation_says_what_to_type_first_and_what_the_model_wrote(
    client: Any, founder: Any
) -> None:
    contract = made(client)
    page = client.get(f"/contrats/{contract.slug}/demarrer/")
    waiting = [line.title for line in page.context["setup"].lines if not line.done]
    assert waiting[:4] == [
        "Acteurs nommés", "Révision de prix confirmée", "Volumes du périmètre", "Prix des exclusions",
    ]  # fmt: skip
    assert [(line.title, line.detail) for line in page.context["taken"]] == [
        ("Comités", "3\xa0comités"),
        ("RACI", "10\xa0lignes"),
        ("Escalade", "3\xa0niveaux"),
        ("Obligations", "4\xa0obligations"),
        ("Échéances", "1\xa0échéance"),
    ]
    with for_contract(contract.pk):
        RaciLine.objects.filter(number=1).update(activity="Tenue du périmètre")
        assert taken_from_models(contract)[1].detail == "9\xa0lignes"


def test_lines_of_the_model_are_confirmed_by_section_once_and_journaled(client: Any, founder: Any) -> None:
    contract = made(client)
    address = f"/contrats/{contract.slug}/demarrer/raci/confirmer/"
    assert client.get(address).url == f"/contrats/{contract.slug}/demarrer/"
    client.post(address)
    page = client.post(address, follow=True)
    assert [line.title for line in page.context["taken"]] == [
        "Comités",
        "Escalade",
        "Obligations",
        "Échéances",
    ]
    assert "plus rien n’est à confirmer" in page.content.decode()
    assert client.post(f"/contrats/{contract.slug}/demarrer/site/confirmer/").status_code == 404
    with for_contract(contract.pk):
        (act,) = JournalEntry.objects.filter(action="model.confirmed")
        assert (act.subject, len(act.details["lines"]), act.actor) == ("RACI", 10, founder)
        RaciLine.objects.filter(number=1).update(activity="Tenue du périmètre")
        assert [line.title for line in taken_from_models(contract)] == [
            "Comités", "Escalade", "Obligations", "Échéances",
        ]  # fmt: skip
