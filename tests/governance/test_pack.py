"""The PDF: what it is made of, what it says, what it must not say."""

from __future__ import annotations

import re
from typing import Any

import pytest
from pypdf import PdfReader

from core.engine.months import Month
from core.scope import Side, for_contract
from governance.models import Committee, Pack
from governance.selectors.packs import content_for
from governance.services import prepare_committee, render_pack, render_pack_job, request_pack
from governance.services.packs import file_name
from governance.services.printing import print_pdf
from governance.services.rendering import print_order, render_pages
from slas.models import CommitmentMonth, MonthRecord
from slas.selectors.figures import shown_rate
from tests.governance.papers import printed

pytestmark = pytest.mark.any_store

MARCH = Month(2026, 3)
SENTINELS = ("Coffre ZZSENTINELLE", "2 035", "1 110", "925", "dénoncer", "préavis", "huis clos", "Huis clos")


@pytest.fixture
def committee(world: Any) -> Committee:
    return prepare_committee(contract=world, month=MARCH)


def text_of(reader: PdfReader, only: int | None = None) -> str:
    """All text, or that of one page, with plain spaces and no line break."""
    pages = reader.pages if only is None else [reader.pages[only]]
    raw = "\n".join(page.extract_text() for page in pages)
    return re.sub(r"\s+", " ", raw.replace("\u202f", " ").replace("\u00a0", " "))


def xmp_of(reader: PdfReader) -> str:
    root: Any = reader.trailer["/Root"]
    return root["/Metadata"].get_data().decode()


def test_it_is_archivable_tagged_and_accessible(committee: Committee) -> None:
    reader = printed(committee, "client")
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "fr"
    assert root["/MarkInfo"]["/Marked"] is True or str(root["/MarkInfo"]["/Marked"]) == "True"
    assert "/StructTreeRoot" in root
    xmp = xmp_of(reader)
    assert re.search(r"<pdfuaid:part>1</pdfuaid:part>", xmp)
    assert re.search(r"pdfaid:part(>|=\")3", xmp)
    assert re.search(r"pdfaid:conformance(>|=\")A", xmp)
    assert xmp.index("pdfuaid:part") < xmp.index("</rdf:RDF>")
    titles = [str(item["/Title"]) for item in reader.outline if not isinstance(item, list)]
    assert titles[0].startswith("Cinq décisions")
    assert len(titles) == len(content_for(committee, "client").data.pages)


def test_only_its_two_families_are_embedded(committee: Committee) -> None:
    fonts = set()
    for page in printed(committee, "client").pages:
        resources: Any = page["/Resources"]
        for font in resources.get("/Font", {}).values():
            fonts.add(str(font.get_object()["/BaseFont"]).split("+")[-1])
    assert fonts <= {"Inter", "Inter-Semi-Bold", "Symboles"}
    assert {"Inter", "Symboles"} <= fonts


def test_same_facts_same_bytes(committee: Committee) -> None:
    first, second = (print_pdf(print_order(content_for(committee, "client"))).pdf for _ in range(2))
    assert first == second


def test_every_page_has_a_proof_and_its_number(committee: Committee) -> None:
    reader = printed(committee, "client")
    total = len(reader.pages)
    for number, page in enumerate(reader.pages, start=1):
        assert f"Page {number} sur {total}" in page.extract_text().replace("\u00a0", " ")
        links = [a.get_object() for a in page.get("/Annots", []) if a.get_object().get("/Subtype") == "/Link"]
        assert links, number
    assert total <= 12


def test_annexes_follow_each_other_on_their_pages(committee: Committee) -> None:
    data = content_for(committee, "client").data
    annexes = [page for page in data.pages if page.annex]
    assert [page.kind for page in annexes] == ["sheets", "actions", "failures", "method"]
    reader = printed(committee, "client")
    middle, last = text_of(reader, only=-2), text_of(reader, only=-1)
    assert "5 actions suivies" in middle
    assert "26 tickets hors délai, un par un" in middle
    assert "Données de départ" in last
    assert "Vérifier ce dossier" in last
    assert len(reader.pages) == len(data.pages) - 1


