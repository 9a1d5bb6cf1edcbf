"""The audit of a contract: its page, its file, its printed report, its command; for the client alone."""

from __future__ import annotations

import csv
import io
import re
import tomllib
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from contracts.engine.audit import Ground, audit
from contracts.engine.audit.report import CHECKS
from contracts.engine.writing import write_toml
from contracts.models import Contract, ContractVersion, ScopeItem, ScopeItemSite, Site
from core.scope import for_contract
from governance.services.printing import print_pdf
from infogerance.contract_file import contract_tables, export_contract, load_contract
from infogerance.selectors.review import IN_PLACE, PAGES, Review, review_for, review_of
from infogerance.services.review_report import review_order
from kpis.engine.catalogue import LEADING, PERCEIVED
from tests.restoring import loaded

TESTS = Path(__file__).parents[1]
COMPLETE = TESTS / "contracts" / "engine" / "audit" / "complete_contract.toml"
DEMO = TESTS.parent / "infogerance" / "demo"
DAY = date(2026, 6, 1)
PEOPLE = ("acteur", "raci", "escalade", "sous_traitant", "clause", "registre")
"""Sections of the file about people and clauses."""
MOST_QUERIES = 25
"""At most one reading for each table that a check reads: it does not grow with the rows."""


def tables_of(text: str) -> dict[str, Any]:
    return tomllib.loads(text, parse_float=Decimal)


def nobody() -> str:
    """The complete contract without its people and clauses."""
    tables = tables_of(COMPLETE.read_text(encoding="utf-8"))
    return write_toml({name: table for name, table in tables.items() if name not in PEOPLE})


@pytest.fixture
def complete(db: None) -> Contract:
    return loaded(nobody().encode())


@pytest.fixture
def inf(db: None) -> Contract:
    return loaded((DEMO / "inf-2024-07.toml").read_bytes())


@pytest.fixture
def see(inf: Contract, make_user: Any) -> Any:
    clients: dict[str, Client] = {}

    def get(role: str, query: str = "", page: str = "contract_review") -> Any:
        if role not in clients:
            clients[role] = Client()
            clients[role].force_login(make_user(role, inf))
        return clients[role].get(reverse(page, args=[inf.slug]) + query)

    return get


def codes_of(review: Review) -> list[str]:
    return [finding.check.code for finding in review.audit.findings]


def test_page_and_file_speak_of_the_same_thing(complete: Contract) -> None:
    """What was loaded is audited as the file that was written, and as the file that comes back."""
    review = review_for(complete, DAY)
    for text in (nobody(), export_contract(complete)):
        told = audit(Ground(tables_of(text), DAY, PERCEIVED, LEADING))
        assert [one.check.code for one in told.findings] == codes_of(review)
        assert (told.passed, told.applicable) == (review.audit.passed, review.audit.applicable)


def test_only_people_and_clauses_are_missing_from_the_complete_contract(complete: Contract) -> None:
    review = review_for(complete, DAY)
    assert sorted(codes_of(review)) == ["L28", "L29", "L30", "L31", "L34", "L46"]
    assert [check.code for check in review.aside] == ["L45"]
    assert review.title == "6\u00a0points à compléter au contrat"
    assert review.count_words == "39\u00a0contrôles tenus sur 45"
    assert [part.count for part in review.parts] == [
        "9 sur 9", "12 sur 12", "8 sur 8", "1 sur 6", "4 sur 5", "5 sur 5",
    ]  # fmt: skip


def test_what_the_file_says_for_the_audit_comes_back(complete: Contract) -> None:
    text = export_contract(complete)
    again = load_contract(text.encode())
    assert not again.total.changed
    assert export_contract(again.contract) == text
    told, wanted = tables_of(text), tables_of(nobody())
    assert told["version"][0]["matrice"] == wanted["version"][0]["matrice"]
    assert told["comite"] == wanted["comite"]
    assert told["preavis"]["moyen"] == "lettre_recommandee"
    assert told["engagement"][2]["sans_penalite"] is True
    assert [row["decision"] for row in told["indicateur"]] == [
        row["decision"] for row in wanted["indicateur"]
    ]


