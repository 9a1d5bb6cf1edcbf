"""The money of the contract file, and price revision as people act on it: what each refusal says, and leaves untouched."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from contracts.engine.problems import FileRefused
from contracts.models import (
    Contract,
    ContractVersion,
    IndexValue,
    PriceRevision,
    RevisionClause,
)
from contracts.selectors.date_books import states_of
from contracts.selectors.fees import fees_of, with_revised_fees
from contracts.selectors.revision_page import proof_words
from contracts.services.revisions import RevisionRefused, apply_revision, enter_index_value, quote_of
from core.engine.months import Month
from core.models import Job
from core.scope import for_contract
from infogerance.contract_file import export_contract, load_contract, read_contract_file
from journal.models import JournalEntry
from slas.models import MonthRecord
from slas.selectors.settlements import month_digests, stale_among

DEMO = Path(__file__).parents[2] / "infogerance" / "demo"
TODAY = date(2026, 4, 10)
FIRST = date(2024, 1, 1)
MARCH = Month(2026, 3)


@pytest.fixture
def inf(db: None) -> Any:
    contract = load_contract((DEMO / "inf-2024-07.toml").read_bytes()).contract
    with for_contract(contract.pk):
        yield contract


@pytest.fixture
def actor(make_user: Any) -> Any:
    return make_user("referent")


def enter(contract: Contract, actor: Any, month: str = "2025-11", value: str = "314.4", **more: Any) -> Any:
    given = {"index": "Syntec", "source": "Fictif, pour l’essai", **more}
    return enter_index_value(
        contract=contract,
        month=Month.parse(month),
        value=Decimal(value),
        actor=actor,
        role="referent",
        **given,
    )


def apply(contract: Contract, actor: Any, on: date = FIRST, asked: date | None = FIRST) -> PriceRevision:
    return apply_revision(
        contract=contract, effective_on=on, asked_on=asked, actor=actor, role="referent", today=TODAY
    )


# ---- Contract file ----


@pytest.mark.parametrize("name", ["inf-2024-07.toml", "cld-2025-02.toml"])
def test_the_file_comes_back_identical(db: None, name: str) -> None:
    contract = load_contract((DEMO / name).read_bytes()).contract
    first = export_contract(contract)
    again = load_contract(first.encode())
    assert not again.total.changed
    assert export_contract(contract) == first
    assert "[revision]" in first
    assert "[[budget]]" in first


def test_a_typed_value_outlives_the_file(inf: Contract, actor: Any) -> None:
    enter(inf, actor)
    report = load_contract((DEMO / "inf-2024-07.toml").read_bytes())
    assert not report.total.changed
    assert IndexValue.objects.filter(contract=inf).count() == 3


@pytest.mark.parametrize(
    ("former", "new", "said"),
    [
        ('mois_base = "2023-01"', 'mois_base = "2024-06"', "mois_base"),
        ('mois_base = "2023-01"', 'mois_base = "janvier"', "mois_base"),
        ("plafond = 3\n", "plafond = 3\nplancher = 4\n", "plancher"),
        ("plafond = 3\n", "plafond = 3\nraccordement = 0.97975\n", "raccordement"),
        ("plafond = 3\n", "plafond = 3\nraccordement_ancien = 280.6\n", "vont ensemble"),
        (
            "plafond = 3\n",
            "plafond = 3\nraccordement_ancien = 280.6\nraccordement_nouveau = 286.4\n",
            "raccordement_depuis",
        ),
        (
            "plafond = 3\n",
            "plafond = 3\nraccordement = 0.9\nraccordement_ancien = 280.6\nraccordement_nouveau = 286.4\n"
            'raccordement_depuis = "2022-08"\n',
            "Gardez raccordement",
        ),
        ("valeur = 307\n", "valeur = 0\n", "valeur"),
        ('source = "Syntec, série révisée publiée"', 'source = ""', "source"),
        ("tolerance = 10", "tolerance = 110", "tolerance"),
        ('poste = "imprevu"', 'poste = "forfait"', "exercice"),
    ],
)
def test_a_wrong_clause_is_refused_in_place(former: str, new: str, said: str) -> None:
    text = (DEMO / "inf-2024-07.toml").read_text("utf-8")
    assert former in text
    with pytest.raises(FileRefused, match=said):
        read_contract_file(text.replace(former, new).encode())


LINKED = (
    ("plafond = 3\n", 'plafond = 3\nraccordement_ancien = 140.3\nraccordement_nouveau = 143.2\n'
     'raccordement_depuis = "2023-06"\n'),
    ('indice = "Syntec"', 'indice = "Maison"'),
    ('nom = "Syntec"', 'nom = "Maison"'),
)  # fmt: skip
"""The index replaced in June 2023 by another series, which the contract links by the two values of that month."""


def test_a_replaced_index_is_linked_by_its_two_values(db: None, make_user: Any) -> None:
    text = (DEMO / "inf-2024-07.toml").read_text("utf-8")
    for former, new in LINKED:
        text = text.replace(former, new)
    contract = load_contract(text.encode()).contract
    written = export_contract(contract)
    assert "raccordement_ancien = 140.3" in written
    assert load_contract(written.encode()).total.changed is False
    with for_contract(contract.pk):
        proof = dict(proof_words(quote_proof(contract)))
    assert proof["Indice de l’ancienne série, un même mois"] == "140,3"
    assert proof["Coefficient de raccordement des deux séries"] == "0,97975"
    client = Client()
    client.force_login(make_user("reader", contract))
    page = client.get(reverse("contracts:revision", args=[contract.slug])).content.decode()
    assert "0,97975 = 140,3 / 143,2" in page
    assert "Indice de la nouvelle série, ce mois-là" in page


def quote_proof(contract: Contract) -> list[dict[str, str]]:
    outcome = quote_of(contract, date(2024, 1, 1)).outcome
    return [{"step": line.step, "value": str(line.value)} for line in outcome.proof]


def test_the_dates_of_the_contract_hold_the_next_revision(inf: Contract) -> None:
    dates = {one.dated.key: one.dated for one in states_of([inf], date(2026, 4, 10))[inf.pk]}
    assert (dates["revision"].day, dates["revision"].title) == (date(2027, 1, 1), "Révision des prix")
    assert "Syntec" in dates["revision"].commits
    assert not [one for one in dates.values() if one.key.startswith("term:") and "évision" in one.title]


# ---- Revision ----


def test_the_reference_revision_is_applied_with_its_proof(inf: Contract, actor: Any) -> None:
    made = apply(inf, actor)
    assert (made.price, made.former_price, made.s0, made.s1) == (
        Decimal("19055.00"), Decimal("18500.00"), Decimal("293.9"), Decimal("307.0"),
    )  # fmt: skip
    assert [line["step"] for line in made.proof] == [
        "price", "s0", "s1", "ratio", "fixed_share", "coefficient", "before_cap", "cap", "revised",
    ]  # fmt: skip
    fee = fees_of(inf).of(MARCH)
    assert (fee.base, fee.revised, fee.indexation) == (Decimal(18500), Decimal(19055), Decimal(555))
    entry = JournalEntry.objects.get(contract=inf, action="revision.applied")
    assert (entry.details["price"], entry.actor_role) == ("19055.00", "referent")


def test_the_second_revision_is_capped_on_the_first(inf: Contract, actor: Any) -> None:
    apply(inf, actor)
    enter(inf, actor, "2024-11", "400")
    made = apply(inf, actor, date(2025, 1, 1), date(2025, 1, 5))
    assert (made.base_price, made.former_price, made.price) == (
        Decimal(18500), Decimal(19055), Decimal("19626.65"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("on", "asked", "said"),
    [
        (date(2025, 1, 1), date(2025, 1, 5), "saisissez d’abord Syntec de novembre 2024"),
        (date(2024, 6, 1), date(2024, 6, 1), "ne prévoit pas"),
        (FIRST, None, "date de la demande"),
        (FIRST, date(2024, 3, 2), "forclose"),
        (FIRST, date(2027, 1, 1), "à venir"),
    ],
)
def test_a_revision_that_cannot_be_is_refused(
    inf: Contract, actor: Any, on: date, asked: date | None, said: str
) -> None:
    with pytest.raises(RevisionRefused, match=said):
        apply(inf, actor, on, asked)
    assert not PriceRevision.objects.filter(contract=inf).exists()


def test_a_revision_is_applied_once(inf: Contract, actor: Any) -> None:
    apply(inf, actor)
    with pytest.raises(RevisionRefused, match="déjà appliquée"):
        apply(inf, actor)


def test_a_contract_without_a_clause_has_no_revision(scope: Contract, actor: Any) -> None:
    with pytest.raises(RevisionRefused, match="pas de clause"):
        apply(scope, actor)


def close(contract: Contract, month: Month) -> None:
    MonthRecord.objects.create(contract=contract, month=month, due_on=date(2024, 3, 7), revision=1)
    MonthRecord.objects.filter(contract=contract, month=month).update(state="closed")


def test_a_revision_never_reaches_a_closed_month(inf: Contract, actor: Any) -> None:
    close(inf, Month(2024, 2))
    with pytest.raises(RevisionRefused, match="mois clos"):
        apply(inf, actor)
    assert not PriceRevision.objects.filter(contract=inf).exists()


def test_a_revision_asks_for_the_open_months_from_its_day_on(inf: Contract, actor: Any) -> None:
    months = [Month(2023, 12), Month(2024, 1), Month(2026, 3)]
    before = month_digests(inf, months)
    made = apply(inf, actor)
    after = month_digests(inf, months)
    assert [month for month in months if before[month] != after[month]] == months[1:]
    assert Job.objects.get(contract=inf, kind="month").key == f"revision-{made.pk}"
    close(inf, Month(2026, 3))
    assert stale_among(inf, months) == [Month(2023, 12), Month(2024, 1)]


def test_the_database_keeps_a_revision_that_a_closed_month_rests_on(inf: Contract, actor: Any) -> None:
    apply(inf, actor)
    close(inf, Month(2024, 2))
    rows = PriceRevision.objects.filter(contract=inf)
    with pytest.raises(IntegrityError, match="mois clos"), transaction.atomic():
        rows.update(price=1)
    with pytest.raises(IntegrityError, match="mois clos"), transaction.atomic():
        rows.delete()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"value": "0"}, "supérieur à zéro"),
        ({"source": " "}, "source"),
        ({"month": "2999-01"}, "à venir"),
        ({"month": "2023-11"}, "repose sur cette valeur"),
    ],
)
def test_an_index_value_is_refused_with_its_remedy(
    inf: Contract, actor: Any, more: dict[str, str], said: str
) -> None:
    apply(inf, actor)
    with pytest.raises(RevisionRefused, match=said):
        enter(inf, actor, **more)


def test_penalties_follow_the_revised_fee_where_the_contract_says_so(inf: Contract, actor: Any) -> None:
    versions = list(ContractVersion.objects.filter(contract=inf).order_by("effective_on"))
    assert with_revised_fees(inf, versions) == versions
    apply(inf, actor)
    enter(inf, actor, "2024-11", "400")
    apply(inf, actor, date(2025, 1, 1), date(2025, 1, 5))
    for version in versions:
        version.settings = {**version.settings, "penalty_base": "revised", "revised_fee": "18500"}
    found = with_revised_fees(inf, versions)
    assert [(row.effective_on, row.rules.revised_fee) for row in found] == [
        (date(2024, 1, 1), Decimal("19055.00")),
        (date(2025, 1, 1), Decimal("19626.65")),
        (date(2026, 1, 1), Decimal("19626.65")),
    ]


def test_the_clause_is_one_a_contract(inf: Contract) -> None:
    clause = RevisionClause.objects.get(contract=inf)
    clause.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        clause.save(force_insert=True)
