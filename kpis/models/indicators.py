"""What is followed, its values, its signals."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.fields import MonthField
from core.scope import ContractBound
from reports.models.deliveries import SIDES


class IndicatorSetting(ContractBound):
    """How this contract follows one indicator: of the catalogue (K01…K28), or its own (C01…C99), which it then defines.

    `kept_on`, `kept_because`: why it stays in committee although nothing came of it; `idle_since`: the first of the
    committees since which nothing did, while it is proposed for retirement.
    """

    class Kind(models.TextChoices):
        CATALOGUE = "", "catalogue"
        FORMULA = "formula", "calculé par une formule"
        DECLARED = "declared", "déclaré par le prestataire"
        ENTERED = "entered", "saisi par le référent"

    class Sense(models.TextChoices):
        UP = "up", "à la hausse"
        DOWN = "down", "à la baisse"

    class View(models.TextChoices):
        TECHNICAL = "technical", "technique"
        PERCEIVED = "perceived", "perçu"

    class Timing(models.TextChoices):
        LEADING = "leading", "prévient"
        LAGGING = "lagging", "constate après coup"

    code = models.CharField("code", max_length=10)
    target = models.DecimalField("cible", max_digits=12, decimal_places=4, null=True, blank=True)
    threshold = models.DecimalField("seuil", max_digits=12, decimal_places=4, null=True, blank=True)
    in_committee = models.BooleanField("montré en comité", default=False)
    owner = models.CharField("porteur", max_length=80, blank=True)
    decision = models.CharField("décision servie", max_length=200, blank=True)
    baseline_from = MonthField("référence à partir de", null=True, blank=True)
    baseline_months = models.PositiveSmallIntegerField("mois de référence", default=12)
    kind = models.CharField("nature", max_length=8, choices=Kind, default=Kind.CATALOGUE, blank=True)
    name = models.CharField("nom", max_length=80, blank=True)
    unit = models.CharField("unité", max_length=20, blank=True)
    sense = models.CharField("sens favorable", max_length=4, choices=Sense, blank=True)
    view = models.CharField("point de vue", max_length=9, choices=View, blank=True)
    timing = models.CharField("avance ou retard", max_length=7, choices=Timing, blank=True)
    formula = models.CharField("formule", max_length=200, blank=True)
    retired_from = MonthField("retiré à partir de", null=True, blank=True)
    kept_on = models.DateField("gardé le", null=True, blank=True)
    kept_because = models.CharField("gardé parce que", max_length=200, blank=True)
    idle_since = models.DateField("sans suite depuis", null=True, blank=True)

    class Meta(ContractBound.Meta):
        verbose_name = "indicateur suivi"
        constraints = [
            models.UniqueConstraint(fields=["contract", "code"], name="indicator_setting_once"),
            models.CheckConstraint(
                condition=Q(kind="", name="", unit="", sense="", view="", timing="", formula="")
                | ~(Q(kind="") | Q(name="") | Q(sense="") | Q(view="") | Q(timing="") | Q(decision="")),
                name="indicator_own_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(kind="formula") & ~Q(formula="") | ~Q(kind="formula") & Q(formula=""),
                name="indicator_formula_if_computed",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class IndicatorValue(ContractBound):
    """The value of one indicator for one month; empty with a reason when it cannot be computed."""

    code = models.CharField("code", max_length=10)
    part = models.CharField("détail", max_length=120, blank=True)
    month = MonthField("mois")
    value = models.DecimalField("valeur", max_digits=16, decimal_places=6, null=True)
    numerator = models.BigIntegerField("numérateur", null=True)
    denominator = models.BigIntegerField("dénominateur", null=True)
    n = models.PositiveIntegerField("effectif", default=0)
    reason = models.CharField("raison de l’absence", max_length=200, blank=True)
    extra = models.JSONField("compléments", default=dict)

    class Meta(ContractBound.Meta):
        verbose_name = "valeur d’indicateur"
        verbose_name_plural = "valeurs d’indicateur"
        constraints = [
            models.UniqueConstraint(fields=["contract", "code", "part", "month"], name="indicator_value_once")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.month}"


class IndicatorEntry(ContractBound):
    """What a person typed for one month of an indicator of the contract's own: the fact its value is made from."""

    code = models.CharField("code", max_length=10)
    month = MonthField("mois")
    value = models.DecimalField("valeur", max_digits=16, decimal_places=6)
    source = models.CharField("source", max_length=160)
    side = models.CharField("saisi du côté", max_length=8, choices=SIDES)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="auteur"
    )
    at = models.DateTimeField("saisi le")

    class Meta(ContractBound.Meta):
        verbose_name = "saisie d’indicateur"
        verbose_name_plural = "saisies d’indicateur"
        constraints = [
            models.UniqueConstraint(fields=["contract", "code", "month"], name="indicator_entry_once")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.month}"


class Rebase(ContractBound):
    """New limits for a series, from a month on, since something dated changed; never undone, at most followed by another.

    `read_from`: the first month whose reading knows of it; those closed before keep theirs.
    """

    code = models.CharField("code", max_length=10)
    month = MonthField("nouvelle référence à partir de")
    read_from = MonthField("lu à partir de")
    decided_on = models.DateField("décidée le")
    reason = models.CharField("motif", max_length=200)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="auteur"
    )
    at = models.DateTimeField("enregistrée le")

    class Meta(ContractBound.Meta):
        verbose_name = "nouvelle référence d’un indicateur"
        verbose_name_plural = "nouvelles références d’indicateurs"
        constraints = [models.UniqueConstraint(fields=["contract", "code", "month"], name="rebase_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.month}"


class Signal(ContractBound):
    """Something that is not usual variation: facts with their evidence.

    `alarm`: a confirmed degradation, to be explained and given a consequence; without it, it is only to watch.
    """

    class Direction(models.TextChoices):
        BETTER = "better", "Amélioration"
        WORSE = "worse", "Dégradation"

    code = models.CharField("indicateur", max_length=10)
    month = MonthField("mois")
    kind = models.CharField("règle", max_length=30)
    direction = models.CharField("sens", max_length=6, choices=Direction)
    alarm = models.BooleanField("alarme", default=False)
    evidence = models.JSONField("faits", default=dict)
    answer = models.TextField("explication", blank=True)
    answered_at = models.DateTimeField("expliqué le", null=True, blank=True)

    class Meta(ContractBound.Meta):
        verbose_name = "signal"
        verbose_name_plural = "signaux"
        constraints = [
            models.UniqueConstraint(fields=["contract", "code", "kind", "month"], name="signal_once"),
            models.CheckConstraint(
                condition=Q(alarm=False) | Q(direction="worse"), name="signal_alarm_worse"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.kind} {self.month}"
