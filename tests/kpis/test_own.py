"""Indicators of a contract's own: made by the referent, typed by either side, frozen with the month."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import Error
from django.urls import reverse

from contracts.models import Contract
from core.engine.months import Month
from core.scope import for_contract
from journal.models import JournalEntry
from kpis.models import IndicatorEntry, IndicatorSetting, IndicatorValue
from kpis.services import compute_indicators
from slas.models import MonthRecord

MARCH = Month(2026, 3)
FEBRUARY = MARCH.shift(-1)
FORMULA = {
    "name": "Incidents par utilisateur",
    "decision": "Renforcer la présence sur site.",
    "kind": "formula",
    "formula": "100 × K01 ÷ utilisateurs",
    "unit": "incident",
    "sense": "down",
    "view": "perceived",
    "timing": "lagging",
    "target": "4,5",
    "threshold": "",
    "owner": "Référent IT",
    "in_committee": "on",
}
TYPED = FORMULA | {
    "name": "Visites de site",
    "kind": "entered",
    "formula": "",
    "unit": "visite",
    "sense": "up",
}


@pytest.fixture
def months(world: Any) -> Contract:
    """February and March delivered, with two and three incidents for 50 people."""
    Contract.objects.filter(pk=world.contract.pk).update(users=50)
    world.contract.refresh_from_db()
    world.deliver(FEBRUARY, MARCH)
    for opened in (
        "2026-02-03T09:00",
        "2026-02-04T09:00",
        "2026-03-03T09:00",
        "2026-03-04T09:00",
        "2026-03-05T09:00",
    ):
        world.ticket(opened)
    compute_indicators(contract=world.contract, months=[FEBRUARY, MARCH])
    return world.contract


def create(client: Any, contract: Contract, **said: str) -> Any:
    return client.post(reverse("kpis:own_create", args=[contract.slug]), FORMULA | said, follow=True)


def values(contract: Contract, code: str = "C01") -> list[tuple[str, Decimal | None, str]]:
    with for_contract(contract.pk):
        rows = IndicatorValue.objects.filter(contract=contract, code=code).order_by("month")
        return [(str(row.month), row.value, row.reason) for row in rows]


def close(contract: Contract, month: Month) -> None:
    """Close a month the quick way, before its rows are guarded."""
    with for_contract(contract.pk):
        MonthRecord.objects.filter(contract=contract, month=month).update(
            state=MonthRecord.State.CLOSED, revision=1
        )


def test_a_formula_is_computed_over_every_month(months: Contract, client: Any, make_user: Any) -> None:
    client.force_login(make_user("referent", months))
    page = create(client, months).content.decode()
    assert "Incidents par utilisateur" in page
    assert "100 × K01 ÷ utilisateurs</dd>" in page
    assert values(months) == [("2026-02", Decimal(4), ""), ("2026-03", Decimal(6), "")]
    with for_contract(months.pk):
        row = IndicatorSetting.objects.get(code="C01")
        entry = JournalEntry.objects.get(action="indicator.created")
        compute_indicators(contract=months, months=[])
    assert (row.target, row.in_committee, entry.subject) == (Decimal("4.5"), True, "C01")
    assert values(months) == [("2026-02", Decimal(4), ""), ("2026-03", Decimal(6), "")]
    listed = client.get(reverse("kpis:list", args=[months.slug])).content.decode()
    assert "Incidents par utilisateur" in listed
    assert "1 en comité : choisissez-en 5 à 8" in listed
    export = client.get(reverse("kpis:list", args=[months.slug]) + "?export=csv").content.decode("utf-8-sig")
    assert '"C01";"Incidents par utilisateur";"incident";"6' in export.replace(";6", ';"6')


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"decision": "  "}, "une mesure sans décision ne se crée pas."),
        ({"formula": "K01 / "}, "ne se lit pas comme un calcul"),
        ({"formula": "K29 * 2"}, "K29 n’est pas au catalogue, de K01 à K28"),
        ({"formula": ""}, "Écrivez la formule."),
        ({"kind": "entered"}, "Une formule ne vaut que pour un indicateur calculé : videz-la."),
        ({"kind": ""}, "Ce champ est obligatoire."),
    ],
)
def test_what_cannot_be_made_is_refused_in_place(
    months: Contract, client: Any, make_user: Any, said: dict[str, str], words: str
) -> None:
    client.force_login(make_user("referent", months))
    answer = create(client, months, **said)
    text = answer.content.decode()
    assert (answer.status_code, words in text, "Incidents par utilisateur" in text) == (422, True, True)
    assert "autofocus" in text
    with for_contract(months.pk):
        assert not IndicatorSetting.objects.filter(contract=months).exists()


def test_a_division_by_zero_is_said_not_measured(months: Contract, client: Any, make_user: Any) -> None:
    client.force_login(make_user("referent", months))
    create(client, months, formula="K01 / (K01 - 2)")
    assert values(months) == [
        ("2026-02", None, "Non mesuré : le diviseur vaut zéro ce mois-ci."),
        ("2026-03", Decimal(3), ""),
    ]


def test_a_closed_month_keeps_its_value_when_the_formula_changes(
    months: Contract, client: Any, make_user: Any
) -> None:
    client.force_login(make_user("referent", months))
    create(client, months)
    close(months, FEBRUARY)
    client.post(reverse("kpis:own_edit", args=[months.slug, "C01"]), FORMULA | {"formula": "K01 * 10"})
    assert values(months) == [("2026-02", Decimal(4), ""), ("2026-03", Decimal(30), "")]
    with for_contract(months.pk):
        changed = JournalEntry.objects.get(action="indicator.changed")
    assert changed.details == {"fields": "formule"}


def test_a_formula_made_later_is_computed_from_what_closed_months_keep(
    months: Contract, client: Any, make_user: Any
) -> None:
    close(months, FEBRUARY)
    client.force_login(make_user("referent", months))
    create(client, months)
    assert values(months)[0] == ("2026-02", Decimal(4), "")


def test_the_referent_types_a_value_with_its_source(months: Contract, client: Any, make_user: Any) -> None:
    user = make_user("referent", months)
    client.force_login(user)
    client.post(reverse("kpis:own_create", args=[months.slug]), TYPED)
    assert values(months)[1] == ("2026-03", None, "Non mesuré : aucune valeur saisie pour ce mois.")
    told = {"month": "2026-03", "value": "3,5", "source": "Relevé de passage"}
    page = client.post(reverse("kpis:own_enter", args=[months.slug, "C01"]), told, follow=True)
    assert "Relevé de passage" in page.content.decode()
    assert values(months) == [
        ("2026-02", None, "Non mesuré : aucune valeur saisie pour ce mois."),
        ("2026-03", Decimal("3.5"), ""),
    ]
    with for_contract(months.pk):
        act = JournalEntry.objects.get(action="indicator.entered")
        entry = IndicatorEntry.objects.get()
    assert (act.subject, act.details) == (
        "C01 2026-03",
        {"before": "", "value": "3,5", "source": "Relevé de passage"},
    )
    assert (entry.author, entry.side) == (user, "client")


def test_what_is_typed_of_a_closed_month_is_refused_even_by_the_database(
    months: Contract, client: Any, make_user: Any
) -> None:
    client.force_login(make_user("referent", months))
    client.post(reverse("kpis:own_create", args=[months.slug]), TYPED)
    enter = reverse("kpis:own_enter", args=[months.slug, "C01"])
    client.post(enter, {"month": "2026-02", "value": "2", "source": "Relevé"})
    close(months, FEBRUARY)
    answer = client.post(enter, {"month": "2026-02", "value": "9", "source": "Relevé"})
    assert (answer.status_code, values(months)[0]) == (422, ("2026-02", Decimal(2), ""))
    with for_contract(months.pk), pytest.raises(Error, match="Ce mois est clos"):
        IndicatorEntry.objects.update(value=9)


def test_the_provider_types_what_it_declares_and_nothing_else(
    months: Contract, client: Any, make_user: Any
) -> None:
    client.force_login(make_user("referent", months))
    client.post(reverse("kpis:own_create", args=[months.slug]), TYPED | {"kind": "declared"})
    client.post(reverse("kpis:own_create", args=[months.slug]), TYPED)
    client.force_login(make_user("provider", months))
    told = {"month": "2026-03", "value": "3", "source": "Planning"}
    page = client.post(reverse("kpis:own_declare", args=[months.slug, "C01"]), told, follow=True)
    assert ("Planning" in page.content.decode(), values(months)[1]) == (True, ("2026-03", Decimal(3), ""))
    refused = client.post(reverse("kpis:own_declare", args=[months.slug, "C02"]), told)
    assert "Cet indicateur est saisi par le client" in refused.content.decode()
    assert client.post(reverse("kpis:own_enter", args=[months.slug, "C02"]), told).status_code == 403
    assert client.get(reverse("kpis:own_create", args=[months.slug])).status_code == 403
    assert values(months, "C02")[1][1] is None


def test_a_retired_indicator_keeps_its_past(months: Contract, client: Any, make_user: Any) -> None:
    client.force_login(make_user("referent", months))
    create(client, months)
    close(months, FEBRUARY)
    retire = reverse("kpis:own_retire", args=[months.slug, "C01"])
    assert client.post(retire, {"reason": "court"}).status_code == 422
    answer = client.post(retire, {"reason": "Remplacé par un autre."}, follow=True)
    assert "Indicateur C01 retiré" in answer.content.decode()
    assert "Incidents par utilisateur" not in answer.content.decode()
    assert values(months) == [("2026-02", Decimal(4), "")]
    page = client.get(reverse("kpis:detail", args=[months.slug, "C01"]) + "?mois=2026-02").content.decode()
    assert "mars 2026" in page
    with for_contract(months.pk):
        act = JournalEntry.objects.get(action="indicator.retired")
    assert (act.details, act.reason) == ({"month": "2026-03"}, "Remplacé par un autre.")
