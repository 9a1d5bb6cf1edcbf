"""The rows by which the parties steer, for the walk over every address: one of each kind."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

NOW = datetime(2026, 4, 10, 8, tzinfo=UTC)
FILE: dict[str, Any] = {"storage_name": "0" * 32, "sha256": "0" * 64, "size": 4}


def furnish_steering(contract: Any, month: Any) -> dict[str, str]:
    """Build them in the open scope; returns their keys by `view name:converter`."""
    from governance.models import Escalation, EscalationCall, LogEntry, Risk, RoadmapItem

    decision = build_committee(contract, month)
    risk = Risk.objects.create(
        contract=contract, number=1, cause="Départ du N3", effect="ERP sans exploitant", likelihood=3, impact=4,
        treatment="reduce", owner="Référent IT", owner_side="client", review_on=date(2026, 6, 1),
        raised_on=date(2026, 3, 2),
    )  # fmt: skip
    RoadmapItem.objects.create(
        contract=contract, number=1, title="Téléphonie unifiée", value="Un seul poste", quarter="2026-4",
        priority="high", committee="strategic", proposed_side="provider", proposed_on=date(2026, 3, 2),
    )  # fmt: skip
    LogEntry.objects.create(
        contract=contract,
        number=1,
        kind="praise",
        day=date(2026, 3, 2),
        about="Astreinte",
        words="Vite rappelés.",
    )
    case = Escalation.objects.create(
        contract=contract,
        number=1,
        subject="ERP arrêté",
        triggered_at=NOW,
        opened_at=NOW,
        opened_side="client",
    )
    EscalationCall.objects.create(contract=contract, escalation=case, level=1, delay="30 minutes", due_at=NOW)
    return {
        "governance:escalation_call:rank": "1",
        "governance:pk": str(decision.pk),
        "governance:decision": str(decision.number),
        "governance:risk:pk": str(risk.pk),
    }


def build_committee(contract: Any, month: Any) -> Any:
    from accounts.models import User
    from governance.models import ActionItem, Committee, CommitteeTerm, Decision, Pack, PackText

    CommitteeTerm.objects.create(contract=contract, position=1, code="copil", name="COPIL", cadence="monthly")
    committee = Committee.objects.create(
        contract=contract, month=month, held_on=date(2026, 4, 16), slug="copil-2026-04-16"
    )
    Pack.objects.create(
        contract=contract, committee=committee, variant="partage", pages=1, facts_digest="0" * 64,
        rendered_at=NOW, **FILE,
    )  # fmt: skip
    person = User.objects.create_user("textes@exemple.fr", "un mot de passe long", title="Référent")
    PackText.objects.create(
        contract=contract,
        committee=committee,
        page="front",
        title="À décider",
        written_at=NOW,
        written_by=person,
    )
    ActionItem.objects.create(
        contract=contract, committee=committee, number=1, title="Relancer", owner_side="provider",
        owner_role="Prestataire", created_on=date(2026, 4, 16), due_on=date(2026, 5, 1),
    )  # fmt: skip
    return Decision.objects.create(
        contract=contract, committee=committee, number=1, origin="walk", question="Faut-il ?",
        resolution="Le comité décide.",
    )  # fmt: skip
