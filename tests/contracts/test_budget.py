"""Budget and invoices as people act on them: what each refusal says, and leaves untouched."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from contracts.engine.problems import FileRefused
from contracts.models import Consumption, Contract, Invoice, WorkUnit
from contracts.selectors.budget_facts import budget_facts
from contracts.selectors.budget_page import PostLine
from contracts.selectors.charges import charges_between, charges_for
from contracts.selectors.contract_years import contract_years, year_months
from contracts.selectors.invoice_pages import invoice_page, invoice_rows, invoices_page
from contracts.selectors.year_book import book_since
from contracts.services.consumptions import correct_closed, record_charge, record_use
from contracts.services.invoices import InvoiceHead, InvoiceRefused, record_invoice
from contracts.services.revisions import apply_revision
from core.engine.months import Month
from core.scope import for_contract
from infogerance.demo.people import REFERENT
from infogerance.demo.work_units import book_work_units
from infogerance.demo.worlds import OFFICE
from slas.models import PenaltyClaim
from tests.contracts.units import close
from tests.restoring import loaded

DEMO = Path(__file__).parents[2] / "infogerance" / "demo"
TODAY = date(2026, 4, 10)
FIRST = date(2024, 1, 1)
MARCH = Month(2026, 3)
CREDIT = "Pénalité ou avoir"
NOW = datetime(2026, 4, 2, 8, tzinfo=UTC)


@pytest.fixture
def inf(db: None) -> Any:
    contract = loaded((DEMO / "inf-2024-07.toml").read_bytes())
    with for_contract(contract.pk):
        yield contract


@pytest.fixture
def actor(make_user: Any) -> Any:
    return make_user("referent", email=REFERENT)


def charge(
    contract: Contract, label: str, quantity: str, price: int | None = 100, **more: Any
) -> Consumption:
    given: dict[str, Any] = {"target": ("unforeseen", None), "month": MARCH, **more}
    return record_charge(
        contract=contract, label=label, quantity=Decimal(quantity), today=TODAY,
        unit_price=None if price is None else Decimal(price), **given,
    )  # fmt: skip


def spend(contract: Contract, until: Month = MARCH) -> None:
    """What the demonstration's referent books, up to a month."""
    book_work_units(contracts={OFFICE.reference: contract}, until=until, today=until.shift(1).first_day)


def test_the_reference_year_lands_beyond_its_budget(inf: Contract, actor: Any) -> None:
    """V30: 222 000 + 58 300 for 242 000 is +15.83 %. V38: 29 300 in six months land at 280 600, +15.95 %."""
    spend(inf, Month(2026, 6))
    today = date(2026, 7, 1)
    year = budget_facts(inf, 2026, today).figures
    assert year.overrun is not None
    assert year.landing is not None
    assert (str(year.overrun.shown), year.overrun.level, year.landing.likely) == (
        "15.95", "red", Fraction(280_600),
    )  # fmt: skip
    assert (year.known_months, year.totals["exclusion"] + year.totals["unforeseen"]) == (6, Decimal(29_300))
    told = [budget_facts(inf, one, today).figures for one in (2025, 2024)]
    assert [(str(past.overrun.shown), past.overrun.level) for past in told if past.overrun] == [
        ("15.83", "red"), ("11.93", "orange"),
    ]  # fmt: skip
    assert [past.spent for past in told] == [280_300, 270_875]


def test_budget_and_work_units_tell_the_same_charges(inf: Contract, actor: Any) -> None:
    spend(inf)
    facts = budget_facts(inf, 2025, TODAY)
    assert facts.charges == charges_for(inf, 2025, TODAY)
    assert sum(charge.amount for charge in facts.charges) == 58_300


