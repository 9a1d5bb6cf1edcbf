"""A small world for the walk over every address: a contract with one row of each kind an address may name."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from core.engine.months import Month
from core.scope import unscoped
from tests.house.kept import stored
from tests.house.papers_world import build_papers
from tests.house.sent_pack import build_sent_pack
from tests.house.steering_world import furnish_steering

MONTH = Month.parse("2026-03")
NOW = datetime(2026, 4, 10, 8, tzinfo=UTC)

CLOSED = '{"results": [], "sources": [], "verdicts": {"columns": [], "rows": []}}'

# A value for each converter, by its name; an app may need another one than the rest (`kpis:code`).
VALUES = {
    "month": "2026-03",
    "code": "E1",
    "kpis:code": "K01",
    "kpis:own": "C01",
    "contract_confirm:table": "raci",
    "slas:answer_check:code": "holes",
    "reference": "INC001",
    "committee": "copil-2026-04-16",
    "term": "copil",
    "slug": "copil-2026-04-16",
    "variant": "partage",
    "copy": "partage",
    "page": "front",
    "number": "1",
    "contracts:matrix:number": "0",
    "version": "1",
    "rank": "1",
    "kind": "csv",
    "contracts:kind": "personnes",
    "extension": "csv",
    "register": "rgpd",
    "item": "instructions",
    "uidb36": "1",
    "key": "set-password",
    "token": "inconnu",
    "step": "parties",
}


def furnish(contract: Any) -> dict[str, str]:
    """Build one row of each kind; returns the keys that only the database knows, by `view name:converter`."""
    from contracts.models import ScopeItem

    with unscoped("tests build their world"):
        job, delivery = build_delivery(contract)
        signal = build_results(contract, delivery)
        build_dispute(contract)
        invoice = build_money(contract)
        use = build_work_units(contract)
        item = ScopeItem.objects.create(contract=contract, number=1, status="in", name="Postes")
        build_feed(contract)
        build_amendment(contract)
        build_exit(contract)
        person = build_people(contract)
        access = build_access(contract)
        build_survey(contract)
        papers = build_papers(contract)
        papers |= furnish_steering(contract, MONTH) | build_sent_pack(contract)
    return papers | {
        "contracts:invoice:pk": str(invoice.pk),
        "contracts:work_unit_use:pk": str(use.pk),
        "contracts:correction:pk": str(use.pk),
        "contracts:scope_item:item": str(item.pk),
        "contracts:people_line:pk": str(person.pk),
        "contracts:dates_ics:token": "agenda",
        "reversibility:access_edit:access": str(access.pk),
        "reversibility:access_remove:access": str(access.pk),
        "survey_answer:token": "enquete",
        "kpis:number": "1",
        "kpis:lot": "1",
        "job:pk": str(job.pk),
        "reports:pk": str(delivery.pk),
        "kpis:pk": str(signal.pk),
    }


def build_delivery(contract: Any) -> tuple[Any, Any]:
    from core.models import Job
    from reports.models import Delivery, DeliveryFile, Ticket

    job = Job.objects.create(contract=contract, kind="delivery", key="1", state=Job.State.DONE)
    delivery = Delivery.objects.create(
        contract=contract, month=MONTH, version=1, digest="0" * 64, received_at=NOW, job=job, is_current=True,
        state=Delivery.State.PUBLISHED, outcome=Delivery.Outcome.ACCEPT,
    )  # fmt: skip
    job.payload = {"delivery": delivery.pk}
    job.save()
    kept = stored()
    DeliveryFile.objects.create(
        contract=contract, delivery=delivery, kind="tickets", name="tickets.csv", **kept
    )
    Ticket.objects.create(
        contract=contract, reference="INC001", type="incident", priority="P1", status="resolved",
        opened_at=datetime(2026, 3, 2, 9, tzinfo=UTC), resolved_at=datetime(2026, 3, 2, 10, tzinfo=UTC),
        first_delivery=delivery, last_delivery=delivery,
    )  # fmt: skip
    return job, delivery


def build_results(contract: Any, delivery: Any) -> Any:
    from contracts.models import ServiceCalendar
    from journal.services import GENESIS, record
    from kpis.models import IndicatorSetting, IndicatorValue, Signal
    from slas.models import Commitment, CommitmentMonth, CommitmentTarget, MonthRecord, MonthSnapshot, Outlook
    from slas.services.closing.snapshots import snapshot_digest

    hours = ServiceCalendar.objects.get(contract=contract, code="ho")
    promise = Commitment.objects.create(
        contract=contract, code="E1", name="GTR P1", kind="resolution", gtr_kind="resolve", calendar=hours,
        required_rate=Decimal(95), effective_from=date(2024, 1, 1),
    )  # fmt: skip
    CommitmentTarget.objects.create(contract=contract, commitment=promise, amount=4, unit="hours")
    MonthRecord.objects.create(
        contract=contract, month=MONTH, state="submitted", delivery=delivery, due_on=date(2026, 4, 8),
        computed_at=NOW, data_as_of=NOW, ticket_count=1,
    )  # fmt: skip
    closed = MonthSnapshot(
        contract=contract, month=MONTH, revision=1, at=NOW, content=CLOSED, penalties="{}", previous_sha256=GENESIS
    )  # fmt: skip
    closed.sha256 = snapshot_digest(closed)
    details = {"revision": 1, "sha256": closed.sha256}
    record(contract_id=contract.pk, action="month.closed", subject=str(MONTH), details=details)
    closed.save()
    CommitmentMonth.objects.create(
        contract=contract, commitment=promise, month=MONTH, met=1, counted=1, verdict="met"
    )
    Outlook.objects.create(
        contract=contract, commitment=promise, month=MONTH.shift(1), read_at=NOW, met=1, state="held", spare=1
    )
    IndicatorSetting.objects.create(contract=contract, code="K01")
    IndicatorSetting.objects.create(
        contract=contract, code="C01", kind="declared", name="Visites", unit="visite", sense="up", view="perceived",
        timing="leading", owner="Référent IT", decision="Revoir la présence sur site.",
    )  # fmt: skip
    IndicatorValue.objects.create(contract=contract, code="K01", month=MONTH, value=Decimal(1), n=1)
    return Signal.objects.create(
        contract=contract, code="K01", month=MONTH, kind="trend", direction="worse",
        evidence={"slope": 1.0, "n": 8, "since": "2025-08"},
    )  # fmt: skip


def build_money(contract: Any) -> Any:
    from contracts.models import Invoice

    return Invoice.objects.create(
        contract=contract, number="FA-1", month=MONTH, issued_on=date(2026, 3, 31), entered_at=NOW
    )


def build_feed(contract: Any) -> None:
    from accounts.models import Membership, User
    from contracts.models import CalendarFeed
    from contracts.selectors.calendar_feed import digest_of

    reader = User.objects.create_user("agenda@exemple.fr", "un mot de passe long", title="Lecteur")
    member = Membership.objects.create(contract=contract, user=reader, side="client", role="reader")
    CalendarFeed.objects.create(
        contract=contract, membership=member, token_hash=digest_of("agenda"), created_at=NOW
    )


def build_access(contract: Any) -> Any:
    from reversibility.models import AccessEntry, AccessHolder

    access = AccessEntry.objects.create(contract=contract, number=1, system="Pare-feu", kind="admin")
    AccessHolder.objects.create(contract=contract, access=access, side="provider", role="Astreinte N3")
    return access


def build_survey(contract: Any) -> None:
    from contracts.selectors.calendar_feed import digest_of
    from kpis.models import Survey, SurveyInvitation

    survey = Survey.objects.create(
        contract=contract, number=1, kind="ticket", title="Votre avis", addressed_to="Le siège",
        questions=["Êtes-vous satisfait ?"], opens_on=date(2026, 3, 1), closes_on=date(2099, 12, 31),
    )  # fmt: skip
    SurveyInvitation.objects.create(
        contract=contract, survey=survey, lot=1, token_hash=digest_of("enquete"), expires_on=survey.closes_on
    )


def build_amendment(contract: Any) -> None:
    from accounts.models import User
    from contracts.models import Amendment, ContractVersion, ScopeToCome, TermsToCome

    author = User.objects.create_user("avenant@exemple.fr", "un mot de passe long", title="Référent")
    Amendment.objects.create(
        contract=contract, number=1, title="Prix", effective_on=date(2026, 5, 1), change="forfait_mensuel = 1",
        reason="Accord.", proposed_by=author, proposed_side="client", proposed_at=NOW,
    )  # fmt: skip
    coming = ContractVersion.objects.create(
        contract=contract, number=1, title="Prix", effective_on=date(2099, 5, 1), monthly_fee=1
    )
    ScopeToCome.objects.create(
        contract=contract, version=coming, change='[[exclusion]]\nnumero = 1\nnom = "Autre nom"\n'
    )
    TermsToCome.objects.create(contract=contract, version=coming, change="[preavis]\njours = 90\n")


def build_exit(contract: Any) -> None:
    from accounts.models import User
    from reversibility.models import (
        Drill,
        DrillFile,
        ExitDeliverable,
        ExitProof,
        ExitProofFile,
        ExitRequest,
    )

    author = User.objects.create_user("sortie@exemple.fr", "un mot de passe long", title="Référent")
    line = ExitDeliverable.objects.create(
        contract=contract, number=1, family="A", name="Plan de réversibilité", owner_side="client"
    )
    asked = ExitRequest.objects.create(
        contract=contract, number=1, deliverable=line, name=line.name, asked_by=author, asked_at=NOW
    )
    proof = ExitProof.objects.create(
        contract=contract, deliverable=line, rank=1, what="Plan v1", dated=date(2026, 3, 2), state="declared",
        request=asked, side="provider", declared_by=author, declared_at=NOW, audience="both",
    )  # fmt: skip
    drill = Drill.objects.create(
        contract=contract, number=1, kind="restore", system="ERP", planned_on=date(2026, 3, 2)
    )
    told = {"name": "preuve.pdf", "media_type": "application/pdf"}
    ExitProofFile.objects.create(contract=contract, proof=proof, **told, **stored())
    DrillFile.objects.create(contract=contract, drill=drill, rank=1, **told, **stored())


def build_people(contract: Any) -> Any:
    from contracts.models import RaciLine, Stakeholder

    RaciLine.objects.create(contract=contract, number=1, activity="Sauvegarde")
    return Stakeholder.objects.create(
        contract=contract, code="referent", name="Claire Morel", role="referent", side="client"
    )


def build_dispute(contract: Any) -> None:
    from accounts.models import User
    from slas.models import Dispute, DisputeAct, DisputeEvidence

    opener = User.objects.create_user("responsable@exemple.fr", "un mot de passe long", title="Responsable")
    dispute = Dispute.objects.create(
        contract=contract, number=1, kind="contestation", commitment_code="E1", month=MONTH, ground="dates",
        text="Le chiffre est à revoir.", opened_side="provider", opened_by=opener, opened_at=NOW,
        answer_due_on=date(2026, 4, 25), form_key="walk",
    )  # fmt: skip
    act = DisputeAct.objects.create(
        contract=contract, dispute=dispute, rank=1, kind="opened", author=opener, side="provider",
        role="provider", at=NOW,
    )  # fmt: skip
    kept = stored()
    DisputeEvidence.objects.create(
        contract=contract, dispute=dispute, act=act, rank=1, name="relances.pdf", **kept
    )


def build_work_units(contract: Any) -> Any:
    from contracts.models import Consumption, WorkUnit, WorkUnitOrder

    unit = WorkUnit.objects.create(contract=contract, code="audit", name="Audit", unit="mission")
    WorkUnitOrder.objects.create(
        contract=contract, number=1, unit=unit, title="Audit annuel", quantity=1, unit_price=2900,
        ordered_on=date(2026, 3, 2),
    )  # fmt: skip
    return Consumption.objects.create(contract=contract, month=MONTH, unit=unit, quantity=1)
