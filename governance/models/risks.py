"""Risks of the contract: what may happen, how much it weighs, who watches it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from contracts.engine.people import SIDES
from contracts.engine.scope_words import choices
from contracts.models import ScopeItem
from core.scope import Addressed, Audience
from governance.engine.risks import IMPACTS, LIKELIHOODS


def _weight(name: str, words: dict[int, str], *, assessed: bool = True) -> models.PositiveSmallIntegerField:
    """A weight from 1 to 4; what remains after the treatment may not be assessed yet."""
    labels = [(value, f"{value}, {word}") for value, word in words.items()]
    return models.PositiveSmallIntegerField(name, choices=labels, null=not assessed, blank=not assessed)


class Risk(Addressed):
    """Cause, effect, weight before and after the treatment, owner, next review; closed with its reason.

    Those of the closed session have their own numbers, so that neither series tells of the other. `commitment` is
    a code: a promise that changes is a new row of the same code.
    """

    class Treatment(models.TextChoices):
        AVOID = "avoid", "Éviter"
        REDUCE = "reduce", "Réduire"
        TRANSFER = "transfer", "Transférer"
        ACCEPT = "accept", "Accepter"

    number = models.PositiveSmallIntegerField("numéro")
    raised_on = models.DateField("ouvert le")
    cause = models.CharField("cause", max_length=300)
    effect = models.CharField("effet", max_length=300)
    likelihood = _weight("vraisemblance", LIKELIHOODS)
    impact = _weight("impact", IMPACTS)
    treatment = models.CharField("traitement", max_length=8, choices=Treatment)
    residual_likelihood = _weight("vraisemblance résiduelle", LIKELIHOODS, assessed=False)
    residual_impact = _weight("impact résiduel", IMPACTS, assessed=False)
    owner = models.CharField("porteur", max_length=80)
    owner_side = models.CharField("partie", max_length=8, choices=choices(SIDES))
    review_on = models.DateField("prochaine revue")
    scope_item = models.ForeignKey(
        ScopeItem,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="élément de périmètre",
    )
    commitment = models.CharField("engagement", max_length=20, blank=True)
    closed_on = models.DateField("clos le", null=True, blank=True)
    reason = models.CharField("motif de clôture", max_length=500, blank=True)

    class Meta(Addressed.Meta):
        verbose_name = "risque"
        constraints = [
            models.UniqueConstraint(fields=["contract", "audience", "number"], name="risk_number_once"),
            models.CheckConstraint(condition=Q(audience__in=["both", "client"]), name="risk_known_audience"),
            models.CheckConstraint(
                condition=Q(likelihood__range=(1, 4), impact__range=(1, 4)), name="risk_weight_range"
            ),
            models.CheckConstraint(
                condition=Q(residual_likelihood=None, residual_impact=None)
                | Q(residual_likelihood__range=(1, 4), residual_impact__range=(1, 4)),
                name="risk_residual_range",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None, reason="") | Q(closed_on__isnull=False) & ~Q(reason=""),
                name="risk_closed_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.effect}"

    @property
    def label(self) -> str:
        """« R-3 », or « RH-1 » in closed session."""
        return f"{'RH' if self.audience == Audience.CLIENT else 'R'}-{self.number}"
