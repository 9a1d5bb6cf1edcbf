"""Committees, decisions asked and taken, actions."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.engine import formats
from core.fields import MonthField
from core.scope import Addressed, ContractBound
from governance.engine.own_decisions import OWN


class Committee(ContractBound):
    """A meeting of the contract's governance, about one month of data.

    `called_at`: when its invitation last changed; `moves`: how many times it did since the first one.
    `after`: the committee whose quorum failed, which this one replaces on the same month.
    """

    class Kind(models.TextChoices):
        OPERATIONAL = "operational", "COMOP"
        TECHNICAL = "technical", "COTECH"
        STEERING = "steering", "COPIL"
        STRATEGIC = "strategic", "COSTRAT"

    class State(models.TextChoices):
        PLANNED = "planned", "Planifié"
        HELD = "held", "Tenu"
        SIGNED = "signed", "Relevé signé"
        LAPSED = "lapsed", "Carence"

    kind = models.CharField("comité", max_length=11, choices=Kind, default=Kind.STEERING)
    month = MonthField("données de")
    held_on = models.DateField("date")
    starts_at = models.TimeField("heure", null=True, blank=True)
    place = models.CharField("lieu", max_length=120, blank=True)
    called_at = models.DateTimeField("convoqué le", default=timezone.now)
    moves = models.PositiveSmallIntegerField("déplacements", default=0)
    slug = models.SlugField("adresse", max_length=40)
    state = models.CharField("état", max_length=8, choices=State, default=State.PLANNED)
    after = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reconvened",
        verbose_name="après carence de",
    )

    class Meta(ContractBound.Meta):
        verbose_name = "comité"
        constraints = [
            models.UniqueConstraint(fields=["contract", "slug"], name="committee_slug_once"),
            models.UniqueConstraint(
                fields=["contract", "month"],
                condition=Q(kind="steering") & ~Q(state="lapsed"),
                name="committee_steers_once_per_month",
            ),
            models.UniqueConstraint(
                fields=["contract", "kind", "held_on"],
                condition=~Q(kind="steering"),
                name="committee_once_per_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.held_on}"

    @property
    def name(self) -> str:
        """« COPIL du 16/04/2026 »."""
        return f"{self.get_kind_display()} du {formats.date_short(self.held_on)}"

    @property
    def has_pack(self) -> bool:
        """Whether it reads the figures of its month, and has a pack that tells them."""
        return self.kind in WITH_PACK


WITH_PACK = frozenset({Committee.Kind.STEERING, Committee.Kind.STRATEGIC})
"""Kinds that read a month; the others follow the service day by day, with an agenda alone."""

CLOSED_SERIES = 100
"""Decisions of the closed session are numbered from 101 on."""


class Decision(Addressed):
    """A question put to a committee, then what was decided: exact text, decider, date, reason.

    `origin`: the rule of the data that asked it, « own:… » where people did. `by_hand`: names of the fields that people
    wrote in the place of the data's words, which asking the data again leaves as they are.
    `drafts`: key of an account -> what it is typing in session, kept until the decision is recorded: it decides nothing.
    `takings`: each time a committee decided of it, put off included, in the words of that day: minutes tell theirs,
    whatever a later committee makes of the question.
    """

    class State(models.TextChoices):
        ASKED = "asked", "Demandée"
        ADOPTED = "adopted", "Adoptée"
        AMENDED = "amended", "Amendée"
        REFUSED = "refused", "Refusée"
        POSTPONED = "postponed", "Reportée"
        MOOT = "moot", "Sans objet"

    committee = models.ForeignKey(Committee, models.CASCADE, related_name="decisions", verbose_name="comité")
    number = models.PositiveSmallIntegerField("numéro")
    origin = models.CharField("origine", max_length=60)
    question = models.CharField("question", max_length=200)
    resolution = models.TextField("texte à voter")
    options = models.JSONField("options", default=list)
    recommendation = models.CharField("recommandation", max_length=200, blank=True)
    stake = models.CharField("en jeu", max_length=120, blank=True)
    decider = models.CharField("décide", max_length=80, default="Direction")
    evidence = models.CharField("preuve", max_length=200, blank=True)
    state = models.CharField("état", max_length=9, choices=State, default=State.ASKED)
    proposed_at = models.DateTimeField("proposée au décideur le", null=True, blank=True)
    spoken_by = models.CharField("décidée en séance par", max_length=200, blank=True)
    outcome = models.TextField("texte décidé", blank=True)
    reason = models.TextField("motif", blank=True)
    takings = models.JSONField("décisions successives", default=list, blank=True)
    drafts = models.JSONField("brouillons de séance", default=dict, blank=True)
    by_hand = models.JSONField("écrit à la main", default=list, blank=True)
    decided_at = models.DateTimeField("décidée le", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="décideur",
    )

    class Meta(Addressed.Meta):
        verbose_name = "décision"
        constraints = [
            models.UniqueConstraint(fields=["committee", "number"], name="decision_number_once"),
            models.UniqueConstraint(fields=["committee", "origin"], name="decision_asked_once"),
            models.CheckConstraint(
                condition=Q(state="asked") | ~Q(decided_at=None), name="decision_taken_is_dated"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.question}"

    @property
    def label(self) -> str:
        """« D1 », or « H1 » in closed session: two series, so that neither tells of the other."""
        closed = self.number > CLOSED_SERIES
        return f"H{self.number - CLOSED_SERIES}" if closed else f"D{self.number}"

    @property
    def words(self) -> str:
        """Its exact text: the one that was voted, else the one put to the vote."""
        return self.outcome if self.outcome and self.state in VOTED else self.resolution

    @property
    def own(self) -> bool:
        """Whether people asked it, and not a rule of the data."""
        return self.origin.startswith(OWN)

    @property
    def withdrawn(self) -> bool:
        """Whether people who had asked it took it back before any committee answered."""
        return self.own and self.state == self.State.MOOT


OPEN_DECISIONS = frozenset({Decision.State.ASKED, Decision.State.POSTPONED})
"""States of a question that may still be answered."""
TAKEN_DECISIONS = frozenset({Decision.State.ADOPTED, Decision.State.AMENDED, Decision.State.REFUSED})
"""States of a question that a committee answered: put off or become moot, it was not."""
VOTED = TAKEN_DECISIONS | {Decision.State.POSTPONED}
"""What a committee may decide; a question that became moot was not put to the vote."""


class ActionItem(Addressed):
    """Something to do, by one owner, before a date.

    `origin`: the breach or the signal that asked for it, « signal:K08 », where no decision did.
    """

    class State(models.TextChoices):
        TODO = "todo", "À faire"
        DOING = "doing", "En cours"
        DONE = "done", "Faite"
        DROPPED = "dropped", "Abandonnée"

    number = models.PositiveSmallIntegerField("numéro")
    committee = models.ForeignKey(
        Committee, models.SET_NULL, null=True, related_name="actions", verbose_name="comité"
    )
    decision = models.ForeignKey(
        Decision, models.SET_NULL, null=True, blank=True, related_name="actions", verbose_name="décision"
    )
    origin = models.CharField("point", max_length=80, blank=True)
    title = models.CharField("action", max_length=200)
    owner_side = models.CharField(
        "partie", max_length=8, choices=[("client", "Client"), ("provider", "Prestataire")]
    )
    owner_role = models.CharField("porteur", max_length=80)
    created_on = models.DateField("décidée le")
    due_on = models.DateField("échéance")
    state = models.CharField("état", max_length=7, choices=State, default=State.TODO)
    done_on = models.DateField("faite le", null=True, blank=True)
    reason = models.TextField("motif d’abandon", blank=True)
    dropped_by = models.CharField(
        "abandonnée par",
        max_length=8,
        blank=True,
        choices=[("client", "Client"), ("provider", "Prestataire")],
    )

    class Meta(Addressed.Meta):
        verbose_name = "action"
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="action_number_once"),
            models.CheckConstraint(
                condition=~Q(state="done") | ~Q(done_on=None), name="action_done_is_dated"
            ),
            models.CheckConstraint(
                condition=~Q(state="dropped") | ~Q(reason=""), name="action_dropped_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"A-{self.number} {self.title}"
