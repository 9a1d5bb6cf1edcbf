"""« Comparer » : contracts side by side, for the client alone; what does not compare says why."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.models import Membership
from core.engine.months import Month
from core.scope import unscoped
from kpis.models import IndicatorValue
from reports.models import Delivery
from slas.models import Commitment, CommitmentMonth, MonthRecord

MARCH = Month(2026, 3)
NOW = datetime(2026, 4, 9, 4, 10, tzinfo=UTC)


def told(contract, satisfied=0, answers=0, watermelon=False, verdict="met"):
    """March delivered on one contract: a commitment, answers, an old backlog, a gap."""
    from contracts.models import ServiceCalendar

    with unscoped("tests build their world"):
        delivery = Delivery.objects.create(
            contract=contract, month=MARCH, version=1, state="published", outcome="accept", is_current=True,
            digest=contract.reference, received_at=NOW,
        )  # fmt: skip
        MonthRecord.objects.create(
            contract=contract, month=MARCH, state="submitted", delivery=delivery, due_on=date(2026, 4, 8),
            computed_at=NOW, data_as_of=NOW, ticket_count=1,
        )  # fmt: skip
        promise = Commitment.objects.create(
            contract=contract, code="E1", name="GTR", kind="resolution", required_rate=Decimal(90),
            calendar=ServiceCalendar.objects.get(contract=contract, code="ho"), effective_from=date(2024, 1, 1),
        )  # fmt: skip
        CommitmentMonth.objects.create(
            contract=contract, commitment=promise, month=MARCH, met=9, counted=10, verdict=verdict
        )
        rows = (
            ("K22", satisfied, answers, answers, {"watermelon": watermelon, "watermelon_reasons": ["satisfaction"]}),
            ("K09", 3, 40, 40, {}),
        )  # fmt: skip
        for code, part, whole, n, extra in rows:
            value = Decimal(100 * part) / whole if whole else None
            IndicatorValue.objects.create(
                contract=contract, code=code, month=MARCH, value=value, numerator=part, denominator=whole, n=n,
                extra=extra,
            )  # fmt: skip


@pytest.fixture
def pair(contract, make_contract, make_user):
    """Two contracts of one client, whose referent reads both."""
    other = make_contract("CLD-2025-02", "Client A", "Prestataire B")
    told(contract, 6, 10, verdict="breached")
    told(other, 61, 100, watermelon=True)
    user = make_user("referent", contract)
    with unscoped("tests build their world"):
        Membership.objects.create(contract=other, user=user, side="client", role="referent")
    return contract, other, user


def test_a_rank_needs_disjoint_intervals_and_the_same_definition(pair, client):
    contract, other, user = pair
    told = {
        contract: (("K11", 1, 200), ("K16", 9, 10), ("C01", 1, 2)),
        other: (("K11", 40, 200), ("K16", 5, 10), ("C01", 1, 2)),
    }
    with unscoped("tests build their world"):
        for one, rows in told.items():
            for code, part, whole in rows:
                IndicatorValue.objects.create(
                    contract=one, code=code, month=MARCH, value=Decimal(100 * part) / whole, numerator=part,
                    denominator=whole, n=whole,
                )  # fmt: skip
    client.force_login(user)
    shown = text(client.get(reverse("compare")))
    assert "INF-2024-07 devant CLD-2025-02 : intervalles à 95 % disjoints." in shown
    assert "K16 Changements réussis sans retour arrière" in shown
    assert (
        shown.count("Sans classement : les intervalles à 95 % se recouvrent.") >= 2
    )  # K16, and K22 of ten answers
    assert "sur 200 tickets" in shown
    assert "C01" not in shown


def text(response):
    return response.content.decode().replace("\u00a0", " ").replace("&nbsp;", " ").replace("\u202f", " ")


def test_two_providers_side_by_side(pair, client):
    _, _, user = pair
    client.force_login(user)
    shown = text(client.get(reverse("compare")))
    assert "2 contrats en mars 2026" in shown
    assert "Prestataire A" in shown
    assert "Prestataire B" in shown
    assert "CLD-2025-02 : engagements respectés, utilisateurs mal servis." in shown
    assert "51,2 à 70,0 %, 100 réponses" in shown
    assert "7,5 %" in shown
    assert "3/40 tickets ouverts" in shown
    assert "1 rapport, il en faut 3" in shown
    assert "<svg" in shown
    found = client.get(reverse("compare"), {"export": "csv"}).content.decode("utf-8-sig")
    assert '"CLD-2025-02";"Prestataire B";"2026-03"' in found.replace("\u00a0", " ")
    assert client.get(reverse("compare"), {"export": "xlsx"}).content[:2] == b"PK"
    assert f"{reverse('compare')}?mois=2026-03" in text(client.get(reverse("home")))


def test_too_few_answers_are_said_and_not_placed(contract, make_user, client):
    told(contract, 3, 4)
    client.force_login(make_user("reader", contract))
    shown = text(client.get(reverse("compare")))
    assert "Échantillon insuffisant (4 réponses)" in shown
    assert "Contrats non placés : INF-2024-07 (4 réponses)" in shown
    assert "Aucun contrat n’a 5 réponses" in shown


def test_a_provider_finds_no_such_page(pair, client, make_user):
    contract, _, _ = pair
    client.force_login(make_user("provider", contract))
    assert client.get(reverse("compare")).status_code == 404
    assert reverse("compare") not in text(client.get(reverse("home")))


def test_only_the_contracts_read_as_a_client_are_compared(pair, client, make_user):
    contract, other, _ = pair
    user = make_user("provider", contract)
    with unscoped("tests build their world"):
        Membership.objects.create(contract=other, user=user, side="client", role="reader")
    client.force_login(user)
    shown = text(client.get(reverse("compare")))
    assert "1 contrat en mars 2026" in shown
    assert "INF-2024-07" not in shown


def test_before_any_month_the_page_says_what_comes(contract, make_user, client):
    client.force_login(make_user("executive", contract))
    assert "dès qu’un mois est calculé" in text(client.get(reverse("compare")))
    assert client.get(reverse("compare"), {"mois": "mars"}).status_code == 404


def test_many_contracts_ask_few_queries(pair, client, make_contract, django_assert_max_num_queries):
    _, _, user = pair
    for rank in range(12):
        more = make_contract(f"AUT-{rank}", "Client A", f"Prestataire {rank}")
        told(more, 8, 10)
        with unscoped("tests build their world"):
            Membership.objects.create(contract=more, user=user, side="client", role="reader")
    client.force_login(user)
    with django_assert_max_num_queries(25):
        assert "14 contrats" in text(client.get(reverse("compare")))
