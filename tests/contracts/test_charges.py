"""Charges, budget and invoices as people act on them: what each refusal says, and leaves untouched."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from contracts.engine.charges_file import ChargeRow
from contracts.engine.reading import FileRefused
from contracts.models import (
    Charge,
    Contract,
    Invoice,
)
from contracts.selectors.budget_facts import budget_facts, contract_years, year_months
from contracts.selectors.invoice_pages import invoice_page
from contracts.services.charges import (
    ChargeChanged,
    ChargeRefused,
    add_charge,
    change_quantity,
    import_charges,
)
from contracts.services.invoices import InvoiceHead, InvoiceRefused, record_invoice
from contracts.services.revisions import apply_revision
from core.engine.months import Month
from core.scope import for_contract
from infogerance.contract_file import load_contract
from infogerance.demo.spending import spend
from slas.models import PenaltyClaim

DEMO = Path(__file__).parents[2] / "infogerance" / "demo"
TODAY = date(2026, 4, 10)
FIRST = date(2024, 1, 1)
MARCH = Month(2026, 3)
NOW = datetime(2026, 4, 2, 8, tzinfo=UTC)


@pytest.fixture
def inf(db: None) -> Any:
    contract = load_contract((DEMO / "inf-2024-07.toml").read_bytes()).contract
    with for_contract(contract.pk):
        yield contract


@pytest.fixture
def actor(make_user: Any) -> Any:
    return make_user("referent")


# ---- Charges ----


def row(kind: str = "unforeseen", number: int | None = None, quantity: str = "2", **more: Any) -> ChargeRow:
    given = {"month": MARCH, "label": "Dépannage", "unit_price": Decimal(100), **more}
    return ChargeRow(kind=kind, number=number, quantity=Decimal(quantity), **given)


def add(contract: Contract, actor: Any, charge: ChargeRow) -> Charge:
    return add_charge(contract=contract, row=charge, actor=actor, role="referent", today=TODAY)


def test_a_band_bills_what_exceeds_it(inf: Contract, actor: Any) -> None:
    """V20: 400 tickets ± 10 %, 470 → 30 × 9 €."""
    made = add(inf, actor, row("band", 1, "470", label="Tickets de mars"))
    assert (made.billed, made.unit_price, made.amount) == (Decimal(30), Decimal(9), Decimal("270.00"))
    within = add(inf, actor, row("band", 1, "440", label="Tickets de février", month=Month(2026, 2)))
    assert within.amount == Decimal("0.00")


@pytest.mark.parametrize(
    ("charge", "said"),
    [
        (row(month=Month(2026, 12)), "à venir"),
        (row(month=Month(2023, 12)), "hors du contrat"),
        (row(quantity="-1"), "positifs"),
        (row("band", 7), "pas au contrat"),
    ],
)
def test_a_charge_is_refused(inf: Contract, actor: Any, charge: ChargeRow, said: str) -> None:
    with pytest.raises(ChargeRefused, match=said):
        add(inf, actor, charge)
    assert not Charge.objects.filter(contract=inf).exists()


def test_the_same_charge_is_typed_once(inf: Contract, actor: Any) -> None:
    add(inf, actor, row())
    with pytest.raises(ChargeRefused, match="déjà saisie"):
        add(inf, actor, row())


def test_a_quantity_changed_meanwhile_is_not_overwritten(inf: Contract, actor: Any) -> None:
    charge = add(inf, actor, row(quantity="10"))
    stale = Charge.objects.get(pk=charge.pk)
    change_quantity(charge=charge, quantity=Decimal(12), version=1, actor=actor, role="referent")
    with pytest.raises(ChargeChanged) as found:
        change_quantity(charge=stale, quantity=Decimal(14), version=1, actor=actor, role="referent")
    assert (found.value.present.quantity, found.value.present.version) == (Decimal(12), 2)
    assert Charge.objects.get(pk=charge.pk).quantity == Decimal(12)


def test_an_import_names_every_wrong_line_and_keeps_nothing(inf: Contract, actor: Any) -> None:
    good = [f"2026-03;imprévu;Ligne {n};1;10;" for n in range(4980)]
    wrong = [
        "2026-03;exclusion;Sans numéro;1;10;",
        "2026-03;exclusion;Numéro inconnu;1;10;99",
        "2026-13;imprévu;Mois;1;10;",
        "2027-01;imprévu;Mois à venir;1;10;",
        "2026-03;frais;Poste;1;10;",
        "2026-03;imprévu;;1;10;",
        "2026-03;imprévu;Quantité;-1;10;",
        "2026-03;imprévu;Prix;1;dix;",
        "2026-03;imprévu;Trop précis;1;1,234;",
        "2026-03;imprévu;Ligne 1;1;10;",
        "2026-03;imprévu;Numéro de trop;1;10;3",
    ]
    with pytest.raises(FileRefused) as refused:
        import_charges(contract=inf, text="\n".join(good + wrong), actor=actor, role="referent", today=TODAY)
    places = [problem.place.replace("\xa0", " ") for problem in refused.value.problems]
    assert places == [f"Ligne {4981 + rank}" for rank in range(len(wrong))]
    assert not Charge.objects.filter(contract=inf).exists()


def test_an_import_brings_known_charges_to_its_values(inf: Contract, actor: Any) -> None:
    head = "Mois;Poste;Libellé;Quantité;Prix unitaire;Numéro\n"
    for quantity, version in (("6", 1), ("6", 1), ("8", 2)):
        text = f"{head}2026-03;exclusion;Arrivées;{quantity};45,00;1\n2026-03;Unités d'œuvre;Études;2;600;\n"
        assert import_charges(contract=inf, text=text, actor=actor, role="referent", today=TODAY) == 2
        made = Charge.objects.get(contract=inf, number=1)
        assert (made.quantity, made.version, made.amount) == (
            Decimal(quantity), version, Decimal(quantity) * 45,
        )  # fmt: skip
    assert Charge.objects.filter(contract=inf).count() == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "exclusion", "number": None},
        {"kind": "unforeseen", "number": 1},
        {"billed": -1, "quantity": -1},
        {"billed": 3, "quantity": 2},
    ],
)
def test_the_database_refuses_a_charge_booked_nowhere(
    inf: Contract, actor: Any, wrong: dict[str, Any]
) -> None:
    charge = add(inf, actor, row())
    with pytest.raises(IntegrityError), transaction.atomic():
        Charge.objects.filter(pk=charge.pk).update(**wrong)


# ---- Budget ----


def test_the_reference_year_lands_beyond_its_budget(inf: Contract, actor: Any) -> None:
    """V30: 222 000 + 58 300 for 242 000 is +15.83 %; from one quarter, the same landing."""
    spend(contract=inf, until=MARCH, actor=actor)
    year = budget_facts(inf, 2026, TODAY).figures
    assert year.overrun is not None
    assert year.landing is not None
    assert (str(year.overrun.shown), year.overrun.level, year.landing.likely) == (
        "15.83",
        "red",
        Fraction(280_300),
    )
    assert (year.known_months, year.totals["exclusion"] + year.totals["unforeseen"]) == (3, Decimal(14575))
    past = budget_facts(inf, 2024, TODAY).figures
    assert past.overrun is not None
    assert (str(past.overrun.shown), past.overrun.level, past.known_months) == ("13.71", "orange", 12)
    assert not spend(contract=inf, until=MARCH, actor=actor)


def test_a_revision_shows_as_indexation(inf: Contract, actor: Any) -> None:
    apply_revision(
        contract=inf, effective_on=FIRST, asked_on=FIRST, actor=actor, role="referent", today=TODAY
    )
    spend(contract=inf, until=MARCH, actor=actor)
    totals = budget_facts(inf, 2026, TODAY).figures.totals
    assert (totals["fee"], totals["indexation"]) == (Decimal(3 * 18500), Decimal(3 * 555))


def test_contract_years_follow_the_start(make_contract: Any) -> None:
    contract = make_contract()
    assert contract_years(contract, date(2026, 4, 1)) == [2024, 2025, 2026]
    contract.starts_on, contract.ends_on = date(2025, 2, 1), date(2026, 6, 30)
    contract.renewal = "none"
    assert contract_years(contract, date(2026, 1, 31)) == [2025]
    assert [str(month) for month in year_months(contract, 2026, date(2026, 4, 1))] == [
        "2026-02", "2026-03", "2026-04", "2026-05", "2026-06",
    ]  # fmt: skip


# ---- Invoices ----


def invoice(contract: Contract, actor: Any, text: str, number: str = "FA-1", **more: Any) -> Invoice:
    given: dict[str, Any] = {"month": MARCH, "issued_on": date(2026, 3, 31), **more}
    return record_invoice(
        contract=contract,
        head=InvoiceHead(number, **given),
        text=text,
        actor=actor,
        role="referent",
        today=TODAY,
    )


def test_an_invoice_is_checked_line_by_line(inf: Contract, actor: Any) -> None:
    apply_revision(
        contract=inf, effective_on=FIRST, asked_on=FIRST, actor=actor, role="referent", today=TODAY
    )
    add(inf, actor, row("exclusion", 1, "6", label="Arrivées", unit_price=Decimal(45)))
    add(inf, actor, row(label="Déménagement", quantity="1"))
    add(inf, actor, row("band", 1, "470", label="Tickets"))
    text = (
        "forfait;Forfait de mars;1;19055\nexclusion;ARRIVEES;8;45\n"
        "tranche;Tickets;30;9,50\nimprévu;Déplacement;1;180\n"
    )
    page = invoice_page(inf, invoice(inf, actor, text).pk)
    assert page is not None
    assert [(line.finding, line.difference) for line in page.check.lines] == [
        ("same", Decimal("0.00")),
        ("quantity", Decimal("90.00")),
        ("price", Decimal("15.00")),
        ("not_owed", Decimal("180.00")),
        ("not_billed", Decimal("-100.00")),
    ]
    assert page.check.difference == page.check.billed - page.check.owed == Decimal("185.00")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"month": Month(2027, 1)}, "à venir"),
        ({"issued_on": date(2026, 4, 11)}, "à venir"),
        ({}, "déjà saisie"),
    ],
)
def test_an_invoice_is_refused(inf: Contract, actor: Any, more: dict[str, Any], said: str) -> None:
    invoice(inf, actor, "forfait;Forfait;1;18500")
    with pytest.raises(InvoiceRefused, match=said):
        invoice(inf, actor, "forfait;Forfait;1;18500", number="FA-2" if more else "FA-1", **more)


def test_a_wrong_invoice_line_keeps_no_invoice(inf: Contract, actor: Any) -> None:
    with pytest.raises(FileRefused, match="Poste inconnu"):
        invoice(inf, actor, "frais;Forfait;1;18500")
    assert not Invoice.objects.filter(contract=inf).exists()


def test_a_penalty_applied_is_owed_on_the_invoice_and_off_the_net(inf: Contract, actor: Any) -> None:
    spend(contract=inf, until=MARCH, actor=actor)
    PenaltyClaim.objects.create(
        contract=inf, audience="both", month=MARCH, state="applied", gross=2035, computed=2035, firm=2035,
        notified_on=date(2026, 4, 1), notified_by="courriel", observe_until=date(2026, 4, 1),
        credit_reference="AV-7", credited_on=date(2026, 4, 2), credit_amount=2035, calculated_at=NOW,
    )  # fmt: skip
    PenaltyClaim.objects.create(
        contract=inf,
        audience="client",
        month=Month(2026, 2),
        gross=900,
        computed=900,
        firm=900,
        calculated_at=NOW,
    )
    totals = budget_facts(inf, 2026, TODAY).figures.totals
    assert totals["credit"] == Decimal(2035)
    page = invoice_page(inf, invoice(inf, actor, "forfait;Forfait;1;18500").pk)
    assert page is not None
    left_out = [line for line in page.check.lines if line.kind == "credit"]
    assert [(line.label, line.finding, line.difference) for line in left_out] == [
        ("Avoir AV-7", "not_billed", Decimal(2035))
    ]
