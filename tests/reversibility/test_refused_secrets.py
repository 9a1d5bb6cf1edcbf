"""What looks like a secret is refused in every text of the exit, not shown again, and nothing is written."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from contracts.engine.problems import FileRefused
from contracts.models import Contract
from core.days import portal_today
from core.scope import for_contract
from infogerance.contract_file import read_contract_file
from journal.models import JournalEntry
from tests.reversibility.conftest import DEMO

SECRET = "mot de passe : dans Azerty2024"
TODAY = str(portal_today())
LINE = {"name": "Clés", "owner_side": "client", "weight": "3", "validity_months": "12"}
DRILL = {"kind": "restore", "system": "ERP", "planned_on": TODAY}


@pytest.fixture
def people(contract: Contract, make_user: Any) -> dict[str, Client]:
    found = {role: Client() for role in ("referent", "provider")}
    for role, client in found.items():
        client.force_login(make_user(role, contract))
    for page, args in (("plan_create", ()), ("item_ask", (15,))):
        found["referent"].post(reverse(f"reversibility:{page}", args=[contract.slug, *args]))
    found["provider"].post(
        reverse("reversibility:request_declare", args=[contract.slug, 1]), {"what": "PV", "dated": TODAY}
    )
    return found


@pytest.mark.parametrize(
    ("page", "args", "given", "field"),
    [
        ("drill_add", (), DRILL, "system"),
        ("drill_add", (), DRILL, "note"),
        ("drill_add", (), DRILL, "duration"),
        ("drill_add", (), DRILL | {"done_on": TODAY, "result": "failed"}, "proof"),
        ("item_edit", (15,), LINE, "name"),
        ("item_edit", (15,), LINE, "owner"),
        ("item_edit", (15,), LINE, "criterion"),
        ("item_edit", (15,), LINE, "due"),
        ("item_proof", (15,), {"dated": TODAY}, "what"),
        ("item_ask", (14,), {}, "message"),
        ("proof_decide", (15, 1), {"decision": "refuse"}, "reason"),
    ],
)
def test_a_secret_is_refused_and_not_shown_again(
    contract: Contract, people: dict[str, Client], page: str, args: Any, given: Any, field: str
) -> None:
    answer = people["referent"].post(
        reverse(f"reversibility:{page}", args=[contract.slug, *args]), given | {field: SECRET}
    )
    assert answer.status_code == 422
    assert_untold(contract, answer)


def test_the_provider_declares_no_secret(contract: Contract, people: dict[str, Client]) -> None:
    referent = people["referent"]
    referent.post(reverse("reversibility:item_ask", args=[contract.slug, 14]))
    address = reverse("reversibility:request_declare", args=[contract.slug, 2])
    answer = people["provider"].post(address, {"what": SECRET, "dated": TODAY})
    assert answer.status_code == 422
    assert_untold(contract, answer)


@pytest.mark.parametrize(
    ("address", "given", "field"),
    [
        ("people_add", {"name": "Ève", "side": "client", "role": "other"}, "note"),
        ("people_add", {"name": "Ève", "side": "client", "role": "other"}, "position"),
        ("document_add", {"kind": "annex"}, "title"),
    ],
)
def test_people_and_documents_hold_none_either(
    contract: Contract, people: dict[str, Client], address: str, given: dict[str, str], field: str
) -> None:
    args = [contract.slug, "personnes"] if address == "people_add" else [contract.slug]
    answer = people["referent"].post(reverse(f"contracts:{address}", args=args), given | {field: SECRET})
    assert answer.status_code == 422
    assert_untold(contract, answer)


@pytest.mark.parametrize("key", ["critere", "porteur", "preuve", "suite", "libelle"])
def test_the_contract_file_holds_none_either(key: str) -> None:
    text = (DEMO / "inf-2024-07.toml").read_text()
    lines = text.splitlines()
    rank = next(rank for rank, line in enumerate(lines) if line.startswith(f"{key} = "))
    lines[rank] = f'{key} = "{SECRET}"'
    with pytest.raises(FileRefused) as refused:
        read_contract_file("\n".join(lines).encode())
    told = str(refused.value)
    assert f"« {key} »\u00a0: ce texte ressemble à un mot de passe ou un code" in told
    assert "Azerty" not in told


def assert_untold(contract: Contract, answer: Any) -> None:
    """The answer says why, quotes nothing, and no line of the journal holds the text."""
    text = answer.content.decode()
    assert "ressemble à un mot de passe ou un code" in text
    assert "Azerty" not in text
    with for_contract(contract.pk):
        entries = JournalEntry.objects.filter(contract=contract)
        assert not [entry for entry in entries if "Azerty" in f"{entry.subject}{entry.reason}{entry.details}"]
