"""An amendment changes the scope: laid over what is known, shown, applied by a second person, never in a closed month."""

from __future__ import annotations

import tomllib
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from contracts.models import Amendment, Contract, ScopeItem, ScopeQuantity
from core.scope import Side, for_contract, unscoped
from infogerance.contract_file import export_contract, load_contract
from slas.forms.scope_changes import ItemField
from slas.models import MonthRecord
from slas.services.amendment_checks import AmendmentRefused
from slas.services.amendments import Signer, approve_amendment, propose_amendment

DAY = date(2026, 5, 1)
REASON = "Accord du comité stratégique."
CHANGE = """
[[perimetre]]
numero = 1
volume = 320

[[perimetre]]
vient_de = "zone_grise 1"
volume = 12
unite = "étiqueteuse"

[[perimetre]]
element = "Bornes d’accueil"
sites = ["siege"]
volume = 4

[[exclusion]]
numero = 1
prix_uo = 50
"""
pytestmark = pytest.mark.django_db


@pytest.fixture
def scoped(contract: Contract) -> Contract:
    with for_contract(contract.pk):
        for number, status, name, more in (
            (1, "in", "Postes", {"quantity": 300}),
            (1, "out", "Arrivées", {"unit_price": 45}),
            (1, "grey", "Étiqueteuses", {"grey_since": date(2026, 2, 16)}),
        ):
            ScopeItem.objects.create(contract=contract, number=number, status=status, name=name, **more)
    return contract


@pytest.fixture
def people(scoped: Contract, make_user: Any) -> dict[str, Signer]:
    return {
        role: Signer(make_user(role, scoped), role, Side.PROVIDER if role == "provider" else Side.CLIENT)
        for role in ("referent", "executive", "provider")
    }


def propose(contract: Contract, signer: Signer, change: str = CHANGE, day: date = DAY) -> Amendment:
    return propose_amendment(
        contract=contract, title="Parc", effective_on=day, change=change, reason=REASON, signer=signer
    )


def items() -> list[tuple[str, int, str, int | None]]:
    return list(
        ScopeItem.objects.order_by("status", "number").values_list("status", "number", "name", "quantity")
    )


def test_the_difference_is_shown_and_nothing_moves_before_the_second_person(
    scoped: Contract, people: Any
) -> None:
    with for_contract(scoped.pk):
        before = items()
        made = propose(scoped, people["referent"])
        assert items() == before
    told = [(one["part"], one["field"], one["before"], one["after"]) for one in made.difference]
    assert told == [
        ("Inclus, 1. Postes", "Volume", "300", "320"),
        ("Inclus, 2. Étiqueteuses", "Statut", "Zone grise", "Inclus"),
        ("Inclus, 2. Étiqueteuses", "Zone grise depuis le", "16/02/2026", "—"),
        ("Inclus, 2. Étiqueteuses", "Unité", "—", "étiqueteuse"),
        ("Inclus, 2. Étiqueteuses", "Volume", "—", "12"),
        ("Inclus, 3. Bornes d’accueil", "Statut", "—", "Inclus"),
        ("Inclus, 3. Bornes d’accueil", "Élément", "—", "Bornes d’accueil"),
        ("Inclus, 3. Bornes d’accueil", "Sites", "—", "siege"),
        ("Inclus, 3. Bornes d’accueil", "Volume", "—", "4"),
        ("Exclu, 1. Arrivées", "Prix UO HT (€)", "45", "50"),
    ]


def test_a_second_person_brings_the_scope_to_it_from_its_day(scoped: Contract, people: Any) -> None:
    with for_contract(scoped.pk):
        grey = ScopeItem.objects.get(status="grey").pk
        approve_amendment(
            amendment=propose(scoped, people["referent"]), signer=people["executive"], today=DAY
        )
        assert items() == [
            ("in", 1, "Postes", 320), ("in", 2, "Étiqueteuses", 12), ("in", 3, "Bornes d’accueil", 4),
            ("out", 1, "Arrivées", None),
        ]  # fmt: skip
        assert ScopeItem.objects.get(pk=grey).status == "in", "the item keeps its identity"
        dated = ScopeQuantity.objects.order_by("item__number", "effective_on")
        assert list(dated.values_list("item__number", "effective_on", "quantity")) == [
            (1, scoped.starts_on, 300), (1, DAY, 320), (2, DAY, 12), (3, DAY, 4),
        ]  # fmt: skip
    text = export_contract(scoped)
    assert load_contract(text.encode()).total.changed is False


