"""The cases that the subject was born from: overruns of 15 to 40 %, bugs seen in public, every golden case, bad inputs.

Notices and prices of an exit are in `tests/reversibility/test_seed_cases.py`.
"""

from __future__ import annotations

import importlib
import json
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from contracts.engine.list_faults import ListRefused
from contracts.engine.problems import FileRefused
from contracts.models import Amendment, Contract, ScopeItem
from contracts.selectors.date_books import states_of
from contracts.services import edit_scope_item, import_scope
from core.engine.months import Month
from core.scope import for_contract
from infogerance.contract_file import load_contract, read_contract_file
from tests.contracts.conftest import DEMO
from tests.infogerance.contract_faults import SMALL
from tests.restoring import loaded

GOLDEN = Path(__file__).parents[1] / "golden"
TRIED_IN = {
    "dates": ("contracts.test_dates", "contracts.engine.test_term", "reversibility.engine.test_simulator"),
    "revision": (
        "contracts.engine.test_revision", "contracts.engine.test_budget", "contracts.engine.test_work_units",
        "reversibility.engine.test_simulator",
    ),
}  # fmt: skip
"""Golden file -> the modules that try its cases, besides this one."""
ZONE = "Europe/Paris"
TODAY = date(2026, 4, 10)


def golden(name: str) -> dict[str, Any]:
    cases = json.loads((GOLDEN / f"{name}.json").read_text("utf-8"))["cases"]
    return {case["id"]: case for case in cases}


# ---- Every golden case is tried ----


def tried(module: str) -> Iterator[str]:
    """The cases a module runs: those of its parametrized tests, and those that its text takes by their name."""
    found = importlib.import_module(f"tests.{module}")
    for one in vars(found).values():
        for mark in getattr(one, "pytestmark", []):
            if mark.name == "parametrize":
                yield from (str(getattr(case, "id", None) or case_id(case)) for case in mark.args[1])
    text = Path(str(found.__file__)).read_text("utf-8")
    yield from re.findall(r'(?:CASES\[|golden\("\w+"\)\[|== \()"([DV]\d\d)"', text)


def case_id(case: Any) -> Any:
    return case["id"] if isinstance(case, dict) and "id" in case else case


@pytest.mark.parametrize("name", TRIED_IN)
def test_every_golden_case_is_tried(name: str) -> None:
    own = re.findall(r'golden\("\w+"\)\["(\w+)"\]', Path(__file__).read_text("utf-8"))
    found = {case for module in TRIED_IN[name] for case in tried(module)} | set(own)
    assert set(golden(name)) - found == set()


def test_d76_a_month_counts_the_hours_that_its_clock_changes_leave() -> None:
    case = golden("dates")["D76"]
    months = [Month.parse(text) for text in case["input"]["months"]]
    hours = [(month.end(ZONE) - month.start(ZONE)).total_seconds() / 3600 for month in months]
    assert hours == case["expected"]


# ---- Overruns from 15 to 40 % ----


@pytest.fixture
def inf(db: None) -> Contract:
    return loaded((DEMO / "inf-2024-07.toml").read_bytes())


@pytest.fixture
def referent(inf: Contract, make_user: Any) -> Client:
    client = Client()
    client.force_login(make_user("referent", inf))
    return client


def words_of(answer: Any) -> str:
    text: str = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return re.sub(r"\s+", " ", text)


def test_the_budget_shows_what_15_and_40_percent_would_be(inf: Contract, referent: Client) -> None:
    text = words_of(referent.get(reverse("contracts:budget", args=[inf.slug]) + "?exercice=2026"))
    for told in ("Repère 15 %", "Repère 40 %", "242 000 €", "278 300 €", "338 800 €"):
        assert told in text, told


# ---- Bugs seen in public, from the contract's file to its page ----


def dated(head: str, today: date) -> dict[str, date]:
    """The dates of a contract that a file says, as the portal tells them on a day."""
    text = re.sub(r"debut = 2025-01-01\nfin = 2026-12-31\n", head, SMALL)
    start = re.search(r"debut = (\S+)", head)
    assert start is not None
    contract = load_contract(text.replace("effet = 2025-01-01", f"effet = {start[1]}").encode()).contract
    with for_contract(contract.pk):
        return {one.dated.key: one.dated.day for one in states_of([contract], today)[contract.pk]}


RENEWED = 'reconduction = "tacite"\nreconduction_mois = 12\n'
ANNIVERSARY = '\n[preavis]\nconvention_de_fin = "anniversaire"\n'
PUBLIC = {
    "glpi#23084": (
        f"debut = 2022-08-29\nfin = 2025-08-28\n{RENEWED}preavis_mois = 2\n", date(2026, 2, 11),
        {"end": date(2026, 8, 28), "notice": date(2026, 6, 28)},
    ),
    "glpi#6004": (
        f"debut = 2018-09-27\nfin = 2021-09-27\n{RENEWED}preavis_mois = 3\n{ANNIVERSARY}rappels_jours = [21]\n",
        date(2021, 6, 6), {"firm_end": date(2021, 9, 27), "notice": date(2021, 6, 27)},
    ),
    "glpi#15893": (
        f"debut = 2020-08-01\nfin = 2023-08-01\n{RENEWED}preavis_mois = 3\n{ANNIVERSARY}", date(2023, 3, 1),
        {"firm_end": date(2023, 8, 1), "notice": date(2023, 5, 1)},
    ),
    "glpi#15893, a year on": (
        f"debut = 2020-08-01\nfin = 2023-08-01\n{RENEWED}preavis_mois = 3\n{ANNIVERSARY}", date(2023, 10, 31),
        {"firm_end": date(2023, 8, 1), "end": date(2024, 8, 1), "notice": date(2024, 5, 1)},
    ),
    "glpi#14703": (
        f"debut = 2019-01-01\nfin = 2023-12-31\n{RENEWED}reconductions_max = 1\n", date(2024, 2, 1),
        {"end": date(2024, 12, 31)},
    ),
}  # fmt: skip


