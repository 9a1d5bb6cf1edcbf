"""Pages of exclusions and work units: who sees what, what forms and files write or refuse."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from contracts.models import Consumption, Contract, ScopeItem, WorkUnit, WorkUnitOrder
from core.engine.months import Month
from core.exports import Sheet, to_xlsx
from tests.contracts.units import order, unit, use
from tests.infogerance.reading import main_of


@pytest.fixture
def enter(opened: Contract, make_user: Any) -> Any:
    def as_role(role: str) -> Client:
        client = Client()
        client.force_login(make_user(role, opened))
        return client

    return as_role


def address(contract: Contract, name: str, *args: Any) -> str:
    return reverse(name, args=[contract.slug, *args])


def test_the_client_sees_the_exposure_before_anything_is_used(opened: Contract, enter: Any) -> None:
    text = main_of(enter("executive").get(address(opened, "contracts:exclusions")))
    for words in (
        "13 exclusions, 6 280 € probables par an",
        "18 700 €",
        "8,4 % du forfait annuel",
        "0 · 24 · 60",
        "495 € demi-journée 480 € avant le 01/01/2026",
    ):
        assert words in text


@pytest.mark.parametrize("query", ["", "?export=csv"])
def test_the_provider_sees_prices_and_no_expectation(opened: Contract, enter: Any, query: str) -> None:
    response = enter("provider").get(address(opened, "contracts:exclusions") + query)
    text = response.content.decode().lower()
    assert "2 900" in text.replace("\u202f", " ") or "2900" in text
    for word in ("exposition", "probable", "6\u202f280", "18\u202f700", "11200", "volume"):
        assert word not in text


def test_an_exclusion_without_volume_says_that_the_exposure_is_not_whole(
    opened: Contract, enter: Any
) -> None:
    unit("demenagement").delete()
    text = main_of(enter("referent").get(address(opened, "contracts:exclusions")))
    assert "L’exposition est incomplète Sans volume estimé : Déménagement de poste." in text


def test_an_exclusion_without_price_is_told_and_not_counted(opened: Contract, enter: Any) -> None:
    unit("demenagement").delete()
    ScopeItem.objects.filter(status="out", name__startswith="Déménagement").update(unit_price=None)
    text = main_of(enter("referent").get(address(opened, "contracts:exclusions")))
    assert "probables par an, 1 exclusion sans prix, non comptée" in text
    assert "1 exclusion sans prix, non comptée : Déménagement de poste." in text
    assert "à estimer non chiffrée" in text


def test_nothing_priced_is_not_zero(opened: Contract, enter: Any) -> None:
    WorkUnit.objects.filter(exclusion__isnull=False).delete()
    ScopeItem.objects.filter(status="out").update(unit_price=None)
    text = main_of(enter("referent").get(address(opened, "contracts:exclusions")))
    assert "13 exclusions, exposition non chiffrée" in text
    assert "0 € probables" not in text


def test_what_is_billed_beyond_the_high_estimate_is_told_on_its_line(opened: Contract, enter: Any) -> None:
    use(opened, "demenagement", "1000")
    query = address(opened, "contracts:exclusions") + "?exercice=2026"
    told = "au-delà de l’estimation haute"
    assert main_of(enter("referent").get(query)).count(told) == 1
    assert told not in main_of(enter("provider").get(query))


def test_the_provider_reads_work_units_and_writes_none(opened: Contract, enter: Any) -> None:
    order(opened, "audit", "1")
    used = use(opened, "audit", "1")
    client = enter("provider")
    page = client.get(address(opened, "contracts:work_units") + "?mois=2026-03")
    assert "2 900 €" in main_of(page)
    assert b"<form" not in page.content.split(b"<main")[1].split(b"</main>")[0]
    assert client.post(address(opened, "contracts:work_unit_use", used.pk)).status_code == 403
    assert client.get(address(opened, "work_units_import")).status_code == 403


def test_forms_write_or_say_why_not(opened: Contract, enter: Any) -> None:
    client = enter("referent")
    sent = {"unit": "montee-version:M", "title": "Annuaire", "quantity": "2", "ordered_on": "02/03/2026"}
    assert client.post(address(opened, "contracts:work_unit_order_add"), sent).status_code == 302
    assert WorkUnitOrder.objects.get().unit_price == 2400
    refused = client.post(
        address(opened, "contracts:work_unit_use_add"),
        {"month": "2026-03", "unit": "montee-version:M", "quantity": "3"},
    )
    assert refused.status_code == 422
    assert "il en manque 1" in main_of(refused)
    wrong = client.post(address(opened, "contracts:charge_add"), {"month": "2026-3", "quantity": "-2"})
    assert wrong.status_code == 422
    assert "Mois attendu, par exemple 2026-03." in main_of(wrong)


def test_a_stale_form_gets_both_values(opened: Contract, enter: Any) -> None:
    used = use(opened, "formation", "1")
    client, url = enter("referent"), address(opened, "contracts:work_unit_use", used.pk)
    assert client.post(url, {"quantity": "4", "version": "1"}).status_code == 302
    stale = client.post(url, {"quantity": "2", "version": "1"})
    assert stale.status_code == 409
    assert "Vous avez saisi 2 ; la valeur enregistrée est maintenant 4." in main_of(stale)
    followed = client.get(url + "?annee=2025")
    assert followed["Location"].endswith("/unites-oeuvre/?annee=2025")
    assert client.post(url, {"quantity": "2", "version": "2"}).status_code == 302
    assert client.post(url, {"quantity": "trop", "version": "3"}).status_code == 422


HEAD = ("code", "NIVEAU", "Quantite", "Libellé", "prix unitaire ht")


def upload(client: Client, contract: Contract, rows: list[Any], kind: str) -> Any:
    text = "\r\n".join(";".join(map(str, row)) for row in [HEAD, *rows])
    content = text.encode() if kind == "csv" else to_xlsx(Sheet(HEAD, rows))
    file = SimpleUploadedFile(f"mars.{kind}", content)
    return client.post(address(contract, "work_units_import"), {"month": "2026-03", "file": file})


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_is_imported_whole_or_not_at_all(opened: Contract, enter: Any, kind: str) -> None:
    client = enter("referent")
    refused = upload(client, opened, [["formation", "", 2, "", ""], ["inconnu", "", 1, "", ""]], kind)
    assert refused.status_code == 422
    assert "Ligne 3 Code inconnu" in main_of(refused)
    assert not Consumption.objects.exists()
    done = upload(client, opened, [["formation", "", 2, "", ""], ["", "", 1, "Transport", 180]], kind)
    assert done.status_code == 302
    assert [u.quantity for u in Consumption.objects.order_by("label")] == [2, 1]


def test_a_file_that_is_no_table_is_refused(opened: Contract, enter: Any) -> None:
    client, url = enter("referent"), address(opened, "work_units_import")
    for content in (b"\x00\x01", b"a;b\r\n1;2\r\n"):
        sent = {"month": "2026-03", "file": SimpleUploadedFile("mars.csv", content)}
        assert client.post(url, sent).status_code == 422


def test_what_is_exported_is_imported_back(opened: Contract, enter: Any) -> None:
    use(opened, "formation", "2.5")
    client = enter("referent")
    url = address(opened, "contracts:work_units") + "?annee=2026&liste=consommation&export=csv"
    sent = {"month": "2026-03", "file": SimpleUploadedFile("mars.csv", client.get(url).content)}
    assert client.post(address(opened, "work_units_import"), sent).status_code == 302
    assert Consumption.objects.get().version == 1


@pytest.mark.parametrize("name", ["catalogue", "bons", "consommation", "charges"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_every_list_is_a_file(opened: Contract, enter: Any, name: str, kind: str) -> None:
    order(opened, "audit", "1")
    use(opened, "audit", "1")
    response = enter("reader").get(
        address(opened, "contracts:work_units") + f"?annee=2026&liste={name}&export={kind}"
    )
    assert response.status_code == 200
    assert "attachment" in response["Content-Disposition"]


def test_pages_cost_few_queries_whatever_was_used(
    opened: Contract, enter: Any, django_assert_max_num_queries: Any
) -> None:
    client = enter("referent")
    lines = [
        Consumption(contract=opened, month=Month(2024, 1).shift(rank), unit=row, quantity=3)
        for row in WorkUnit.objects.exclude(excess="block")
        for rank in range(29)
    ]
    Consumption.objects.bulk_create(lines)
    for name in ("exclusions", "work_units"):
        with django_assert_max_num_queries(25):
            assert client.get(address(opened, f"contracts:{name}") + "?annee=2026").status_code == 200