def test_a_change_of_scope_never_reaches_a_closed_month(scoped: Contract, people: Any) -> None:
    with for_contract(scoped.pk):
        record = MonthRecord.objects.create(contract=scoped, month="2026-05", due_on=DAY)
        MonthRecord.objects.filter(pk=record.pk).update(state="closed")
        with pytest.raises(AmendmentRefused, match=r"mois clos\. Écrivez le 01/06/2026"):
            propose(scoped, people["referent"])
        made = propose(scoped, people["referent"], day=date(2026, 6, 1))
        later = MonthRecord.objects.create(contract=scoped, month="2026-06", due_on=DAY)
        MonthRecord.objects.filter(pk=later.pk).update(state="closed")
        before = items()
        with pytest.raises(AmendmentRefused, match="Écrivez le 01/07/2026"):
            approve_amendment(amendment=made, signer=people["executive"])
        assert items() == before


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("[[perimetre]]\nnumero = 9\nvolume = 1", "n’a pas de « perimetre 9 ». Corrigez numero"),
        ('[[perimetre]]\nvient_de = "zone_grise 7"', "ne désigne aucun élément à déplacer. Écrivez vient_de"),
        ('[[perimetre]]\nnumero = 1\nvient_de = "zone_grise 1"', "désignent chacun un élément"),
        ("[[perimetre]]\nnumero = 1\nvolume = -4", "« volume » vaut -4"),
        ('[[perimetre]]\nnumero = 1\nsites = ["lyon"]', "Site inconnu : « lyon »"),
        ("[[perimetre]]\nvolume = 3", "« element » manque"),
        ("[[perimetre]]\nnumero = 1\nvolumes = []", "ne s’écrit pas dans un avenant"),
        ('[[zone_grise]]\nvient_de = "exclusion 1"', "dit depuis quand"),
        ("[[perimetre]]\nnumero = 1\nvolume = 2\n[[perimetre]]\nnumero = 1\nvolume = 3", "l’élément"),
        ("[[perimetre]]\nnumero = 1\ncouleur = 3", "clé inconnue « couleur »"),
    ],
)
def test_what_cannot_be_is_refused_with_its_remedy(
    scoped: Contract, people: Any, change: str, words: str
) -> None:
    with for_contract(scoped.pk):
        with pytest.raises(AmendmentRefused) as refused:
            propose(scoped, people["referent"], change)
        assert words in str(refused.value)
        assert not Amendment.objects.exists()


