"""The reference contract, its scope open."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from core.scope import for_contract, unscoped
from tests.contracts.parties import SECRET
from tests.restoring import loaded

DEMO = Path(__file__).parents[2] / "infogerance" / "demo"


@pytest.fixture
def opened(db: None) -> Any:
    """INF-2024-07 as its file says it, seen from the client's side for the whole test."""
    contract = loaded((DEMO / "inf-2024-07.toml").read_bytes())
    with for_contract(contract.pk):
        yield contract


@pytest.fixture
def actor(contract: Any, make_user: Any) -> dict[str, Any]:
    return {"user": make_user("referent", contract), "role": "referent"}


@pytest.fixture
def people(contract: Any, actor: Any) -> Any:
    """Ada at the client with a note, Zoé at the provider, one activity, one rung, a chain of two."""
    from contracts.engine.escalation import Level
    from contracts.engine.people import Person
    from contracts.engine.subcontracting import Link
    from contracts.services.people import save_level, save_link, save_person
    from contracts.services.raci import save_raci

    with for_contract(contract.pk):
        ada = Person(code="", name="Ada Blanc", side="client", role="referent", note=SECRET)
        save_person(contract=contract, said=ada, key=None, **actor)
        zoe = Person(code="", name="Zoé Gris", side="provider", role="provider_lead", email="zoe@exemple.fr")
        save_person(contract=contract, said=zoe, key=None, **actor)
        rung = Level(0, "Incident P1", 30, "minutes", "ada-blanc", "zoe-gris")
        save_level(contract=contract, said=rung, key=None, **actor)
        save_raci(
            contract=contract, activity="Sauvegarde", held={"zoe-gris": "R", "ada-blanc": "A"}, number=None,
            **actor,
        )  # fmt: skip
        save_link(contract=contract, said=Link("Hébergeur", "Hébergement"), key=None, **actor)
        save_link(contract=contract, said=Link("Coffre", "Copie", parent="Hébergeur"), key=None, **actor)
    return contract


@pytest.fixture
def hidden_date(contract: Any) -> None:
    """A date that the client keeps for itself."""
    from contracts.models import DatedTerm

    with unscoped("tests build their world"):
        DatedTerm.objects.create(
            contract=contract, number=1, kind="review", title="Comparer le marché", first_on=date(2030, 1, 1),
            audience="client", reminder_days=[3000],
        )  # fmt: skip