def test_its_figures_are_the_stored_ones(committee: Committee, world: Any) -> None:
    text = text_of(printed(committee, "client"))
    for result in CommitmentMonth.objects.filter(contract=world, month=MARCH).select_related("commitment"):
        rate = shown_rate(result, unit=False)
        assert f"{result.commitment.code} " in text
        assert rate in text, result.commitment.code
    assert "12 engagements respectés sur 14" in text
    assert "2 035 €" in text
    assert "143/168" in text
    assert "omet 13 tickets hors délai" in text


def test_typography_is_french(committee: Committee) -> None:
    html = print_order(content_for(committee, "client"))["html"]
    body = html.split("<body", 1)[1]
    texts = [part for part in re.split(r"<[^>]*>", body.split(">", 1)[1]) if part.strip()]
    for text in texts:
        assert not re.search(r" [:;!?%€»]", text), text
        assert "'" not in text, text
        assert not re.search(r"\bNone\b|\bnan\b|\{\{", text), text
    assert "4<sup>e</sup>" in body


@pytest.mark.parametrize("variant", ["client", "partage", "executif"])
def test_provisional_until_the_month_is_closed(committee: Committee, world: Any, variant: str) -> None:
    for page in printed(committee, variant).pages:
        assert "PROVISOIRE" in page.extract_text()
    MonthRecord.objects.filter(contract=world, month=MARCH).update(state="closed")
    closed = printed(committee, variant)
    assert "rovisoire" not in text_of(closed)
    assert "PROVISOIRE" not in text_of(closed)


def test_attached_files_hold_the_rows(committee: Committee) -> None:
    files = printed(committee, "client").attachments
    assert sorted(files) == ["ecarts.csv", "tickets-hors-delai.csv"]
    late = files["tickets-hors-delai.csv"][0].decode("utf-8-sig").splitlines()
    assert len(late) == 27
    assert late[0].startswith('"ticket";"engagement";"priorite"')
    assert late[1].startswith('"INC-4705";"E05";"P2"')


def test_the_shared_pack_holds_nothing_of_the_client_alone(committee: Committee) -> None:
    reader = printed(committee, "partage")
    whole = text_of(reader) + xmp_of(reader) + str(reader.metadata)
    whole += "".join(content.decode() for found in reader.attachments.values() for content in found)
    html = print_order(content_for(committee, "partage"))["html"]
    for sentinel in SENTINELS:
        assert sentinel not in whole.replace("\u202f", " "), sentinel
        assert sentinel not in html.replace("\u202f", " ").replace("\u00a0", " "), sentinel
    assert "D1" in whole
    assert "H1" not in text_of(reader)


def test_the_executive_pack_is_the_first_two_pages(committee: Committee) -> None:
    reader = printed(committee, "executif")
    assert len(reader.pages) == 2
    assert not reader.attachments


def test_rendering_keeps_one_pack_per_content(committee: Committee, world: Any) -> None:
    first = render_pack(committee=committee, variant="partage")
    assert render_pack(committee=committee, variant="partage").pk == first.pk
    assert (first.version, first.provisional, first.audience) == (1, True, "both")
    assert first.pages == len(printed(committee, "partage").pages)
    assert file_name(first) == "COPIL-INF-2024-07-2026-03-partage-provisoire.pdf"
    MonthRecord.objects.filter(contract=world, month=MARCH).update(facts_digest="c" * 64)
    second = render_pack(committee=committee, variant="partage")
    assert (second.version, second.facts_digest) == (2, "c" * 64)
    assert Pack.objects.filter(committee=committee).count() == 2


def test_a_job_makes_the_pack_and_the_provider_never_sees_the_clients(
    committee: Committee, world: Any
) -> None:
    job = request_pack(committee=committee, variant="client")
    assert request_pack(committee=committee, variant="client").pk == job.pk
    done = render_pack_job(job)
    assert Pack.objects.get(pk=done["pack"]).audience == "client"
    with for_contract(world.pk, Side.PROVIDER):
        assert not Pack.objects.filter(committee=committee).exists()


def test_the_reading_costs_few_queries(committee: Committee, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(45):
        content_for(committee, "client")


def test_the_web_twin_says_the_same(committee: Committee) -> None:
    data = content_for(committee, "client").data
    twin = render_pages(data, twin=True)
    assert "<h1" not in twin
    assert twin.count('<h2 class="pt"') == len(data.pages)
    assert "143/168" in twin
