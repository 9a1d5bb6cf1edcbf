"""A contract that has not begun, or that ended: no page awaits anything of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from accounts.models import Membership
from contracts.models import Contract, ContractVersion
from core.days import portal_today
from core.engine import formats
from core.engine.months import Month
from core.scope import for_contract, unscoped
from infogerance.sweeps import open_expected_month
from slas.models import MonthRecord
from tests.infogerance.reading import links_of, main_of

pytestmark = pytest.mark.django_db


def runs(contract: Contract, first: date, last: date) -> None:
    """The contract from one day to another, without renewal."""
    with unscoped("tests build their world"):
        Contract.objects.filter(pk=contract.pk).update(
            starts_on=first, ends_on=last, renewal="none", renewal_months=0, max_renewals=0, notice_months=0
        )
        ContractVersion.objects.filter(contract=contract).update(effective_on=first)
        contract.refresh_from_db()


@pytest.fixture
def begins(contract: Contract) -> date:
    """The first day of the contract, two months from this one."""
    first = Month.of(portal_today()).shift(2).first_day
    runs(contract, first, first + timedelta(days=1000))
    return first


def test_before_it_begins_a_contract_says_when_and_awaits_nothing(
    contract: Contract, begins: date, visit: Any
) -> None:
    day, base = formats.date_short(begins), f"/contrats/{contract.slug}/"
    home = main_of(visit("referent", "/"))
    assert home.startswith("Aucun contrat en cours")
    assert f"INF-2024-07 : commence le {day}." in home
    assert f"Commence le {day}" in home
    assert "En attente du rapport" not in home
    assert "Le contrat commence" in home
    first = Month.of(begins)
    assert f"Rapport {formats.month_of(first)} attendu" in home
    assert f"Rapport {formats.month_of(first.shift(-1))} attendu" not in home
    assert main_of(visit("referent", "/a-faire/")).startswith(
        "1 chose à faire Sans échéance Démarrage : 7 étapes"
    )
    assert main_of(visit("reader", "/a-faire/")).startswith("Rien à faire")
    early = f"Celui {formats.month_of(first)} se dépose à partir du {formats.date_short(first.shift(1).first_day)}."
    for role in ("referent", "provider"):
        for page in ("", "rapports/", "rapports/deposer/"):
            found = visit(role, base + page)
            assert early in main_of(found), (role, page)
            assert "Attendu" not in main_of(found)
            assert f"{base}rapports/deposer/" not in links_of(found)
    assert f"Commence le {day}" in main_of(visit("referent", f"{base}comites/"))
    setup = main_of(visit("referent", f"{base}demarrer/"))
    assert setup.count("Pas encore") == 3
    assert f"Le contrat commence le {day}." in setup


def test_the_month_in_which_it_begins_is_not_over_yet(contract: Contract, visit: Any) -> None:
    first = Month.of(portal_today()).first_day
    runs(contract, first, first + timedelta(days=1000))
    page = main_of(visit("referent", f"/contrats/{contract.slug}/rapports/"))
    assert (
        f"Le contrat a commencé le {formats.date_short(first)} : aucun rapport n’est attendu avant." in page
    )
    assert "Attendu" not in page
    assert "Pas encore" not in main_of(visit("referent", f"/contrats/{contract.slug}/demarrer/"))


def test_after_it_ended_no_month_is_awaited(contract: Contract, visit: Any, world: Any) -> None:
    last = Month.of(portal_today()).shift(-3).last_day
    runs(contract, date(2024, 1, 1), last)
    with for_contract(contract.pk):
        before = set(MonthRecord.objects.values_list("month", flat=True))
        open_expected_month(contract)
        assert set(MonthRecord.objects.values_list("month", flat=True)) == before
    home = main_of(visit("referent", f"/?mois={Month.of(last).shift(1)}"))
    assert f"INF-2024-07 : terminé le {formats.date_short(last)}." in home
    assert "attendu" not in home[home.index("Prochaines dates") :]
    assert "passé" in home
    assert "dans −" not in home
    reports = visit("referent", f"/contrats/{contract.slug}/rapports/").context["lines"]
    assert reports[0].month == Month.of(last)
    page = main_of(visit("referent", f"/contrats/{contract.slug}/?mois={Month.of(last).shift(1)}"))
    assert "Le contrat ne couvre pas ce mois : rien n’y est attendu." in page


def test_a_contract_to_come_leaves_the_others_their_place(
    world: Any, visit: Any, make_contract: Any, make_user: Any
) -> None:
    other = make_contract(reference="AAA-2027-01", provider="Prestataire B")
    first = portal_today() + timedelta(days=40)
    runs(other, first, first + timedelta(days=900))
    with unscoped("tests build their world"):
        user = make_user("referent", world.contract)
        Membership.objects.create(contract=other, user=user, side="client", role="referent")
    page = main_of(visit("referent", "/?mois=2026-03"))
    assert "1 contrat sur 2 demande votre attention" in page
    rows = visit("referent", "/comparer/?mois=2026-03").context["page"].rows
    row = next(row for row in rows if row.contract == other)
    words = f"Commence le {formats.date_short(first)}"
    assert [row.state, *(cell.detail for cell in (row.commitments, row.gap, row.old))] == [words] * 4
