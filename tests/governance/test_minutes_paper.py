"""The minutes as a paper to sign: what it says, what the provider's copy must not say, the same bytes twice."""

from __future__ import annotations

import io
import re
from itertools import islice
from typing import Any

import pytest
from django.urls import reverse
from pypdf import PdfReader

from core.engine import formats
from governance.models import Committee, Decision, Minutes
from governance.selectors.minutes_paper import paper_of
from governance.services import record_decision, save_sitting
from governance.services.minutes_paper import minutes_order, paper_name
from governance.services.printing import print_pdf
from infogerance.services.exit_file import exit_members
from tests.governance.sitting import PRESENT, held, signed

pytestmark = pytest.mark.any_store


def printed(committee: Committee, *, shared: bool) -> bytes:
    return print_pdf(minutes_order(paper_of(committee.contract, committee, shared=shared))).pdf


def text_of(pdf: bytes) -> str:
    raw = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return re.sub(r"\s+", " ", raw.replace("\u202f", " ").replace("\u00a0", " "))


def test_the_paper_says_what_was_signed(
    world: Any, committee: Committee, referent: Any, provider: Any
) -> None:
    minutes = signed(world, committee, referent, provider)
    committee.refresh_from_db()
    pdf = printed(committee, shared=True)
    text = text_of(pdf)
    assert pdf == printed(committee, shared=True)
    root: Any = PdfReader(io.BytesIO(pdf)).trailer["/Root"]
    assert (root["/Lang"], "/StructTreeRoot" in root) == ("fr", True)
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 2
    assert minutes.digest in text.replace(" ", "")
    for row in Decision.objects.filter(committee=committee, audience="both"):
        assert f"{row.label} {row.question}".replace("\u00a0", " ") in text
        assert f"Décide : {row.decider}." in text
    assert "Référent IT, Direction, Responsable de compte." in text
    assert "SIGNÉ" in text
    assert "Lu." in text
    assert text.count("Relu le") == 2
    assert text.count(". Signé le") == 1
    assert "sans issue" not in text


def test_the_providers_copy_holds_nothing_of_the_closed_session(
    world: Any, committee: Committee, referent: Any
) -> None:
    held(world, committee, referent)
    shared, client = (text_of(printed(committee, shared=one)) for one in (True, False))
    own = Decision.objects.filter(committee=committee, audience="client")
    assert own.count() == 2
    for row in own:
        assert row.label not in shared.split()
        assert row.question[:20] not in shared
        assert row.label in client.split()
    assert "huis clos" not in shared.lower()
    assert "Absentes du relevé partagé" in client
    assert "PROJET" in shared


def test_what_was_put_off_is_told_of_the_committee_and_is_no_decision_taken(
    world: Any, committee: Committee, referent: Any
) -> None:
    save_sitting(committee=committee, present=PRESENT, notes="", user=referent)
    for row in Decision.objects.filter(committee=committee, number__in=(1, 101)):
        record_decision(
            decision=row, state="postponed", outcome="Reportée.", reason="à revoir au comité suivant",
            user=referent, role="referent", sitting=committee,
        )  # fmt: skip
    paper = paper_of(world, committee, shared=False)
    told = r"Reportée par le comité, consignée le \d\d/\d\d/\d{4} \S*\s?\d\d:\d\d par .+"
    for one in (paper.decisions[0], paper.closed[0]):
        assert re.fullmatch(told, one.decided), one.decided
    assert paper.title.endswith(" : aucune décision prise, 2\u00a0reportées")
    saved = Minutes.objects.get(committee=committee).saved_at
    assert saved is not None
    assert paper.lead.endswith(f"Séance consignée le {formats.date_short(saved, world.timezone)}.")


def test_what_has_no_outcome_is_told_as_such(committee: Committee) -> None:
    paper = paper_of(committee.contract, committee, shared=True)
    assert {outcome for _, _, outcome in paper.matters} == {"sans issue à ce jour"}
    assert paper.unsettled == len(paper.matters)
    assert [one.decided for one in paper.decisions] == ["Pas encore décidée"] * 3
    assert paper.quorum == "Quorum : aucun n’est fixé par le contrat."
    assert [one.act for one in paper.signatures] == ["", ""]


@pytest.mark.parametrize(
    ("role", "copy", "status"),
    [
        ("referent", "client", 200),
        ("provider", "partage", 200),
        ("provider", "client", 404),
        ("referent", "audit", 404),
    ],
)
def test_each_side_has_its_copies(
    committee: Committee, world: Any, make_user: Any, client: Any, role: str, copy: str, status: int
) -> None:
    client.force_login(make_user(role, world))
    answer = client.get(reverse("governance:minutes_pdf", args=[world.slug, committee.slug, copy]))
    assert answer.status_code == status
    if status == 200:
        assert answer["Content-Disposition"] == f'attachment; filename="releve-{committee.slug}-{copy}.pdf"'
        assert answer["Cache-Control"] == "private, no-store"
        assert answer.content.startswith(b"%PDF")


def test_signed_minutes_leave_with_the_exit_file(
    world: Any, committee: Committee, referent: Any, provider: Any
) -> None:
    signed(world, committee, referent, provider)
    printed_ones = (name for name, _ in exit_members(world) if name.startswith("releves/"))
    names = list(islice(printed_ones, 2))
    assert names == [f"releves/{paper_name(committee, shared=shared)}" for shared in (False, True)]
