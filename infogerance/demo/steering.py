"""What the two sides of the demonstration steer by, beside the figures: the risks they watch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from accounts.models import Role, User
from contracts.models import Contract, ScopeItem
from core.scope import Audience, for_contract
from governance.engine.risks import RiskSaid
from governance.models import Risk
from governance.services.risks import save_risk
from infogerance.demo.people import REFERENT

RAISED = timedelta(days=120)
REVIEWED_EVERY = 30
"""Days after today between one review and the next."""


@dataclass(frozen=True)
class Told:
    """A risk as the referent told it: its weights before and after, the element of the scope it bears on (« in-13 »)."""

    cause: str
    effect: str
    weight: tuple[int, int]
    treatment: str
    residual: tuple[int, int] | None
    owner: str
    side: str
    item: str = ""
    commitment: str = ""
    audience: str = Audience.BOTH


RISKS = (
    Told(
        "Un seul ingénieur du prestataire connaît l’exploitation de l’ERP.",
        "L’ERP reste arrêté au-delà de quatre heures s’il est absent.",
        (3, 4), "reduce", (1, 4), "Responsable technique", "provider", "in-13", "E08",
    ),
    Told(
        "Les restaurations testées ne couvrent pas la messagerie.",
        "Une boîte supprimée ne se retrouve pas.",
        (2, 3), "reduce", (1, 3), "Responsable de compte", "provider", "in-8", "E11",
    ),
    Told(
        "La maintenance constructeur du pare-feu finit avec le terme.",
        "Les quatre sites sont isolés jusqu’au remplacement.",
        (2, 4), "transfer", None, "Référent IT", "client", "in-7",
    ),
    Told(
        "Les étiqueteuses de l’atelier ne sont à la charge de personne.",
        "Les demandes de l’atelier sont refusées, ou facturées hors forfait.",
        (4, 2), "avoid", (1, 2), "Référent IT", "client", "grey-1",
    ),
    Told(
        "Les imprimantes dépassent sept ans.",
        "Les pannes se répètent, sans effet sur la production.",
        (3, 1), "accept", (3, 1), "Référent IT", "client", "in-12",
    ),
    Told(
        "Le préavis se décide avant que la sortie soit prouvée.",
        "L’entreprise reconduit le contrat faute de pouvoir le quitter.",
        (3, 3), "reduce", (2, 3), "Direction", "client", audience=Audience.CLIENT,
    ),
)  # fmt: skip


def steer(*, contract: Contract, today: date) -> bool:
    """Tell the risks, once; returns whether anything was told."""
    actor = {"user": User.objects.get(email=REFERENT), "role": Role.REFERENT}
    with for_contract(contract.pk):
        if Risk.objects.filter(contract=contract).exists():
            return False
        items = {f"{row.status}-{row.number}": row.pk for row in ScopeItem.objects.filter(contract=contract)}
        for rank, told in enumerate(RISKS, start=1):
            review = today + timedelta(days=REVIEWED_EVERY * rank)
            save_risk(
                contract=contract, said=_said(told, review, items), key=None, today=today - RAISED, **actor
            )
    return True


def _said(told: Told, review_on: date, items: dict[str, int]) -> RiskSaid:
    residual = told.residual or (None, None)
    return RiskSaid(
        cause=told.cause, effect=told.effect, likelihood=told.weight[0], impact=told.weight[1],
        treatment=told.treatment, owner=told.owner, owner_side=told.side, review_on=review_on,
        audience=told.audience, residual_likelihood=residual[0], residual_impact=residual[1],
        scope_item=items.get(told.item), commitment=told.commitment,
    )  # fmt: skip
