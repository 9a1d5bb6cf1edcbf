"""What surrounds the judged month: late tickets, indicators, satisfaction, exit plan."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from core.engine.months import Month, month_range

MARCH = Month(2026, 3)


def build_tickets(contract: Any, delivery: Any, commitments: dict[str, Any]) -> None:
    from reports.models import Ticket
    from slas.models import TicketVerdict

    opened = datetime(2026, 3, 3, 8, 12, tzinfo=UTC)
    for rank in range(25):
        began = opened + timedelta(days=rank % 20, minutes=37 * rank)
        ticket = Ticket.objects.create(
            contract=contract,
            reference=f"INC-{4796 + 17 * rank}",
            type="incident",
            priority="P3",
            status="resolved" if rank < 21 else "in_progress",
            opened_at=began,
            resolved_at=began + timedelta(days=4) if rank < 21 else None,
            service=("Réseau du siège", "Postes", "Réseau du siège", "Messagerie")[rank % 4],
            category=("Réseau", "Poste de travail", "Réseau", "Messagerie")[rank % 4],
            declared_met=None if rank < 13 else False,
            first_delivery=delivery,
            last_delivery=delivery,
        )
        _late(contract, commitments["E06"], ticket, 72_000 + 3600 + rank * 1740, 72_000)
    late = Ticket.objects.create(
        contract=contract,
        reference="INC-4705",
        type="incident",
        priority="P2",
        status="resolved",
        opened_at=opened,
        resolved_at=opened + timedelta(hours=11),
        category="Impression",
        declared_met=True,
        first_delivery=delivery,
        last_delivery=delivery,
    )
    _late(contract, commitments["E05"], late, 38_400, 28_800)
    assert TicketVerdict.objects.count() == 26


def _late(contract: Any, commitment: Any, ticket: Any, elapsed: int, target: int) -> None:
    from slas.models import TicketVerdict

    TicketVerdict.objects.create(
        contract=contract,
        commitment=commitment,
        ticket=ticket,
        month=MARCH,
        state="breached",
        elapsed_seconds=elapsed,
        target_seconds=target,
        verdict_at=ticket.opened_at + timedelta(days=2),
    )


SERIES: dict[str, list[str]] = {
    "K01": "301 310 296 305 312 299 308 303 311 297 306 309 302 307 310".split(),
    "K08": "38 41 40 42 45 41 47 49 48 53 55 54 58 61 63".split(),
    "K11": "4.1 3.8 4.4 4.0 3.9 4.3 4.2 3.7 4.1 4.4 4.0 4.5 4.9 5.4 6.1".split(),
    "K10": "99.1 100.2 98.7 99.9 100.4 99.0 99.6 100.1 99.3 98.9 99.8 100.0 99.4 99.7 99.5".split(),
    "K14": "18.2 17.5 18.9 18.0 17.8 18.4 17.9 18.6 18.1 17.7 18.3 18.0 16.9 16.1 15.2".split(),
}
WATERMELON = {"watermelon": True, "watermelon_reasons": ["satisfaction"]}
ANSWERS = [(61, 90), (63, 91), (58, 84), (66, 88), (69, 95), (62, 86)]


def build_indicators(contract: Any) -> None:
    from kpis.models import IndicatorSetting, IndicatorValue, Signal

    months = month_range(MARCH.shift(-14), MARCH)
    rows = [
        IndicatorValue(contract=contract, code=code, month=month, value=Decimal(value), n=100)
        for code, values in SERIES.items()
        for month, value in zip(months, values, strict=True)
    ]
    for month, (satisfied, answers) in zip(months[-6:], ANSWERS, strict=True):
        share = (Decimal(100 * satisfied) / answers).quantize(Decimal("0.000001"))
        rows.append(
            IndicatorValue(
                contract=contract,
                code="K22",
                month=month,
                value=share,
                numerator=satisfied,
                denominator=answers,
                n=answers,
                extra={
                    "resolved": 295,
                    "answers": answers,
                    **(WATERMELON if month <= Month(2025, 11) else {}),
                },
            )
        )
    IndicatorValue.objects.bulk_create(rows)
    IndicatorSetting.objects.create(contract=contract, code="K08", threshold=Decimal(75))
    trend = {"slope": 2.0, "p": 0.0001, "n": 12, "threshold": 75, "months_to_threshold": 6}
    outside = {"points": 1, "center": 4.0, "limit": 5.5}
    common = {"contract": contract, "month": MARCH}
    for code, kind, direction, evidence in (
        ("K08", "trend", "worse", trend),
        ("K11", "point_outside", "worse", outside | {"value": 6.1}),
        ("K14", "point_outside", "better", outside | {"value": 15.2}),
    ):
        facts = {"kind": kind, "direction": direction, "evidence": evidence, "alarm": code == "K08"}
        Signal.objects.create(code=code, **facts, **common)


def build_exit(contract: Any) -> None:
    from reversibility.models import ExitDeliverable
    from tests.reversibility.proofs import prove

    for number in range(1, 29):
        proof = date(2026, 1, 12) if number <= 13 else date(2024, 3, 4) if number in {20, 21} else None
        ExitDeliverable.objects.create(
            contract=contract,
            number=number,
            family="ABCDEFGH"[number % 8],
            name="Coffre ZZSENTINELLE" if number == 15 else f"Livrable {number}",
            owner_side="client" if number % 5 == 0 else "provider",
            weight=5 if number == 15 else 1,
        )
        if proof:
            prove(number, proof)
