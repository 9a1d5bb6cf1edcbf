"""What is left to do on a new contract: each line derived from its rows, none ticked by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, urlencode

from django.db.models import Exists, Model, OuterRef, QuerySet
from django.urls import NoReverseMatch, reverse

from accounts.models import Membership, Role, User
from contracts.engine.from_model import MARK, UNNAMED
from contracts.models import Contract, RevisionClause, ScopeItem, Stakeholder
from contracts.selectors.lifetime import outside_today
from core.engine import formats
from core.scope import Side
from governance.models import Committee
from reports.models import Delivery
from reversibility.models import ExitDeliverable
from slas.models import Commitment, MonthRecord

INVITING = "#acces"
"""Part of the page that says how a person is given access."""


@dataclass(frozen=True)
class Task:
    """One line: what shows that it is done, and the page where it is; the first page that exists is the one."""

    code: str
    title: str
    detail: str
    shown_by: Callable[[], QuerySet[Model]]
    pages: tuple[str, ...]
    missing: bool = False
    running: bool = False
    """Whether it takes a contract that has begun."""


TASKS = (
    Task(
        "promises", "Engagements", "Ce que le portail jugera chaque mois.",
        Commitment.objects.all, ("slas:heatmap",),
    ),
    Task(
        "people", "Acteurs nommés", "Chaque fonction reprise du modèle a sa personne.",
        lambda: Stakeholder.objects.filter(name=UNNAMED), ("contracts:people",), missing=True,
    ),
    Task(
        "revision", "Révision de prix confirmée", "Indice, part fixe et plafond : ceux du contrat signé.",
        lambda: RevisionClause.objects.filter(clause=MARK), ("contract_file",), missing=True,
    ),
    Task(
        "volumes", "Volumes du périmètre", "Chaque élément inclus a son volume.",
        lambda: ScopeItem.objects.filter(status="in", quantity=None), ("contracts:scope",), missing=True,
    ),
    Task(
        "prices", "Prix des exclusions", "Chaque exclusion a son prix d’unité d’œuvre.",
        lambda: ScopeItem.objects.filter(status="out", unit_price=None), ("contracts:exclusions",), missing=True,
    ),
    Task(
        "provider", "Prestataire invité", "Une personne du prestataire dépose le rapport et répond aux écarts.",
        lambda: Membership.objects.filter(side=Side.PROVIDER.value), (INVITING,),
    ),
    Task(
        "executive", "Direction invitée", "Une personne qui décide lit les dossiers de comité.",
        lambda: Membership.objects.filter(role=Role.EXECUTIVE), (INVITING,),
    ),
    Task(
        "exit", "Plan de sortie", "Les livrables attendus du jour où le contrat finit.",
        ExitDeliverable.objects.all, ("reversibility:readiness",),
    ),
    Task(
        "deposit", "Premier rapport déposé", "L’export des tickets du mois, par le prestataire ou par vous.",
        Delivery.objects.all, ("reports:deposit",), running=True,
    ),
    Task(
        "month", "Premier mois calculé", "Les engagements sont jugés, les écarts connus.",
        lambda: MonthRecord.objects.exclude(computed_at=None), ("reports:list",), running=True,
    ),
    Task(
        "committee", "Premier comité", "Il se prépare avec le premier mois calculé.",
        Committee.objects.all, ("governance:list",), running=True,
    ),
)  # fmt: skip


@dataclass(frozen=True)
class SetupLine:
    """One line of the checklist; no `url`: the page where it is done is not part of this installation."""

    title: str
    detail: str
    done: bool
    url: str
    later: str = ""
    """Since when it may be done, where that is to come: « commence le 01/02/2027 »."""

    @property
    def state(self) -> str:
        return "met" if self.done else "pending"

    @property
    def word(self) -> str:
        return "Fait" if self.done else "Pas encore" if self.later else "À faire"


@dataclass(frozen=True)
class Setup:
    """The checklist of a contract."""

    lines: list[SetupLine]

    @property
    def done(self) -> int:
        return sum(line.done for line in self.lines)

    @property
    def complete(self) -> bool:
        return self.done == len(self.lines)

    @property
    def progress(self) -> str:
        """« 3 étapes sur 9 »."""
        return f"{formats.count(self.done, 'étape')} sur {len(self.lines)}"

    @property
    def next(self) -> SetupLine | None:
        """The first line that may be done now."""
        return next((line for line in self.lines if not line.done and not line.later), None)


def setup_of(contract: Contract, today: date) -> Setup:
    """The checklist as the rows stand (1 query)."""
    return setups_of([contract], today)[0]


def setups_of(contracts: Sequence[Contract], today: date) -> list[Setup]:
    """The checklist of each contract, in the order given (1 query)."""
    shown = (Exists(task.shown_by().filter(contract=OuterRef("pk"))) for task in TASKS)
    rows = Contract.objects.filter(pk__in=[contract.pk for contract in contracts]).values_list("pk", *shown)
    found = {key: there for key, *there in rows}
    return [_setup(contract, found[contract.pk], today) for contract in contracts]


def _setup(contract: Contract, found: Iterable[bool], today: date) -> Setup:
    starts = outside_today(contract, today) if contract.starts_on > today else ""
    return Setup(
        [
            _line(task, contract, bool(there) is not task.missing, starts if task.running else "")
            for task, there in zip(TASKS, found, strict=True)
        ]
    )


def _line(task: Task, contract: Contract, done: bool, later: str) -> SetupLine:
    detail = f"{task.detail} Le contrat {later[:1].lower()}{later[1:]}." if later else task.detail
    return SetupLine(task.title, detail, done, _page(task, contract), later)


def _page(task: Task, contract: Contract) -> str:
    for name in task.pages:
        if name == INVITING:
            return name
        try:
            return reverse(name, args=[contract.slug])
        except NoReverseMatch:
            continue
    return ""


@dataclass(frozen=True)
class Access:
    """How a person is given access: by the visitor who administers, or by a letter to those who do."""

    grant_url: str
    letter_url: str
    administrators: list[str]


def access_of(contract: Contract, visitor: User) -> Access:
    """The form of the administration for who may use it; else the addresses of those who may, and the words."""
    if visitor.is_superuser:
        return Access(f"{reverse('admin:accounts_membership_add')}?contract={contract.pk}", "", [])
    found = User.objects.filter(is_superuser=True, is_active=True).order_by("email")
    addresses = list(found.values_list("email", flat=True))
    words = {
        "subject": f"Accès au contrat {contract.reference}",
        "body": f"Bonjour,\n\nMerci d’ouvrir le contrat {contract.reference} à :\n"
        "- courriel :\n- partie (client ou prestataire) :\n- rôle (référent, direction, lecteur, prestataire) :\n",
    }
    letter = f"mailto:{','.join(addresses)}?{urlencode(words, quote_via=quote)}" if addresses else ""
    return Access("", letter, addresses)


def review_page(contract: Contract) -> str:
    """Where the contract is audited; empty where this installation has no such page."""
    try:
        return reverse("contract_review", args=[contract.slug])
    except NoReverseMatch:
        return ""
