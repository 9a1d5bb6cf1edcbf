"""A believable month of a believable contract, built straight from the stored models: March 2026, COPIL in April.

Fourteen commitments over twelve months. In March GTR P3 and the ERP are missed, the report leaves late tickets
out, users are less satisfied than the figures, the backlog drifts, one exit proof has expired, and the notice is
due within 180 days. Client-only rows carry the word ZZSENTINELLE, which must never reach the provider.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from core.engine.months import Month, month_range
from core.scope import for_contract

MARCH = Month(2026, 3)
YEAR = month_range(MARCH.shift(-11), MARCH)
COMPUTED = datetime(2026, 4, 9, 4, 10, tzinfo=UTC)
DIGEST = "4f0c1a9be27d" + "0" * 52

# code, name, kind, required, twelve months of (met, counted), declared (met, counted), penalty
COMMITMENTS: list[tuple[Any, ...]] = [
    ("E01", "GTI P1, 15 min", "response", "95", [(2, 2)] * 12, (2, 2), None),
    ("E02", "GTI P2, 30 min", "response", "95", [(27, 28)] * 11 + [(24, 24)], (24, 24), None),
    ("E03", "GTI P3 et P4", "response", "90", [(275, 285)] * 11 + [(270, 284)], (271, 281), None),
    ("E04", "GTR P1, 4 h", "resolution", "95", [(2, 2), (0, 0)] * 5 + [(1, 1), (2, 2)], (2, 2), None),
    ("E05", "GTR P2, 8 h", "resolution", "95", [(25, 26)] * 11 + [(23, 24)], (24, 24), None),
    (
        "E06",
        "GTR P3, 2 j ouvrés",
        "resolution",
        "90",
        [(152, 165)] * 8 + [(144, 162), (148, 168), (143, 165), (143, 168)],
        (143, 155),
        "925",
    ),
    ("E07", "GTR P4 et demandes", "resolution", "90", [(90, 95)] * 11 + [(91, 96)], (91, 96), None),
    (
        "E08",
        "Disponibilité ERP",
        "availability",
        "99.9",
        [(2_676_600, 2_678_400)] * 11 + [(2_664_660, 2_674_800)],
        None,
        "1110",
    ),
    ("E09", "Dispo. messagerie", "availability", "99.5", [(791_000, 792_000)] * 12, None, None),
    ("E10", "Appels pris en 60 s", "ratio", "90", [(560, 605)] * 11 + [(560, 612)], (560, 602), None),
    ("E11", "Sauvegardes réussies", "ratio", "98", [(1228, 1240)] * 11 + [(1231, 1240)], (1231, 1240), None),
    ("E12", "Correctifs critiques", "ratio", "95", [(33, 34)] * 12, (33, 34), None),
    ("E13", "Test de reprise", "ratio", "100", [(0, 0)] * 11 + [(1, 1)], (1, 1), None),
    ("E14", "Rapport et export", "punctuality", "100", [(1, 1)] * 12, (1, 1), None),
]


@pytest.fixture
def world(contract: Any) -> Iterator[Any]:
    """The contract with its results, seen from the client's side, its scope open."""
    with for_contract(contract.pk):
        build(contract)
        yield contract


def build(contract: Any) -> None:
    from governance.models import ActionItem

    delivery = _delivery(contract)
    commitments = _commitments(contract)
    _months(contract, delivery)
    _results(contract, commitments)
    _tickets(contract, delivery, commitments)
    _indicators(contract)
    _exit(contract)
    for number, title, side, due, state in [
        (27, "Remettre le coffre de mots de passe", "provider", date(2026, 2, 27), "doing"),
        (31, "Renforcer le N2 de 1 ETP", "provider", date(2026, 3, 31), "todo"),
        (34, "Seuil d’alerte du stockage à 80 %", "provider", date(2026, 4, 30), "todo"),
        (29, "Publier le guide d’ouverture de ticket", "client", date(2026, 3, 20), "done"),
    ]:
        ActionItem.objects.create(
            contract=contract,
            number=number,
            title=title,
            owner_side=side,
            owner_role="Responsable de compte" if side == "provider" else "Référent IT",
            created_on=date(2026, 2, 12),
            due_on=due,
            state=state,
            done_on=date(2026, 3, 18) if state == "done" else None,
        )
    ActionItem.objects.create(
        contract=contract,
        audience="client",
        number=35,
        title="Coffre ZZSENTINELLE à reprendre",
        owner_side="client",
        owner_role="Référent IT",
        created_on=date(2026, 3, 1),
        due_on=date(2026, 5, 1),
    )