@pytest.mark.parametrize("bug", PUBLIC)
def test_a_bug_seen_in_public_is_not_ours(db: None, bug: str) -> None:
    head, today, expected = PUBLIC[bug]
    found = dated(head, today)
    assert {key: found[key] for key in expected} == expected


# ---- Bad inputs: refused in place, with the remedy ----

BAD_FILES = {
    "an amendment before the start": (
        "[[plage]]", "[[version]]\nnumero = 1\neffet = 2024-06-01\nforfait_mensuel = 1\n\n[[plage]]",
        "version 1", "avant la version 0", "dates d’effet",
    ),
    "overlapping versions": (
        "[[plage]]", "[[version]]\nnumero = 1\neffet = 2025-01-01\nforfait_mensuel = 1\n\n[[plage]]",
        "version 1", "", "",
    ),
    "a notice longer than the term": (
        "fin = 2026-12-31", "fin = 2026-12-31\npreavis_mois = 30", "[preavis]", "plus long", "plus court",
    ),
    "a negative quantity": (
        "[[engagement]]", '[[perimetre]]\nnumero = 1\nelement = "Postes"\nvolume = -5\n\n[[engagement]]',
        "perimetre 1", "-5", "compris entre 0",
    ),
    "an unknown site": (
        "[[engagement]]", '[[perimetre]]\nnumero = 1\nelement = "P"\nsites = ["lyon"]\n\n[[engagement]]',
        "perimetre 1", "Site inconnu", "siege",
    ),
    "an index without its value": (
        "[[engagement]]", '[[indice]]\nnom = "Syntec"\nmois = "2025-01"\nsource = "x"\n\n[[engagement]]',
        "indice 1", "« valeur » manque", "Ajoutez valeur",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", BAD_FILES)
def test_a_bad_file_names_the_place_and_the_remedy(fault: str) -> None:
    old, new, place, message, remedy = BAD_FILES[fault]
    with pytest.raises(FileRefused) as refused:
        read_contract_file(SMALL.replace(old, new, 1).encode())
    told = [(one.place, one.message, one.remedy) for one in refused.value.problems]
    assert [one for one in told if one[0] == place and message in one[1] and remedy in one[2]], told
    assert all(one[2] for one in told)


@pytest.mark.parametrize(
    ("cells", "column", "remedy"),
    [({"quantity": "-4"}, "Volume", "à partir de 0"), ({"sites": "Lyon"}, "Sites", "Écrivez un site du contrat")],
)  # fmt: skip
def test_a_bad_list_names_the_cell(
    inf: Contract, make_user: Any, cells: Any, column: str, remedy: str
) -> None:
    row = {"line": 2, "status": "Inclus", "number": "900", "name": "Essai", **cells}
    with for_contract(inf.pk), pytest.raises(ListRefused) as refused:
        import_scope(contract=inf, user=make_user("referent", inf), rows=[row], today=TODAY)
    (fault,) = refused.value.faults
    assert (fault.line, fault.column) == (2, column)
    assert remedy in fault.remedy
    with for_contract(inf.pk):
        assert not ScopeItem.objects.filter(number=900).exists()


@pytest.mark.parametrize(
    ("page", "given", "told"),
    [
        (
            "amendments",
            {"title": "Trop tôt", "effective_on": "01/06/2023", "fee": "19 000,00", "reason": "Accord du comité."},
            "après le début du contrat. Écrivez le",
        ),
        (
            "amendments",
            {"title": "Même jour", "effective_on": "01/01/2026", "fee": "19 000,00", "reason": "Accord du comité."},
            "ne se recouvrent pas. Écrivez le",
        ),
        (
            "revision",
            {"act": "index", "month": "2025-11", "value": "", "source": "Bulletin du 15"},
            "Bulletin du 15",
        ),
    ],
    ids=["an amendment before the start", "overlapping versions", "an index without its value"],
)  # fmt: skip
def test_a_bad_form_comes_back_filled(
    inf: Contract, referent: Client, page: str, given: dict[str, str], told: str
) -> None:
    answer = referent.post(reverse(f"contracts:{page}", args=[inf.slug]), given)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert told in text
    assert all(value in text for name, value in given.items() if value and name != "act")
    with for_contract(inf.pk):
        assert not Amendment.objects.exists()


def test_a_bad_quantity_typed_in_place_is_kept_beside_its_refusal(inf: Contract, referent: Client) -> None:
    with for_contract(inf.pk):
        item = ScopeItem.objects.filter(contract=inf, status="in").order_by("number")[0]
    address = reverse("contracts:scope_item", args=[inf.slug, item.pk])
    answer = referent.post(address, {"name": item.name, "status": "in", "quantity": "-4"})
    assert (answer.status_code, "Nombre négatif." in answer.content.decode()) == (422, True)
    assert 'value="-4"' in answer.content.decode()


def test_the_same_quantity_is_refused_by_the_service(inf: Contract, make_user: Any) -> None:
    user = make_user("referent", inf)
    with for_contract(inf.pk):
        item = ScopeItem.objects.filter(contract=inf, status="in").order_by("number")[0]
        cells = {"name": item.name, "quantity": "-4"}
        with pytest.raises(ListRefused, match="1 faults"):
            edit_scope_item(contract=inf, item=item, user=user, cells=cells, status="in", today=TODAY)
    with for_contract(inf.pk):
        assert ScopeItem.objects.get(pk=item.pk).quantity == item.quantity
        assert Decimal(item.quantity or 0) >= 0
