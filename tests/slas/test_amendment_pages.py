"""Proposing an amendment row by row, all that is wrong said at once; approving it only after reading it again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from contracts.models import Amendment, Contract, ContractVersion, ScopeItem
from core.days import portal_today
from core.scope import Side, for_contract
from reports.models import Delivery
from slas.forms.scope_changes import scope_changes
from slas.models import MonthRecord
from slas.services.amendments import Signer, propose_amendment

REASON = "Accord du comité stratégique."
ROWS = {"perimetre-TOTAL_FORMS": "4", "perimetre-INITIAL_FORMS": "0"}
GIVEN = {"title": "Parc", "effective_on": "01/05/2026", "reason": REASON, **ROWS}
pytestmark = pytest.mark.django_db


@pytest.fixture
def scoped(contract: Contract) -> Contract:
    with for_contract(contract.pk):
        for number, status, name, more in (
            (1, "in", "Postes", {"quantity": 300}),
            (1, "grey", "Étiqueteuses", {"grey_since": date(2026, 2, 16)}),
        ):
            ScopeItem.objects.create(contract=contract, number=number, status=status, name=name, **more)
    return contract


@pytest.fixture
def visitor(scoped: Contract, make_user: Any) -> Any:
    people = {role: make_user(role, scoped) for role in ("referent", "executive", "reader", "provider")}

    def sign_in(role: str) -> Client:
        client = Client()
        client.force_login(people[role])
        client.person = people[role]  # type: ignore[attr-defined]
        return client

    return sign_in


def propose(
    contract: Contract, client: Any, change: str = "forfait_mensuel = 19000", day: Any = None
) -> Amendment:
    with for_contract(contract.pk):
        return propose_amendment(
            contract=contract, title="Prix", effective_on=day or date(2026, 5, 1), change=change, reason=REASON,
            signer=Signer(client.person, "referent", Side.CLIENT),
        )  # fmt: skip


def row(rank: int, **cells: str) -> dict[str, str]:
    return {f"perimetre-{rank}-{name}": value for name, value in cells.items()}


def post(contract: Contract, client: Client, given: dict[str, str]) -> Any:
    return client.post(reverse("contracts:amendments", args=[contract.slug]), given)


def said(response: Any) -> list[str]:
    errors = response.context["form"].errors
    return [one.replace("\u00a0", " ") for found in errors.values() for one in found]


def test_rows_add_move_and_change_items_beside_the_tables(scoped: Contract, visitor: Any) -> None:
    given = GIVEN | {"fee": "19 000", "tables": '[[perimetre]]\nelement = "Bornes"\n'}
    given |= row(0, item="in 1", quantity="1 320") | row(1, item="grey 1", goes_to="in", quantity="12")
    given |= row(2, name="Écrans", goes_to="out", unit="écran", unit_price="45,50")
    assert post(scoped, visitor("referent"), given).status_code == 302
    with for_contract(scoped.pk):
        made = Amendment.objects.get()
    told = [(one["part"], one["field"], one["before"], one["after"]) for one in made.difference]
    assert told == [
        ("Prix", "Forfait mensuel HT", "18\u202f500,00\u00a0€", "19\u202f000,00\u00a0€"),
        ("Inclus, 2. Bornes", "Statut", "—", "Inclus"),
        ("Inclus, 2. Bornes", "Élément", "—", "Bornes"),
        ("Inclus, 1. Postes", "Volume", "300", "1\u202f320"),
        ("Inclus, 3. Étiqueteuses", "Statut", "Zone grise", "Inclus"),
        ("Inclus, 3. Étiqueteuses", "Zone grise depuis le", "16/02/2026", "—"),
        ("Inclus, 3. Étiqueteuses", "Volume", "—", "12"),
        ("Exclu, 1. Écrans", "Statut", "—", "Exclu"),
        ("Exclu, 1. Écrans", "Élément", "—", "Écrans"),
        ("Exclu, 1. Écrans", "Unité", "—", "écran"),
        ("Exclu, 1. Écrans", "Prix UO HT (€)", "—", "45,5"),
    ]


def test_all_that_is_wrong_is_said_at_once_and_what_was_typed_stays(scoped: Contract, visitor: Any) -> None:
    given = GIVEN | {"title": "", "effective_on": "01/01/2020", "reason": "oui"}
    given |= row(0, quantity="douze") | row(1, item="in 1") | row(2, item="in 9", goes_to="out")
    answer = post(scoped, visitor("referent"), given)
    assert answer.status_code == 422
    found = said(answer)
    for words in (
        "Ce champ est obligatoire.",
        "Un avenant prend effet après le début du contrat. Écrivez le 02/01/2024 au plus tôt.",
        "Le motif est à écrire, en 10 caractères au moins.",
        "Périmètre, ligne 1, Nom : Nommez le nouvel élément, ou choisissez celui qui change.",
        "Périmètre, ligne 1, Statut : Choisissez le statut du nouvel élément.",
        "Périmètre, ligne 2, Élément : Dites ce qui change : statut, nom, volume, sites, criticité, prix ou date.",
    ):
        assert words in found, (words, found)
    assert any(one.startswith("Périmètre, ligne 1, Volume : ") for one in found)
    assert any(one.startswith("Périmètre, ligne 3, Élément : ") for one in found)
    assert "douze" in answer.content.decode()
    with for_contract(scoped.pk):
        assert not Amendment.objects.exists()


def test_what_the_contract_refuses_names_the_row_it_comes_from(scoped: Contract, visitor: Any) -> None:
    given = GIVEN | row(0, item="in 1", quantity="310") | row(2, item="in 1", goes_to="grey")
    given |= {"tables": "[[zone_grise]]\nnumero = 1\ncouleur = 3\n", "reason": "oui"}
    found = said(post(scoped, visitor("referent"), given))
    assert (
        "Périmètre, ligne 3 : Une zone grise dit depuis quand elle l’est. Donnez la date du constat." in found
    )
    assert any(one.startswith("avenant, zone_grise 1 : clé inconnue « couleur ».") for one in found), found
    assert "Le motif est à écrire, en 10 caractères au moins." in found


def test_tables_that_cannot_be_read_name_their_own_line(scoped: Contract, visitor: Any) -> None:
    given = GIVEN | {"fee": "19000", "tables": "\n[reglages]\nreouverture_jours = \n[penalites]"}
    answer = post(scoped, visitor("referent"), given)
    assert answer.context["form"].errors["tables"] == [
        "avenant, ligne 3, colonne 21 : ce n’est pas du TOML lisible."
        " Vérifiez guillemets, crochets et signes « = »."
    ]
    assert '<details class="fold" open>' in answer.content.decode()


def test_more_rows_are_given_without_judging_what_is_typed(scoped: Contract, visitor: Any) -> None:
    given = GIVEN | {"title": "", "encore": "perimetre"} | row(1, item="in 1", quantity="douze")
    answer = post(scoped, visitor("referent"), given)
    form = answer.context["form"]
    assert (answer.status_code, form.errors, len(form.scope.forms)) == (200, {}, 6)
    assert form.scope.forms[1]["quantity"].value() == "douze"
    assert form["reason"].value() == REASON


def approval(contract: Contract, number: int) -> str:
    return reverse("contracts:amendment_approval", args=[contract.slug, number])


def deliver(contract: Contract, *months: str) -> None:
    for month in months:
        Delivery.objects.create(
            contract=contract, month=month, version=1, state=Delivery.State.PUBLISHED, is_current=True,
            outcome=Delivery.Outcome.ACCEPT, digest=month, received_at=timezone.now(),
        )  # fmt: skip


def test_approving_first_shows_what_changes_and_what_it_recomputes(scoped: Contract, visitor: Any) -> None:
    made = propose(scoped, visitor("referent"))
    with for_contract(scoped.pk):
        deliver(scoped, "2026-04", "2026-05", "2026-06")
    client = visitor("executive")
    page = client.get(approval(scoped, made.number))
    assert page.context["page"].effects[:1] == [
        "La version 0 s’applique jusqu’au 30/04/2026, la version 1 ensuite."
    ]
    assert "2 mois à recalculer, pénalités comprises : mai 2026, juin 2026." in [
        one.replace("\u00a0", " ") for one in page.context["page"].effects
    ]
    assert "19\u202f000,00\u00a0€" in page.content.decode()
    with for_contract(scoped.pk):
        assert ContractVersion.objects.count() == 1, "reading decides nothing"
    client.post(approval(scoped, made.number), {"seen": page.context["page"].seen})
    with for_contract(scoped.pk):
        made.refresh_from_db()
        assert (made.state, ContractVersion.objects.count()) == ("approved", 2)
    assert client.get(approval(scoped, made.number)).status_code == 302


def test_what_was_not_read_is_not_approved(scoped: Contract, visitor: Any) -> None:
    made = propose(scoped, visitor("referent"), "[[perimetre]]\nnumero = 1\nvolume = 320")
    client = visitor("executive")
    seen = client.get(approval(scoped, made.number)).context["page"].seen
    with for_contract(scoped.pk):
        ScopeItem.objects.filter(status="in").update(quantity=310)
    for given in ({"seen": seen}, {}):
        answer = client.post(approval(scoped, made.number), given)
        assert answer.status_code == 422
        assert "Le contrat a changé depuis l’affichage" in answer.content.decode()
    assert [(one["before"], one["after"]) for one in answer.context["page"].difference] == [("310", "320")]
    assert (
        client.post(approval(scoped, made.number), {"seen": answer.context["page"].seen}).status_code == 302
    )


def test_only_another_person_of_the_client_is_asked(scoped: Contract, visitor: Any) -> None:
    author = visitor("referent")
    made = propose(scoped, author)
    page = author.get(approval(scoped, made.number))
    assert page.context["asks"] is False
    assert "une seconde personne l’approuve" in page.content.decode()
    assert [
        visitor(role).get(approval(scoped, made.number)).status_code for role in ("reader", "provider")
    ] == [403, 403]
    with for_contract(scoped.pk):
        record = MonthRecord.objects.create(contract=scoped, month="2026-05", due_on=made.effective_on)
        MonthRecord.objects.filter(pk=record.pk).update(state="closed")
    held = visitor("executive").get(approval(scoped, made.number))
    assert held.context["asks"] is False
    assert "Écrivez le 01/06/2026 au plus tôt" in held.content.decode()


def test_a_day_of_effect_that_passed_is_said_on_the_page(scoped: Contract, visitor: Any) -> None:
    made = propose(scoped, visitor("referent"), day=portal_today() - timedelta(days=2))
    client = visitor("executive")
    page = client.get(reverse("contracts:amendment", args=[scoped.slug, made.number])).content.decode()
    assert "La prise d’effet est passée sans approbation" in page
    assert "stratégique.</p>" in page
    assert any(
        "pas depuis votre approbation" in one
        for one in client.get(approval(scoped, made.number)).context["page"].effects
    )


def test_the_sites_of_a_contract_are_ticked_and_their_codes_are_still_read() -> None:
    form = scope_changes(
        None, [], [("siege", "Siège"), ("atelier", "Atelier")], [{"sites": "Siège, atelier"}]
    )
    sites = form.forms[0]["sites"]
    assert [(one.data["value"], one.data["selected"]) for one in sites] == [
        ("siege", True),
        ("atelier", True),
    ]
    assert sites.field.clean(["siege", "atelier"]) == ("atelier", "siege")
    assert sites.field.clean("siege") == ("siege",)
