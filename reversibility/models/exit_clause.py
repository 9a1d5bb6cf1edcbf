"""What the contract says of leaving: how long the transition lasts, its phases, its price."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from core.scope import ClientOnly

OWNERS = [("client", "Client"), ("provider", "Prestataire"), ("both", "Les deux parties")]


class ExitClause(ClientOnly):
    """What a contract says of its exit, empty where it says nothing: `exit_terms` holds what is then counted with.

    Amounts in euros excluding VAT; a fee is the monthly one.
    """

    clause = models.CharField("clause", max_length=60, blank=True)
    transition_min = models.PositiveSmallIntegerField("transition, en mois au moins", null=True, blank=True)
    transition_max = models.PositiveSmallIntegerField("transition, en mois au plus", null=True, blank=True)
    cutover = models.PositiveSmallIntegerField("mois de la bascule", null=True, blank=True)
    fees_low = models.DecimalField(
        "coût bas, en forfaits mensuels", max_digits=5, decimal_places=2, null=True, blank=True
    )
    fees_high = models.DecimalField(
        "coût haut, en forfaits mensuels", max_digits=5, decimal_places=2, null=True, blank=True
    )
    fixed_cost = models.DecimalField("coût fixe HT", max_digits=12, decimal_places=2, null=True, blank=True)
    cap = models.DecimalField("plafond HT", max_digits=12, decimal_places=2, null=True, blank=True)
    cap_fees = models.DecimalField(
        "plafond, en forfaits mensuels", max_digits=5, decimal_places=2, null=True, blank=True
    )
    drill_every_months = models.PositiveSmallIntegerField("exercice tous les n mois", default=0)

    class Meta(ClientOnly.Meta):
        verbose_name = "clause de sortie"
        constraints = [
            models.UniqueConstraint(fields=["contract"], name="exit_clause_once"),
            models.CheckConstraint(
                condition=(Q(transition_min=None) | Q(transition_min__gte=1))
                & (Q(transition_max=None) | Q(transition_max__gte=1))
                & (
                    Q(transition_min=None)
                    | Q(transition_max=None)
                    | Q(transition_min__lte=F("transition_max"))
                ),
                name="exit_transition_range",
            ),
            models.CheckConstraint(
                condition=(Q(fees_low=None) | Q(fees_low__gte=0))
                & (Q(fees_high=None) | Q(fees_high__gte=0))
                & (Q(fees_low=None) | Q(fees_high=None) | Q(fees_low__lte=F("fees_high"))),
                name="exit_fees_range",
            ),
            models.CheckConstraint(condition=Q(cap=None) | Q(cap_fees=None), name="exit_one_cap"),
            models.CheckConstraint(
                condition=(Q(fixed_cost=None) | Q(fixed_cost__gte=0))
                & (Q(cap=None) | Q(cap__gte=0))
                & (Q(cap_fees=None) | Q(cap_fees__gte=0)),
                name="exit_cost_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return self.clause or "clause de sortie"


class ExitPhase(ClientOnly):
    """A phase of the exit, in months after the notice. `families`: letters of the deliverables it must yield."""

    rank = models.PositiveSmallIntegerField("rang")
    name = models.CharField("phase", max_length=80)
    starts = models.PositiveSmallIntegerField("début, en mois après le préavis")
    ends = models.PositiveSmallIntegerField("fin, en mois après le préavis")
    owner_side = models.CharField("partie", max_length=8, choices=OWNERS)
    families = models.CharField("familles de livrables", max_length=8, blank=True)
    double_run = models.BooleanField("double exploitation", default=False)

    class Meta(ClientOnly.Meta):
        verbose_name = "phase de sortie"
        constraints = [
            models.UniqueConstraint(fields=["contract", "rank"], name="exit_phase_once"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="exit_phase_lasts"),
        ]

    def __str__(self) -> str:
        return self.name


class ExitUnit(ClientOnly):
    """Work units that the exit will take, priced: from `low` to `high` of them."""

    rank = models.PositiveSmallIntegerField("rang")
    name = models.CharField("unité d’œuvre", max_length=160)
    unit_price = models.DecimalField("prix HT", max_digits=10, decimal_places=2)
    low = models.DecimalField("quantité basse", max_digits=8, decimal_places=2)
    high = models.DecimalField("quantité haute", max_digits=8, decimal_places=2)

    class Meta(ClientOnly.Meta):
        verbose_name = "unité d’œuvre de sortie"
        constraints = [
            models.UniqueConstraint(fields=["contract", "rank"], name="exit_unit_once"),
            models.CheckConstraint(
                condition=Q(unit_price__gte=0, low__gte=0, low__lte=F("high")), name="exit_unit_range"
            ),
        ]

    def __str__(self) -> str:
        return self.name