def test_none_excluded_is_declared_and_falls_with_the_first_exclusion(complete: Contract) -> None:
    tables = tables_of(nobody())
    for name in ("exclusion", "unite_oeuvre"):
        tables.pop(name)
    tables["contrat"]["aucune_exclusion"] = True
    contract = load_contract(write_toml(tables).encode()).contract
    assert contract_tables(contract)["contrat"]["aucune_exclusion"] is True
    assert "L07" not in codes_of(review_for(contract, DAY))
    assert load_contract(nobody().encode()).sections["contrat"].updated == 1
    with for_contract(contract.pk):
        contract.refresh_from_db()
        assert contract.no_exclusion is False


def test_an_empty_contract_says_almost_all(scope: Contract) -> None:
    review = review_for(scope, DAY)
    assert {"L01", "L07", "L10", "L12", "L13", "L15"} <= set(codes_of(review))
    assert review.audit.score == Fraction(review.audit.passed, review.audit.applicable)
    assert review.audit.score < Fraction(1, 2)


@pytest.mark.parametrize(
    ("role", "status"), [("referent", 200), ("executive", 200), ("reader", 200), ("provider", 403)]
)
def test_the_client_alone_reads_the_audit(see: Any, role: str, status: int) -> None:
    assert see(role).status_code == status
    assert see(role, "?export=csv").status_code == status


def test_another_client_learns_nothing(inf: Contract, make_contract: Any, make_user: Any) -> None:
    other = make_contract(reference="USI-1", client="Client B", provider="Prestataire B")
    client = Client()
    client.force_login(make_user("referent", other))
    assert client.get(reverse("contract_review", args=[inf.slug])).status_code == 404
    assert client.get(reverse("review_pdf", args=[inf.slug])).status_code == 404


def test_the_page_names_each_finding_its_reason_and_its_field(see: Any, inf: Contract) -> None:
    html = see("referent").content.decode()
    review = review_for(inf, date.today())
    assert codes_of(review)
    for part in review.parts:
        for line in part.lines:
            assert f'id="{line.check.code}"' in html
            assert f'href="{line.url}"' in html
            assert line.check.why.split(" : ")[0].replace("'", "’")[:20] in html
            assert (line.check.key in unescape(html)) is not line.in_place
    assert html.count(">Compléter<") == sum(line.in_place for part in review.parts for line in part.lines)
    assert ">Compléter<" not in see("reader").content.decode()
    assert reverse("review_pdf", args=[inf.slug]) in html


def test_what_is_settled_in_place_is_sent_to_its_form(see: Any) -> None:
    named = {CHECKS[code].page for code in IN_PLACE}
    pages = {page: see("referent", page=page).content.decode() for page in named}
    for code, anchor in IN_PLACE.items():
        assert not anchor or f'id="{anchor}"' in pages[CHECKS[code].page], code


def test_the_pill_is_drawn_for_the_client_alone(see: Any, inf: Contract) -> None:
    address = reverse("contract_review", args=[inf.slug])
    assert address in see("reader", page="contracts:record").content.decode()
    assert address not in see("provider", page="contracts:record").content.decode()


def test_the_good_state_is_said(complete: Contract) -> None:
    review = review_of(complete, tables_of(COMPLETE.read_text(encoding="utf-8")), DAY)
    assert (review.title, review.percent) == ("Rien ne manque au contrat", "100,0\u00a0%")
    page = render_to_string("infogerance/review.html", {"contract": complete, "review": review})
    assert "Contrat complet" in page
    assert "Champ à remplir" not in page
    printed = review_order(review)["html"]
    assert "Rien à compléter" in printed
    assert "Champ à remplir" not in printed


def test_a_place_too_many_is_counted(inf: Contract) -> None:
    tables = contract_tables(inf)
    for row in tables["perimetre"]:
        row.pop("criticite", None)
    review = review_of(inf, tables, DAY)
    line = next(line for part in review.parts for line in part.lines if line.check.code == "L05")
    assert len(line.finding.places) == len(tables["perimetre"])
    assert line.places[-1] == f"et {len(tables['perimetre']) - 6}\u00a0autres"
    assert len(line.places) == 7


