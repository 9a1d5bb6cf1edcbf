"""The papers beside the usual pack: the strategic one, the one for an auditor; what each copy must not say."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pypdf import PdfReader

from core.engine.months import Month
from governance.models import Committee, Pack, Risk, RoadmapItem
from governance.selectors.committees import own_variants
from governance.selectors.packs import content_for
from governance.services import render_pack
from governance.services.packs import file_name
from governance.services.printing import print_pdf
from governance.services.rendering import print_order, render_pages
from slas.models import CommitmentMonth
from slas.selectors.figures import shown_rate
from tests.governance.papers import printed

pytestmark = pytest.mark.any_store
MARCH = Month(2026, 3)
SHARED = ("partage", "costrat-partage", "audit-partage")
SENTINELS = ("ZZSENTINELLE", "2 035", "1 110", "925", "dénoncer", "préavis", "huis clos", "coût de sortie")


@pytest.fixture
def steered(world: Any, committee: Committee) -> Committee:
    """Two risks, one of the closed session, and two items of the roadmap."""
    for audience, effect, likelihood in (
        ("both", "ERP sans exploitant", 4),
        ("client", "Rachat ZZSENTINELLE", 3),
    ):
        Risk.objects.create(
            contract=world, audience=audience, number=1, cause="Un départ", effect=effect, likelihood=likelihood,
            impact=3, treatment="reduce", owner="Référent IT", owner_side="client", review_on=date(2026, 6, 1),
            raised_on=date(2026, 3, 2),
        )  # fmt: skip
    for number, state, cost in ((1, "proposed", Decimal(3900)), (2, "settled", Decimal(6400))):
        RoadmapItem.objects.create(
            contract=world, number=number, title=f"Évolution {number}", value="Un lien de secours",
            quarter="2026-4", priority="high", committee="strategic", proposed_side="provider",
            proposed_on=date(2026, 3, 2), state=state, cost=cost,
            settled_on=None if state == "proposed" else date(2026, 3, 9),
        )  # fmt: skip
    return committee


def kinds(committee: Committee, variant: str) -> list[str]:
    return [page.kind for page in content_for(committee, variant).data.pages]


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\u202f", " ").replace("\u00a0", " "))


def text_of(reader: PdfReader) -> str:
    return plain("\n".join(page.extract_text() for page in reader.pages))


def test_each_paper_has_its_pages(steered: Committee) -> None:
    assert kinds(steered, "costrat-client") == [
        "front", "followup", "finances", "stakes", "roadmap", "sheets", "actions", "method",
    ]  # fmt: skip
    assert kinds(steered, "costrat-partage") == [
        "front",
        "followup",
        "finances",
        "stakes",
        "roadmap",
        "sheets",
        "actions",
        "method",
    ]
    assert kinds(steered, "costrat-executif") == ["front", "followup"]
    assert kinds(steered, "audit-client") == ["audit", "heatmap", "failures", "method"]
    numbers = [page.number for page in content_for(steered, "costrat-client").data.pages if not page.annex]
    assert numbers == [1, 2, 3, 4, 5]


def test_page_eight_tells_the_risks_the_scope_and_the_price_of_leaving(steered: Committee) -> None:
    page = next(page for page in content_for(steered, "client").data.pages if page.kind == "stakes")
    rows = [(row.head.text, *row.cells[:2]) for row in page.body["risks"].rows]
    assert rows == [
        ("R-1", "ERP sans exploitant", "✕ forte, 4 × 3"),
        ("RH-1", "Rachat ZZSENTINELLE", "! moyenne, 3 × 3"),
    ]
    assert plain(page.body["risks_title"]) == "2 premiers risques, dont 1 de criticité forte"
    assert plain(page.body["cost_title"]) == "Coût de sortie : 74 000 € à 129 500 € HT"
    assert plain(page.body["cost"]) == "Le contrat ne le dit pas : repère de la pratique, 4 à 7 forfaits."
    assert [name for name, _ in page.body["scope"]] == ["Zones grises à trancher", "Obsolescence"]
    assert next(cell for row in page.body["plan"].rows for cell in row.cells if "bsent" in cell) == "✕ Absent"


def test_the_roadmap_says_what_is_asked_first(steered: Committee) -> None:
    page = next(page for page in content_for(steered, "costrat-partage").data.pages if page.kind == "roadmap")
    assert plain(page.title) == "2 évolutions ouvertes, 1 à arbitrer, 10 300 € HT chiffrés"
    assert [row.head.text for row in page.body["asked"].rows] == ["F-1"]
    assert [row.head.text for row in page.body["settled"].rows] == ["F-2"]


@pytest.mark.parametrize("variant", SHARED)
def test_the_shared_papers_hold_nothing_of_the_client_alone(steered: Committee, variant: str) -> None:
    reader = printed(steered, variant)
    root: Any = reader.trailer["/Root"]
    whole = text_of(reader) + root["/Metadata"].get_data().decode() + str(reader.metadata)
    whole += "".join(content.decode() for found in reader.attachments.values() for content in found)
    whole += str(render_pages(content_for(steered, variant).data, twin=True))
    for sentinel in SENTINELS:
        assert sentinel.lower() not in plain(whole).lower(), sentinel


def test_an_auditor_finds_whole_digests_and_every_figure(steered: Committee, world: Any) -> None:
    reader = printed(steered, "audit-client")
    text = text_of(reader)
    assert "5d1e09c47ab3" + "0" * 52 in text.replace(" ", "")
    assert steered.contract.reference in text
    for result in CommitmentMonth.objects.filter(contract=world, month=MARCH).select_related("commitment"):
        assert shown_rate(result, unit=False) in text, result.commitment.code
    assert text.count("INC-") >= 26
    assert sorted(reader.attachments) == ["ecarts.csv", "tickets-hors-delai.csv"]


@pytest.mark.parametrize("variant", ["costrat-client", "audit-client"])
def test_the_same_facts_give_the_same_bytes(steered: Committee, variant: str) -> None:
    first, second = (print_pdf(print_order(content_for(steered, variant))).pdf for _ in range(2))
    assert first == second


def test_a_strategic_committee_sends_its_own_papers(steered: Committee) -> None:
    assert [variant.value for variant in own_variants(steered)] == ["client", "partage", "executif"]
    steered.kind = Committee.Kind.STRATEGIC
    assert [variant.value for variant in own_variants(steered)] == [
        "costrat-client", "costrat-partage", "costrat-executif",
    ]  # fmt: skip


def test_an_audit_paper_is_kept_for_its_readers(steered: Committee) -> None:
    packs = [render_pack(committee=steered, variant=variant) for variant in ("audit-client", "audit-partage")]
    assert [pack.audience for pack in packs] == ["client", "both"]
    assert file_name(packs[0]) == "COPIL-INF-2024-07-2026-03-audit-client-provisoire.pdf"
    assert Pack.objects.filter(committee=steered).count() == 2
