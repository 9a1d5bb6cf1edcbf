"""A contract of one month, without a ticket nor a declared figure: what is missing is said, nothing is drawn blank."""

from __future__ import annotations

import io
import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pypdf import PdfReader

from core.engine.months import Month
from core.scope import for_contract
from core.svg.drawing import Drawing
from governance.engine.pack.telling import within
from governance.selectors.packs import content_for
from governance.services import prepare_committee
from governance.services.printing import print_pdf
from governance.services.rendering import print_order
from tests.governance.world import COMPUTED

MARCH = Month(2026, 3)


@pytest.fixture
def bare(contract: Any) -> Any:
    from contracts.models import ServiceCalendar
    from slas.models import Commitment, CommitmentMonth, MonthRecord

    with for_contract(contract.pk):
        hours = ServiceCalendar.objects.get(contract=contract, code="ho")
        promise = Commitment.objects.create(
            contract=contract, code="E01", name="GTI P1", kind="response", calendar=hours,
            required_rate=Decimal(95), effective_from=date(2024, 1, 1), position=1,
        )  # fmt: skip
        MonthRecord.objects.create(
            contract=contract, month=MARCH, state="expected", due_on=date(2026, 4, 8), facts_digest="d" * 64,
            computed_at=COMPUTED, data_as_of=None, ticket_count=0,
        )  # fmt: skip
        CommitmentMonth.objects.create(
            contract=contract,
            commitment=promise,
            month=MARCH,
            verdict="not_applicable",
            reason="aucun ticket",
        )
        yield prepare_committee(contract=contract, month=MARCH)


def test_what_is_missing_is_said_and_nothing_is_blank(bare: Any) -> None:
    data = content_for(bare, "client").data
    told = {page.kind: page.title for page in data.pages}
    assert told["heatmap"] == "Aucun engagement n’a pu être jugé en mars 2026"
    assert told["confrontation"] == "Aucun chiffre déclaré : rien à rapprocher ce mois-ci"
    assert told["perception"] == "Ressenti non mesuré : aucune réponse d’utilisateur"
    assert told["trends"] == "Tendances non mesurées : aucun indicateur n’a de valeur ce mois-ci"
    assert told["finances"] == "Finances : pénalité non mesurée, aucun engagement jugé"
    drawings = [one for page in data.pages for one in within(page.body, Drawing)]
    assert all(one.marks for one in drawings)
    pdf = print_pdf(print_order(content_for(bare, "client"))).pdf
    reader = PdfReader(io.BytesIO(pdf))
    text = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))
    for words in (
        "Non mesuré",
        "Contrôles d’omission : non mesurés, aucun dépôt",
        "Plan de sortie : non mesuré",
    ):
        assert words in text, words
    assert not re.search(r"\b(0/0|None|nan)\b", text)