def test_every_check_leaves_as_a_file(see: Any) -> None:
    text = see("referent", "?export=csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert len(rows) == 47
    assert {row[1] for row in rows[1:]} == set(CHECKS)
    assert {row[2] for row in rows[1:]} <= {"tenu", "manque", "avertissement", "sans objet"}
    found = next(row for row in rows if row[1] == "L06")
    assert found[2:4] == ["manque", "Zone grise non tranchée depuis plus de 60 jours"]
    assert found[4].startswith("n° 1, Étiqueteuses")


def test_the_page_reads_each_table_once(
    see: Any, inf: Contract, django_assert_max_num_queries: Any, django_assert_num_queries: Any
) -> None:
    see("referent")
    with django_assert_max_num_queries(MOST_QUERIES) as asked:
        see("referent")
    with for_contract(inf.pk):
        items = ScopeItem.objects.bulk_create(
            ScopeItem(contract=inf, number=number, status="in", name=f"Élément {number}")
            for number in range(100, 5100)
        )
        site = Site.objects.filter(contract=inf).first()
        ScopeItemSite.objects.bulk_create(ScopeItemSite(contract=inf, item=item, site=site) for item in items)
        ContractVersion.objects.bulk_create(
            ContractVersion(
                contract=inf, number=number, effective_on=date(2024, 7, 2) + timedelta(days=number),
                title=f"Avenant {number}", monthly_fee=18500,
            )
            for number in range(10, 70)
        )  # fmt: skip
    with django_assert_num_queries(len(asked)):
        html = see("referent").content.decode()
    assert "autres" in html


def test_every_page_that_a_check_names_is_known(inf: Contract) -> None:
    assert {check.page for check in CHECKS.values()} == set(PAGES)
    assert all(reverse(name, args=[inf.slug]) for name in PAGES)


# ---- The printed report ----


def text_of(pdf: bytes) -> str:
    raw = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return re.sub(r"\s+", " ", raw.replace("\u202f", " ").replace("\u00a0", " "))


def test_the_report_is_archivable_and_says_what_the_page_says(inf: Contract) -> None:
    review = review_for(inf, DAY)
    pdf = print_pdf(review_order(review)).pdf
    root: Any = PdfReader(io.BytesIO(pdf)).trailer["/Root"]
    assert root["/Lang"] == "fr"
    assert "/StructTreeRoot" in root
    xmp = root["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    text = text_of(pdf)
    assert review.title.replace("\u00a0", " ") in text
    assert "Page 1 sur" in text
    assert review.digest[:12] in text
    for code in CHECKS:
        assert code in text
    for part in review.parts:
        assert part.count in text
        for line in part.lines:
            assert line.check.field.split(",")[0] in text


def test_the_same_contract_on_the_same_day_gives_the_same_bytes(complete: Contract) -> None:
    first, second = (print_pdf(review_order(review_for(complete, DAY))).pdf for _ in range(2))
    assert first == second
    assert print_pdf(review_order(review_for(complete, date(2026, 6, 2)))).pdf != first


def test_the_report_is_in_french(inf: Contract) -> None:
    html = review_order(review_for(inf, DAY))["html"]
    body = html.split("<body", 1)[1].split(">", 1)[1]
    for text in (part for part in re.split(r"<[^>]*>", body) if part.strip()):
        assert not re.search(r" [:;!?%€»]", text), text
        assert "'" not in text, text
        assert not re.search(r"\bNone\b|\bnan\b|\{\{", text), text


def test_the_report_reads_each_table_once(see: Any, django_assert_max_num_queries: Any) -> None:
    see("executive", page="review_pdf")
    with django_assert_max_num_queries(MOST_QUERIES):
        see("executive", page="review_pdf")


def test_the_report_is_downloaded_by_the_client(see: Any) -> None:
    answer = see("executive", page="review_pdf")
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF")
    assert answer["Content-Disposition"].startswith('attachment; filename="controle-INF-2024-07-')
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert see("provider", page="review_pdf").status_code == 403