def test_a_year_read_alone_tells_what_the_whole_book_tells(inf: Contract, actor: Any) -> None:
    """Quota, orders and corrections of the years before weigh on a year of which alone the rows are told."""
    spend(inf)
    close(inf, MARCH)
    line = Consumption.objects.filter(month=MARCH, unit__code="arrivee-depart").get()
    correct_closed(line=line, month=Month(2026, 4), quantity=Decimal(3), reason="Trois oubliés", today=TODAY)
    for year in (2024, 2025, 2026):
        first, last = Month(year, 1), Month(year, 12)
        told = charges_between(inf, book_since(inf, first), first, last, TODAY)
        assert told == charges_for(inf, year, TODAY)
        assert [str(one.quantity) for one in told] == [
            str(one.quantity) for one in charges_for(inf, year, TODAY)
        ]


def test_a_month_told_at_zero_is_a_known_month(inf: Contract) -> None:
    charge(inf, "Rien", "0", month=Month(2026, 1))
    charge(inf, "Rien", "0")
    assert budget_facts(inf, 2026, TODAY).typed_in == {Month(2026, 1), Month(2026, 2), MARCH}


def test_a_revision_shows_as_indexation(inf: Contract, actor: Any) -> None:
    apply_revision(
        contract=inf, effective_on=FIRST, asked_on=FIRST, actor=actor, role="referent", today=TODAY
    )
    spend(inf)
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


def test_thirty_six_months_are_thirty_six_fees(make_contract: Any) -> None:
    contract = make_contract()
    contract.starts_on, contract.ends_on, contract.renewal = date(2023, 9, 15), date(2026, 9, 14), "none"
    years = contract_years(contract, date(2026, 11, 30))
    assert years == [2023, 2024, 2025]
    assert [sum(year_months(contract, year, TODAY).values()) for year in years] == [
        11 + Fraction(16, 30), 12, 12 + Fraction(14, 30),
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
    unit = WorkUnit.objects.get(code="arrivee-depart")
    record_use(contract=inf, month=MARCH, unit=unit, level="", quantity=Decimal(21), today=TODAY)
    charge(inf, "Déménagement", "1")
    charge(inf, "Tickets", "470", None, target=("band", 1))
    text = (
        "forfait;Forfait de mars;1;19055\nexclusion;ARRIVEE OU DEPART;8;45\n"
        "tranche;Tickets;30;9,50\nimprévu;Déplacement;1;180\n"
    )
    page = invoice_page(inf, invoice(inf, actor, text).pk, TODAY)
    assert page is not None
    assert [(line.finding, line.difference) for line in page.check.lines] == [
        ("same", Decimal("0.00")),
        ("quantity", Decimal("90.00")),
        ("price", Decimal("15.00")),
        ("not_owed", Decimal("180.00")),
    ]
    assert page.check.difference == page.check.billed - page.check.owed == Decimal("285.00")
    assert [(row.line.label, row.line.amount) for row in page.left] == [("Déménagement", Decimal(100))]


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
    spend(inf)
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
    march = invoice(inf, actor, "forfait;Forfait;1;18500", issued_on=date(2026, 4, 2))
    told = invoices_page(inf, TODAY)
    assert [(row.month, row.line.label, row.line.amount) for row in told.left if row.kind == CREDIT] == [
        (MARCH, "Avoir AV-7", Decimal(-2035))
    ]
    invoice(inf, actor, "avoir;Pénalités de mars;1;-2035", "FA-2", month=Month(2026, 4), issued_on=TODAY)
    page = invoice_page(inf, march.pk, TODAY)
    assert page is not None
    assert [row for row in page.left if row.kind == CREDIT] == []
    assert [row.check.findings for row in invoice_rows(inf, TODAY)] == [0, 0]


@pytest.mark.parametrize(
    ("budget", "spent", "landing", "mark"),
    [
        ("14000", "45920", 55104, ("breached", "dépassé")),
        ("6000", "180", 6001, ("watch", "dépassement prévu")),
        ("6000", "6000", 6000, None),
        (None, "180", 216, None),
    ],
)
def test_a_post_beyond_its_budget_is_marked(
    budget: str | None, spent: str, landing: int, mark: tuple[str, str] | None
) -> None:
    line = PostLine("Poste", Decimal(budget) if budget else None, Decimal(spent), Fraction(landing), "")
    assert line.mark == mark
