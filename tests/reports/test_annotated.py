"""The annotated copy: rows as received, text only, errors at their place; none for what cannot be opened."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.urls import reverse

from core.engine.months import Month
from reports.models import Delivery
from reports.services import IncomingFile, annotated_copy, deposit, read_delivery
from tests.reports.conftest import ROWS, native
from tests.reports.engine.test_catalogue import CASES, UPLOADS

pytestmark = pytest.mark.any_store

BY_NUMBER = {case["file"][:3]: case for case in CASES}


@pytest.fixture
def copy_of(scope):
    def act(name, content):
        file = IncomingFile("tickets", name, content)
        delivery = deposit(contract=scope, month=Month(2026, 3), files=[file])
        copy = annotated_copy(delivery=read_delivery(delivery=delivery))
        return openpyxl.load_workbook(io.BytesIO(copy)) if copy else None

    return act


def test_the_wrong_cell_is_coloured_and_its_line_says_why(copy_of):
    row = ROWS[0].replace("02/03/2026 12:00", "31/02/2026 12:00").replace("Poste lent", "=1+1")
    book = copy_of("tickets.csv", native(row, ROWS[1]))
    assert book.sheetnames == ["Constats", "tickets.csv"]
    findings, page = book["Constats"], book["tickets.csv"]
    assert [cell.value for cell in findings[2]][3:8] == [
        "2", "Résolu le", "INC001", "31/02/2026 12:00", "Date impossible ou mal écrite.",
    ]  # fmt: skip
    assert page["A1"].value == "Constats"
    assert [cell.value for cell in page[1]][1:3] == ["Référence", "Type"]
    assert "Date impossible" in page["A2"].value
    wrong = page["I2"]
    assert (wrong.value, wrong.fill.fgColor.rgb) == ("31/02/2026 12:00", "FFF5C6C2")
    assert page["A3"].value is None
    title = page["D2"]
    assert (title.value, title.data_type) == ("=1+1", "s")
    assert all(cell.data_type in {"s", "n"} for line in page.iter_rows() for cell in line)


def test_a_workbook_keeps_its_sheets_and_lines(copy_of):
    case = BY_NUMBER["131"]
    book = copy_of(case["upload_as"], (UPLOADS / case["file"]).read_bytes())
    page = book[book.sheetnames[1]]
    assert "Formule sans résultat" in page["A5"].value
    assert any(cell.fill.fgColor.rgb == "FFF5C6C2" for cell in page[5][1:])


@pytest.mark.parametrize("number", ["043", "067", "071", "073", "075", "077", "061", "063", "055"])
def test_a_hostile_file_has_no_copy_and_the_page_says_why(scope, client, make_user, number):
    from reports.services import DepositRefused

    case = BY_NUMBER[number]
    file = IncomingFile("tickets", case["upload_as"], (UPLOADS / case["file"]).read_bytes())
    try:
        delivery = deposit(contract=scope, month=Month(2026, 3), files=[file])
    except DepositRefused:
        assert Delivery.objects.count() == 0
        return
    read_delivery(delivery=delivery)
    assert annotated_copy(delivery=delivery) is None
    client.force_login(make_user("provider", scope))
    where = [scope.slug, "2026-03", 1]
    page = client.get(reverse("reports:check", args=where)).content.decode()
    assert "Pas de fichier annoté" in page
    assert reverse("reports:annotated", args=where) not in page
    assert client.get(reverse("reports:annotated", args=where)).status_code == 404


@pytest.mark.parametrize(
    ("number", "lines"),
    [("097", 20), ("101", 20), ("103", 20), ("105", 20), ("115", 20), ("119", 20), ("087", 2), ("005", 20)],
)
def test_damaged_text_is_shown_as_far_as_it_reads(copy_of, number, lines):
    case = BY_NUMBER[number]
    book = copy_of(case["upload_as"], (UPLOADS / case["file"]).read_bytes())
    assert book[book.sheetnames[1]].max_row >= lines


def test_the_download(hand_in, scope, client, make_user):
    hand_in(native(ROWS[0].replace("12:00", "25:00")))
    client.force_login(make_user("reader", scope))
    where = [scope.slug, "2026-03", 1]
    url = reverse("reports:annotated", args=where)
    assert url in client.get(reverse("reports:check", args=where)).content.decode()
    answer = client.get(url)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == 'attachment; filename="annote-2026-03-v1.xlsx"'
    assert "sandbox" in answer.headers["Content-Security-Policy"]