def _delivery(contract: Any) -> Any:
    from reports.models import Delivery, DeliveryFile

    delivery = Delivery.objects.create(
        contract=contract,
        month=MARCH,
        version=1,
        state="published",
        outcome="ACCEPT",
        is_current=True,
        digest="a" * 64,
        received_at=datetime(2026, 4, 7, 14, 42, tzinfo=UTC),
        ticket_count=412,
    )
    for kind, name in (("tickets", "tickets_mars.csv"), ("declared", "declare_mars.csv")):
        DeliveryFile.objects.create(
            contract=contract,
            delivery=delivery,
            kind=kind,
            name=name,
            storage_name=f"x/{name}",
            sha256=("5d1e09c47ab3" if kind == "tickets" else "0c97f1d2e845") + "0" * 52,
            size=100,
        )
    return delivery


def _commitments(contract: Any) -> dict[str, Any]:
    from contracts.models import ServiceCalendar
    from slas.models import Commitment

    hours = ServiceCalendar.objects.get(contract=contract, code="ho")
    made = {}
    for rank, (code, name, kind, required, *_) in enumerate(COMMITMENTS):
        made[code] = Commitment.objects.create(
            contract=contract,
            code=code,
            name=name,
            kind=kind,
            calendar=hours,
            required_rate=Decimal(required),
            effective_from=date(2024, 1, 1),
            position=rank,
        )
    return made


def _months(contract: Any, delivery: Any) -> None:
    from slas.models import MonthRecord

    for month in YEAR:
        current = month == MARCH
        MonthRecord.objects.create(
            contract=contract,
            month=month,
            state="reconciling" if current else "closed",
            delivery=delivery if current else None,
            due_on=month.shift(1).first_day + timedelta(days=7),
            facts_digest=DIGEST if current else "b" * 64,
            computed_at=COMPUTED,
            data_as_of=COMPUTED,
            ticket_count=412,
            penalty_gross=Decimal(2035) if current else Decimal(0),
            penalty_cut=Decimal(0),
            penalty_due=Decimal(2035) if current else Decimal(740) if month.number == 1 else Decimal(0),
            omissions={
                "holes": ["INC-4711", "INC-4712"],
                "vanished": ["INC-4499"],
                "stock": {"open_start": 120, "opened": 310, "resolved": 295, "cancelled": 8, "open_end": 127},
            },
        )


def _results(contract: Any, commitments: dict[str, Any]) -> None:
    from slas.models import CommitmentMonth

    rows = []
    for code, _, kind, required, history, declared, penalty in COMMITMENTS:
        for month, (met, counted) in zip(YEAR, history, strict=True):
            current = month == MARCH
            breached = 100 * met < Decimal(required) * counted
            allowed = int(counted * (100 - Decimal(required)) / 100)
            gap = current and declared and declared[0] * counted != met * declared[1]
            rows.append(
                CommitmentMonth(
                    contract=contract,
                    commitment=commitments[code],
                    month=month,
                    met=met,
                    counted=counted,
                    verdict="not_applicable" if not counted else "breached" if breached else "met",
                    small_volume=0 < counted < 20 and kind in {"response", "resolution"},
                    concern=current and code == "E05",
                    margin=allowed - (counted - met) if counted else None,
                    late_open=4 if current and code == "E06" else 0,
                    declared_met=declared[0] if current and declared else None,
                    declared_counted=declared[1] if current and declared else None,
                    gap_status="to_justify" if gap else "concordant" if current and declared else "",
                    causes=_causes() if current and code == "E06" else [],
                    penalty=Decimal(penalty) if current and penalty else None,
                    penalty_lines=[{"text": f"tranches entamées × forfait, {code}", "amount": penalty}]
                    if current and penalty
                    else [],
                )
            )
    CommitmentMonth.objects.bulk_create(rows)


def _causes() -> list[dict[str, Any]]:
    omitted = [f"INC-{4796 + 17 * rank}" for rank in range(13)]
    return [{"cause": "omitted", "tickets": omitted, "count": 13, "effect": "46475/6510"}]


def _tickets(contract: Any, delivery: Any, commitments: dict[str, Any]) -> None:
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


def _indicators(contract: Any) -> None:
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
    trend = {"slope": 2.0, "p": 0.0001, "threshold": 75, "months_to_threshold": 6}
    for code, kind, direction, evidence in (
        ("K08", "trend", "worse", trend),
        ("K11", "point_outside", "worse", {"value": 6.1}),
        ("K14", "point_outside", "better", {"value": 15.2}),
    ):
        Signal.objects.create(
            contract=contract, code=code, month=MARCH, kind=kind, direction=direction, evidence=evidence
        )


def _exit(contract: Any) -> None:
    from reversibility.models import ExitDeliverable

    for number in range(1, 29):
        proof = date(2026, 1, 12) if number <= 13 else date(2024, 3, 4) if number in {20, 21} else None
        ExitDeliverable.objects.create(
            contract=contract,
            number=number,
            family="ABCDEFGH"[number % 8],
            name="Coffre ZZSENTINELLE" if number == 15 else f"Livrable {number}",
            owner_side="client" if number % 5 == 0 else "provider",
            weight=5 if number == 15 else 1,
            proof="procès-verbal" if proof else "",
            proof_on=proof,
        )
