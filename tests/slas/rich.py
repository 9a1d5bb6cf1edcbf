"""A month that can be closed and leaves a row in every table that its pages, its evidence or its bill show."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from contracts.models import ScopeItem, SiteClosure
from core.engine.months import Month
from core.scope import Side
from reports.models import Answer, Delivery, Finding
from slas.models import Detection, DetectionAnswer, GapAnswer, GapReply, MonthRecord, PenaltyClaim
from slas.services import IncomingEvidence
from slas.services.prices.penalty_acts import Actor, notify_penalty
from tests.slas.closable import DECLARED, FEBRUARY, MARCH, OUTAGES, deliver, promise
from tests.slas.parties import PDF, claim, member_of, opened

MONTH = Month(2026, 3)
AT = datetime(2026, 4, 8, 9, 0, tzinfo=UTC)
WORKS = "Service;Début;Fin;Prévenu le\nERP;14/03/2026 10:00;14/03/2026 11:00;02/03/2026 09:00\n"
SCORES = "Ticket;Note;Date;Commentaire\nINC-010;4;05/03/2026 09:00;Rapide et clair\n"
LOG = (
    "ticket;de;à;le;acteur;motif\n"
    "INC-010;;Nouveau;03/03/2026 09:00;;\n"
    "INC-010;Nouveau;En attente;03/03/2026 10:00;Nadia;Attente utilisateur\n"
    "INC-010;En attente;En cours;03/03/2026 11:00;Nadia;\n"
    "INC-010;En cours;Résolu;04/03/2026 10:00;Nadia;\n"
)


def rich(world: Any, make_user: Any) -> Any:
    """February and March delivered and computed, a dispute open, things said; returns the contract."""
    contract = world.contract
    promise(world)
    SiteClosure.objects.create(contract=contract, day=date(2026, 3, 20), label="Inventaire")
    ScopeItem.objects.create(contract=contract, number=1, name="Postes", status="in", quantity=300)
    deliver(contract, "2026-02", FEBRUARY, "2026-03-06 10:00")
    files = {"outages": OUTAGES, "declared": DECLARED, "maintenance": WORKS}
    files |= {"satisfaction": SCORES, "status_log": LOG}
    deliver(contract, "2026-03", MARCH, "2026-04-07 10:00", **files)
    world.compute("2026-02", "2026-03")
    provider = member_of(contract, make_user, "provider")
    asked = claim("INC-030", files=[IncomingEvidence("relances.pdf", PDF)])
    computed = MonthRecord.objects.get(month=MONTH).first_computed_at
    opened(contract, provider, asked, at=computed + timedelta(hours=1))
    world.compute("2026-02", "2026-03")
    _said(contract, provider.user)
    return contract


def _said(contract: Any, author: Any) -> None:
    """What no file brings."""
    delivery = Delivery.objects.get(month=MONTH)
    of = {"contract": contract, "delivery": delivery}
    Finding.objects.create(**of, severity="warning", code="note", message="À savoir.", remedy="Rien.")
    Answer.objects.create(
        **of, key="dates", question="Quel ordre ?", choice="dmy", label="Jour", answered_at=AT
    )
    by = {"contract": contract, "author": author, "at": AT}
    about = {"month": MONTH, "commitment_code": "E06", "about": "13/13"}
    gap = GapAnswer.objects.create(**by, **about, kind="justify", text="Deux tickets.", side="provider")
    GapReply.objects.create(**by, answer=gap, outcome="refuse", reason="Sans preuve.")
    code = Detection.objects.filter(month=MONTH).first().code
    DetectionAnswer.objects.create(
        **by, month=MONTH, code=code, side="provider", text="Déménagement du siège."
    )


def notified(contract: Any, make_user: Any) -> None:
    """The penalty of the closed month told to the provider."""
    actor = Actor(make_user("referent", contract), "referent", Side.CLIENT)
    claimed = PenaltyClaim.objects.get(contract=contract, month=MONTH)
    day = date(2026, 6, 1)
    notify_penalty(claim=claimed, actor=actor, on=day, means="courriel", today=day)