def page(user: Any, contract: Contract, query: str = "") -> str:
    client = Client()
    client.force_login(user)
    answer = client.get(reverse("contracts:amendments", args=[contract.slug]) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_radar_leads_to_a_proposal_that_may_be_sent_as_it_is(scoped: Contract, people: Any) -> None:
    with for_contract(scoped.pk):
        keys = {item.status: item.pk for item in ScopeItem.objects.all()}
    client = Client()
    client.force_login(people["referent"].user)
    url = reverse("contracts:amendments", args=[scoped.slug])
    form = client.get(f"{url}?element={keys['grey']}").context["form"]
    assert form["title"].value() == "Régularisation\u00a0: Étiqueteuses"
    given = typed(form) | {"effective_on": "01/05/2026", "reason": REASON}
    sent = client.post(url, given, follow=True)
    assert sent.redirect_chain
    with for_contract(scoped.pk):
        assert Amendment.objects.get().change == (
            '[[perimetre]]\nvient_de = "zone_grise 1"\nelement = "Étiqueteuses"\n\n'
        )
    included = client.get(f"{url}?element={keys['in']}").context["form"]
    assert typed(included)["perimetre-0-item"] == "in 1"
    assert typed(included)["perimetre-0-quantity"] == "300"


def typed(form: Any) -> dict[str, str]:
    """What a browser would send of the form as it was drawn."""
    rows = [form, form.scope.management_form, *form.scope.forms]
    bound = [(one.html_name, one.value()) for part in rows for one in part]
    ticked = [(name, ", ".join(value) if isinstance(value, list) else value) for name, value in bound]
    return {name: "" if value is None else str(value) for name, value in ticked}


@pytest.mark.parametrize("key", ["0", "abc", "9" * 30, ""])
def test_an_unknown_item_starts_nothing(scoped: Contract, people: Any, key: str) -> None:
    client = Client()
    client.force_login(people["referent"].user)
    form = client.get(reverse("contracts:amendments", args=[scoped.slug]) + f"?element={key}").context["form"]
    assert [row.initial for row in form.scope.forms] == [{}, {}]
    assert form["title"].value() == ""


def test_an_item_of_another_contract_starts_nothing(
    scoped: Contract, people: Any, make_contract: Any
) -> None:
    other = make_contract("AUT-2025-01", "Client B", "Prestataire B")
    with unscoped("tests build their world"):
        foreign = ScopeItem.objects.create(contract=other, number=1, status="out", name="Chez un autre")
    assert "Chez un autre" not in page(people["referent"].user, scoped, f"?element={foreign.pk}")


def test_sites_interventions_and_criticality_are_typed_in_the_row(scoped: Contract, people: Any) -> None:
    client = Client()
    client.force_login(people["referent"].user)
    url = reverse("contracts:amendments", args=[scoped.slug])
    with for_contract(scoped.pk):
        key = ScopeItem.objects.get(status="grey").pk
    given = typed(client.get(f"{url}?element={key}").context["form"])
    given |= {"effective_on": "01/05/2026", "reason": REASON, "perimetre-0-criticality": "high"}
    wrong = client.post(url, given | {"perimetre-0-sites": "Lyon", "perimetre-0-interventions": "Magie"})
    assert wrong.status_code == 422
    for words in ("Site inconnu", "Lyon", "Sites du contrat", "Type d’intervention inconnu"):
        assert words in wrong.content.decode()
    row = {"perimetre-0-sites": "siege", "perimetre-0-interventions": "Support, sécurité"}
    assert client.post(url, given | row).status_code == 302
    with for_contract(scoped.pk):
        assert tomllib.loads(Amendment.objects.get().change)["perimetre"] == [
            {
                "vient_de": "zone_grise 1", "element": "Étiqueteuses", "sites": ["siege"],
                "interventions": ["support", "securite"], "criticite": "haute",
            }
        ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed_words", "found"),
    [
        ("in 12", "in 12"), ("inclus 12", "in 12"), ("Serveur 7", "in 7"), ("zone grise 1", "grey 1"),
        ("etiqueteuses", "grey 1"), ("", ""),
        ("serveur 1", "in 1"), ("Routeur", "Aucun élément"), ("serveur", "150 éléments répondent"),
    ],
)  # fmt: skip
def test_of_a_long_scope_an_item_is_named_by_what_is_typed(typed_words: str, found: str) -> None:
    """A list of thousands would weigh on every row of the page."""
    field = ItemField()
    field.offer(
        [
            ("Inclus", [(f"in {rank}", f"{rank}. Serveur {rank}") for rank in range(1, 151)]),
            ("Zone grise", [("grey 1", "1. Étiqueteuses")]),
        ]
    )
    assert "<option" not in field.widget.render("item", "")
    assert answered(field, typed_words).startswith(found)


def answered(field: ItemField, words: str) -> str:
    """The key that a field reads, or what it refuses."""
    try:
        return field.clean(words)
    except ValidationError as refusal:
        return str(refusal.messages[0])
