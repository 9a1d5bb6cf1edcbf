"""What the two sides of the demonstration steer by, beside the figures: the risks they watch, their roadmap, an escalation, a log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from accounts.models import Role, User
from contracts.models import Contract, ScopeItem
from core.scope import Audience, Side, for_contract
from governance.engine.risks import RiskSaid
from governance.engine.roadmap import ItemSaid, Settling, quarters_from
from governance.models import Committee, Risk
from governance.selectors.log import LogSaid
from governance.services.escalations import Opening, call_level, close_escalation, open_escalation
from governance.services.log import save_entry
from governance.services.risks import save_risk
from governance.services.roadmap import save_item, settle_item
from infogerance.demo.people import DIRECTION, PROVIDER, REFERENT

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


@dataclass(frozen=True)
class Wish:
    """An item of the roadmap: who proposed it, how many quarters ahead, what the client made of it in turn."""

    side: Side
    title: str
    value: str
    ahead: int
    priority: str
    cost: Decimal | None = None
    states: tuple[str, ...] = ()


WISHES = (
    Wish(
        Side.PROVIDER, "Authentification à plusieurs facteurs pour tous",
        "Aucun compte ne s’ouvre par un seul mot de passe.", 1, "high", Decimal(6400), ("settled",),
    ),
    Wish(
        Side.CLIENT, "Second lien réseau à Strasbourg", "L’agence travaille quand l’opérateur s’arrête.",
        0, "middle", Decimal(3900), ("settled", "doing"),
    ),
    Wish(
        Side.PROVIDER, "Renouvellement du pare-feu", "La maintenance constructeur suit le terme du contrat.",
        1, "middle", Decimal(11800),
    ),
    Wish(Side.CLIENT, "Supervision des étiqueteuses", "L’arrêt d’un quai se voit avant l’appel.", 3, "low"),
)  # fmt: skip
STOPPED = timedelta(days=40)
RESTARTED = "Pilote d’impression rétabli. Le second niveau a été appelé trop tard : astreinte à rappeler."
HEARD = (
    ("complaint", 75, "Centre de services", "On rappelle trois fois avant d’avoir quelqu’un."),
    ("praise", 39, "Astreinte", "L’atelier est reparti avant midi, et on nous a tenus au courant."),
    ("complaint", 38, "Responsable de service", "Il faut appeler soi-même le second niveau."),
    ("complaint", 12, "Impression", "Les étiquettes sortent encore décalées."),
)
ROLES = {REFERENT: Role.REFERENT, PROVIDER: Role.PROVIDER, DIRECTION: Role.EXECUTIVE}


def steer(*, contract: Contract, today: date) -> bool:
    """Tell the risks, the roadmap, the escalation and the log, once; returns whether anything was told."""
    with for_contract(contract.pk):
        if Risk.objects.filter(contract=contract).exists():
            return False
        items = {f"{row.status}-{row.number}": row.pk for row in ScopeItem.objects.filter(contract=contract)}
        for rank, told in enumerate(RISKS, start=1):
            said = _said(told, today + timedelta(days=REVIEWED_EVERY * rank), items)
            save_risk(contract=contract, said=said, key=None, today=today - RAISED, **_actor(REFERENT))
        for number, wish in enumerate(WISHES, start=1):
            _propose(contract, number, wish, today)
        _escalate(contract, today)
        for kind, ago, about, words in HEARD:
            entry = LogSaid(kind, today - timedelta(days=ago), about, words)
            save_entry(contract=contract, said=entry, number=None, today=today, **_actor(REFERENT))
    return True


def _actor(email: str) -> dict[str, Any]:
    return {"user": User.objects.get(email=email), "role": ROLES[email]}


def _escalate(contract: Contract, today: date) -> None:
    """One that went up two rungs, the second one late, and is closed."""
    start = datetime.combine(today - STOPPED, time(8, 10), UTC)
    case = open_escalation(
        contract=contract, said=Opening(1, subject="Étiqueteuses de l’atelier arrêtées", triggered_at=start),
        side=Side.CLIENT, now=start + timedelta(minutes=20), **_actor(REFERENT),
    )  # fmt: skip
    known = {"contract": contract, "number": case.number, **_actor(PROVIDER)}
    call_level(level=2, now=start + timedelta(minutes=85), **known)
    close_escalation(summary=RESTARTED, now=start + timedelta(minutes=110), **known)


def _propose(contract: Contract, number: int, wish: Wish, today: date) -> None:
    quarter = quarters_from(today)[wish.ahead]
    said = ItemSaid(wish.title, wish.value, quarter, wish.priority, Committee.Kind.STRATEGIC, wish.cost)
    email = REFERENT if wish.side is Side.CLIENT else PROVIDER
    proposed = today - RAISED
    save_item(contract=contract, said=said, number=None, side=wish.side, today=proposed, **_actor(email))
    for state in wish.states:
        move = Settling(state, quarter)
        settle_item(contract=contract, number=number, said=move, today=today, **_actor(DIRECTION))


def _said(told: Told, review_on: date, items: dict[str, int]) -> RiskSaid:
    residual = told.residual or (None, None)
    return RiskSaid(
        cause=told.cause, effect=told.effect, likelihood=told.weight[0], impact=told.weight[1],
        treatment=told.treatment, owner=told.owner, owner_side=told.side, review_on=review_on,
        audience=told.audience, residual_likelihood=residual[0], residual_impact=residual[1],
        scope_item=items.get(told.item), commitment=told.commitment,
    )  # fmt: skip
