"""The invoices of a contract confronted together: each fault is named, nothing is told twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.engine.invoice_check import Confronted, confront
from contracts.engine.invoice_credits import Credit, Sent, bearers
from contracts.engine.invoice_file import read_invoice_lines
from contracts.engine.invoices import Billed
from core.engine.months import Month

APRIL, MAY, JUNE = Month(2026, 4), Month(2026, 5), Month(2026, 6)
FEE = ("fee", "Forfait", "1", "18500")
OWED = {month: [FEE] for month in (APRIL, MAY, JUNE)}
Line = tuple[str, str, str, str]


def billed(kind: str, label: str, quantity: str, price: str) -> Billed:
    return Billed(kind, label, Decimal(quantity), Decimal(price), Decimal(quantity) * Decimal(price))


def sent(number: str, month: Month, *lines: Line, day: int = 5) -> Sent:
    return Sent(
        number, month, month.shift(1).first_day.replace(day=day), tuple(billed(*one) for one in lines)
    )


def credit(reference: str, amount: str, month: Month = APRIL, on: date = date(2026, 6, 2)) -> Credit:
    return Credit(month, reference, on, billed("credit", f"Avoir {reference}", "1", f"-{amount}"))


def checked(
    *invoices: Sent, owed: Mapping[Month, Sequence[Line]] = OWED, credits: Sequence[Credit] = ()
) -> Confronted:
    lines = {month: [billed(*one) for one in rows] for month, rows in owed.items()}
    return confront(invoices, lines, credits)


def findings(found: Confronted, number: str) -> list[tuple[str, int]]:
    return [(line.finding, int(line.difference)) for line in found.checks[number].lines]


def left(found: Confronted) -> list[tuple[str | None, str, int]]:
    return [
        (str(one.month) if one.month else None, one.line.label, int(one.line.amount)) for one in found.left
    ]


def test_a_fee_billed_twice_is_billed_by_the_first() -> None:
    found = checked(sent("F2", MAY, FEE, day=9), sent("F1", MAY, ("fee", "Forfait de mai", "1", "18500")))
    assert findings(found, "F1") == [("same", 0)]
    assert findings(found, "F2") == [("already", 18500)]
    assert found.checks["F2"].lines[0].already == ("F1",)
    assert left(found) == []


def test_a_month_cut_in_two_invoices_agrees_as_a_whole() -> None:
    owed = {MAY: [FEE, ("units", "Arrivée", "6", "45"), ("unforeseen", "Location", "1", "300")]}
    fees = sent("F1", MAY, ("fee", "Serveurs", "1", "10000"), ("units", "Arrivée", "4", "45"))
    rest = sent("F2", MAY, ("fee", "Postes", "1", "8500"), ("units", "ARRIVEE", "2", "45"))
    found = checked(fees, rest, owed=owed)
    assert findings(found, "F1") + findings(found, "F2") == [("same", 0)] * 4
    assert left(found) == [("2026-05", "Location", 300)]


def test_what_is_left_of_a_line_is_told_of_the_month() -> None:
    owed = {MAY: [("units", "Arrivée", "6", "45")]}
    found = checked(sent("F1", MAY, ("units", "Arrivée", "4", "45")), owed=owed)
    assert (findings(found, "F1"), left(found)) == ([("same", 0)], [("2026-05", "Arrivée", 90)])
    more = checked(
        sent("F1", MAY, ("units", "Arrivée", "4", "45")), sent("F2", MAY, ("units", "Arrivée", "4", "45")),
        owed=owed,
    )  # fmt: skip
    assert findings(more, "F2") == [("quantity", 90)]
    assert more.checks["F2"].lines[0].already == ("F1",)


@pytest.mark.parametrize(
    ("line", "finding", "difference"),
    [
        (("unforeseen", "Intervention", "2", "300"), "same", 0),
        (("unforeseen", "Intervention", "3", "200"), "both", 0),
        (("unforeseen", "Intervention", "3", "300"), "quantity", 300),
        (("unforeseen", "Intervention", "2", "310"), "price", 20),
        (("unforeseen", "Déplacement", "2", "300"), "not_owed", 600),
        (("unforeseen", "Geste", "1", "0"), "same", 0),
    ],
)
def test_quantity_and_price_are_compared_not_their_product(line: Line, finding: str, difference: int) -> None:
    found = checked(sent("F1", MAY, line), owed={MAY: [("unforeseen", "Intervention", "2", "300")]})
    assert findings(found, "F1") == [(finding, difference)]


def test_two_prices_under_one_name_pair_each_with_its_own() -> None:
    owed = {MAY: [("exclusion", "Audit", "1", "2900"), ("exclusion", "Audit", "2", "2500")]}
    lines = (("exclusion", "Audit", "2", "2500"), ("exclusion", "Audit", "1", "3000"))
    assert findings(checked(sent("F1", MAY, *lines), owed=owed), "F1") == [("same", 0), ("price", 100)]


# ---- Credit notes ----


def test_a_credit_is_recognised_on_the_invoice_that_bears_it() -> None:
    """Its reference comes first; the month of the penalty, long billed, is told no absence."""
    bearing = sent("F-06", JUNE, FEE, ("credit", "Selon avoir n°AV-7", "1", "-2035"))
    found = checked(
        sent("F-04", APRIL, FEE), sent("F-05", MAY, FEE), bearing, credits=[credit("AV-7", "2035")]
    )
    assert findings(found, "F-06") == [("same", 0), ("same", 0)]
    assert left(found) == []


def test_an_absent_credit_is_told_once_until_a_later_invoice_bears_it() -> None:
    notes = [credit("AV-7", "2035")]
    before = [sent("F-04", APRIL, FEE)]
    assert left(checked(*before, credits=notes)) == [(None, "Avoir AV-7", -2035)]
    assert bearers(before, notes) == {}
    after = [*before, sent("F-05", MAY, FEE), sent("F-06", JUNE, FEE)]
    assert left(checked(*after, credits=notes)) == [("2026-05", "Avoir AV-7", -2035)]
    borne = [*after, sent("F-06b", JUNE, ("credit", "Pénalités d’avril", "1", "-2035"), day=20)]
    assert left(checked(*borne, credits=notes)) == []
    assert bearers(borne, notes) == {"AV-7": "F-06b"}


def test_two_credits_never_take_each_other_s_line() -> None:
    notes = [credit("AV-7", "100"), credit("AV-70", "300", MAY)]
    lines = (("credit", "Avoir AV-70", "1", "-300"), ("credit", "Avoir", "1", "-100"))
    found = checked(sent("F-05", MAY, *lines), credits=notes, owed={})
    assert findings(found, "F-05") == [("same", 0), ("same", 0)]


def test_a_credit_of_another_amount_is_told_by_its_reference() -> None:
    notes = [credit("AV-7", "2035")]
    line: Line = ("credit", "Avoir AV-7", "1", "-1000")
    found = checked(sent("F-05", MAY, line), sent("F-06", JUNE, line), credits=notes, owed={})
    assert (findings(found, "F-05"), findings(found, "F-06")) == ([("same", 0)], [("same", 0)])
    assert left(found) == [("2026-05", "Avoir AV-7", -35)]
    alone = checked(sent("F-05", MAY, line), credits=notes, owed={})
    assert findings(alone, "F-05") == [("amount", 1035)]


def test_a_lone_credit_of_another_name_and_amount_is_not_that_one() -> None:
    found = checked(
        sent("F-05", MAY, ("credit", "Geste commercial", "1", "-50")),
        credits=[credit("AV-7", "2035")],
        owed={},
    )
    assert findings(found, "F-05") == [("not_owed", -50)]
    assert left(found) == [("2026-05", "Avoir AV-7", -2035)]


def test_a_credit_deducted_twice_is_told_the_second_time() -> None:
    line: Line = ("credit", "Avoir AV-7", "1", "-2035")
    found = checked(
        sent("F-05", MAY, line), sent("F-06", JUNE, line), credits=[credit("AV-7", "2035")], owed={}
    )
    assert findings(found, "F-06") == [("already", -2035)]
    assert found.checks["F-06"].lines[0].already == ("F-05",)


LINES = st.lists(
    st.tuples(
        st.sampled_from(("units", "exclusion")), st.sampled_from("AB"), st.sampled_from("123"),
        st.sampled_from(("10", "20")),
    ),
    max_size=5,
)  # fmt: skip


@given(LINES, LINES, LINES)
def test_everything_owed_is_on_an_invoice_or_left(owed: list[Line], one: list[Line], two: list[Line]) -> None:
    found = checked(sent("F1", MAY, *one), sent("F2", MAY, *two), owed={MAY: owed})
    shared = sum(check.owed for check in found.checks.values()) + sum(rest.line.amount for rest in found.left)
    assert shared == (sum(billed(*line).amount for line in owed) if one or two or owed else 0)


# ---- Rows as they are typed ----


@pytest.mark.parametrize(
    "post", ["UO", "Unités d’œuvre", "unites d'oeuvre", "UNITÉS D´ŒUVRE", "Unité d’oeuvre"]
)
def test_a_post_is_read_whatever_its_spelling(post: str) -> None:
    lines, problems = read_invoice_lines(f"{post};Arrivée;1;45")
    assert (lines[0][0], problems) == ("units", [])


def test_a_credit_above_zero_is_refused_in_place() -> None:
    _, problems = read_invoice_lines("Forfait;Forfait;1;18500\nPénalité;Avril;1;2035")
    assert [(one.place, one.message, one.remedy) for one in problems] == [
        (
            "Ligne\u00a02",
            "Prix unitaire au-dessus de zéro pour une pénalité ou un avoir\u00a0: 2035.",
            "Écrivez -2035\u00a0: ce montant vient en déduction.",
        )
    ]
