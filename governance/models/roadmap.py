"""The roadmap: what both sides propose, and what the client made of it."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from contracts.engine.people import SIDES
from contracts.engine.scope_words import choices
from core.scope import ContractBound
from governance.models.committees import Committee


class RoadmapItem(ContractBound):
    """Something to bring about in a quarter (« 2026-3 »): its value, its cost, the committee that decides of it."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "Proposée"
        SETTLED = "settled", "Arbitrée"
        DOING = "doing", "En cours"
        DELIVERED = "delivered", "Livrée"
        DROPPED = "dropped", "Abandonnée"

    class Priority(models.TextChoices):
        HIGH = "high", "Haute"
        MIDDLE = "middle", "Moyenne"
        LOW = "low", "Basse"

    number = models.PositiveSmallIntegerField("numéro")
    title = models.CharField("évolution", max_length=160)
    value = models.CharField("valeur attendue", max_length=300)
    cost = models.DecimalField(
        "coût HT", max_digits=10, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    quarter = models.CharField("trimestre", max_length=6)
    priority = models.CharField("priorité", max_length=6, choices=Priority)
    committee = models.CharField("comité qui décide", max_length=11, choices=Committee.Kind)
    proposed_side = models.CharField("proposée par", max_length=8, choices=choices(SIDES))
    proposed_on = models.DateField("proposée le")
    state = models.CharField("état", max_length=9, choices=State, default=State.PROPOSED)
    settled_on = models.DateField("arbitrée le", null=True, blank=True)
    reason = models.CharField("motif d’abandon", max_length=500, blank=True)

    class Meta(ContractBound.Meta):
        verbose_name = "élément de la feuille de route"
        verbose_name_plural = "éléments de la feuille de route"
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="roadmap_number_once"),
            models.CheckConstraint(
                condition=Q(state="proposed") | Q(settled_on__isnull=False), name="roadmap_settled_is_dated"
            ),
            models.CheckConstraint(
                condition=~Q(state="dropped") | ~Q(reason=""), name="roadmap_dropped_has_reason"
            ),
            models.CheckConstraint(condition=Q(cost=None) | Q(cost__gte=0), name="roadmap_cost_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.title}"

    @property
    def label(self) -> str:
        """« F-3 »."""
        return f"F-{self.number}"
