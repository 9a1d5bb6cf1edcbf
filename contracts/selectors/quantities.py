"""Stored quantities as people write them."""

from __future__ import annotations

from decimal import Decimal


def trimmed(quantity: Decimal) -> Decimal:
    """A stored quantity without idle zeros: 19 rather than 19.00, 2.5 rather than 2.50."""
    whole = int(quantity)
    return Decimal(whole) if whole == quantity else quantity.normalize()
