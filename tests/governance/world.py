"""A believable month of a believable contract, built straight from the stored models: March 2026, COPIL in April.

Fourteen commitments over twelve months. In March GTR P3 and the ERP are missed, the report leaves late tickets
out, users are less satisfied than the figures, the backlog drifts, one exit proof has expired, and the notice is
due within 180 days. Client-only rows carry the word ZZSENTINELLE, which must never reach the provider.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from core.engine.months import Month, month_range
from tests.governance.surroundings import build_exit, build_indicators, build_tickets

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


def build(contract: Any) -> None:
    from governance.models import ActionItem

    delivery = _delivery(contract)
    commitments = _commitments(contract)
    _months(contract, delivery)
    _results(contract, commitments)
    _claims(contract, commitments)
    build_tickets(contract, delivery, commitments)
    build_indicators(contract)
    build_exit(contract)
    _close_earlier_months(contract)
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
            state="reconciling" if current else "submitted",
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


def _close_earlier_months(contract: Any) -> None:
    """Last of all: the database refuses to write in a closed month."""
    from slas.models import MonthRecord

    MonthRecord.objects.filter(contract=contract).exclude(month=MARCH).update(state="closed")


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
                    penalty_lines=_proof(penalty) if current and penalty else [],
                )
            )
    CommitmentMonth.objects.bulk_create(rows)


def _proof(penalty: str) -> list[dict[str, str]]:
    steps = {"base": "18500", "steps": str(int(penalty) // 185), "percent_per_step": "1", "amount": penalty}
    return [
        {"clause": "art. 9", "rule": "fee_share", "step": name, "value": value}
        for name, value in steps.items()
    ]


def _claims(contract: Any, commitments: dict[str, Any]) -> None:
    """The drafts of January and March: the client's alone until they are notified."""
    from slas.models import PenaltyClaim, PenaltyLine

    for month, due in ((Month(2026, 1), 740), (MARCH, 2035)):
        claim = PenaltyClaim.objects.create(
            contract=contract,
            audience="client",
            month=month,
            gross=due,
            computed=due,
            firm=due,
            proof=[
                {"step": "gross", "value": str(due)},
                {"step": "monthly_cap", "value": "2775"},
                {"step": "applied", "value": str(due)},
            ],
            calculated_at=COMPUTED,
        )
        for code, _, _, _, _, _, penalty in COMMITMENTS:
            if month == MARCH and penalty:
                PenaltyLine.objects.create(
                    contract=contract,
                    audience="client",
                    claim=claim,
                    commitment=commitments[code],
                    kind="fee_share",
                    sense="penalty",
                    clause="art. 9",
                    amount=Decimal(penalty),
                    proof=_proof(penalty),
                )


def _causes() -> list[dict[str, Any]]:
    omitted = [f"INC-{4796 + 17 * rank}" for rank in range(13)]
    return [{"cause": "omitted", "tickets": omitted, "count": 13, "effect": "46475/6510"}]
