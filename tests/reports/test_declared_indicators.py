"""An indicator that no ticket carries, declared in the provider's file, from the deposit to its page."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.urls import reverse

from core.engine.months import Month
from kpis.models import IndicatorValue
from kpis.services import compute_indicators


def test_a_deposited_file_gives_the_indicator(scope: Any, hand_in: Any, client: Any, make_user: Any) -> None:
    delivery = hand_in(declared="Engagement;Numérateur;Dénominateur\nK17;182;200\n".encode())
    assert (delivery.outcome, delivery.is_current) == ("ACCEPT", True)
    compute_indicators(contract=scope, months=[Month(2026, 3)])
    found = IndicatorValue.objects.get(code="K17", month=Month(2026, 3))
    assert (found.value, found.numerator, found.n) == (Decimal(91), 182, 200)
    client.force_login(make_user("provider", scope))
    page = client.get(reverse("kpis:detail", args=[scope.slug, "K17"]) + "?mois=2026-03")
    assert "Chiffres déclarés du rapport, version 1" in page.content.decode()
