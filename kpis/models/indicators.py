"""What is followed, its values, its signals."""

from __future__ import annotations

from django.db import models

from core.fields import MonthField
from core.scope import ContractBound


class IndicatorSetting(ContractBound):
    """How this contract follows one indicator of the catalogue (K01…K28)."""

    code = models.CharField("code", max_length=10)
    target = models.DecimalField("cible", max_digits=12, decimal_places=4, null=True, blank=True)
    threshold = models.DecimalField("seuil", max_digits=12, decimal_places=4, null=True, blank=True)
    in_committee = models.BooleanField("montré en comité", default=False)
    owner = models.CharField("porteur", max_length=80, blank=True)
    decision = models.CharField("décision servie", max_length=200, blank=True)
    baseline_from = MonthField("référence à partir de", null=True, blank=True)
    baseline_months = models.PositiveSmallIntegerField("mois de référence", default=12)

    class Meta(ContractBound.Meta):
        verbose_name = "indicateur suivi"
        constraints = [models.UniqueConstraint(fields=["contract", "code"], name="indicator_setting_once")]

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


class Signal(ContractBound):
    """Something that is not usual variation: a question with its evidence, to be explained by a person."""

    class Direction(models.TextChoices):
        BETTER = "better", "Amélioration"
        WORSE = "worse", "Dégradation"

    code = models.CharField("indicateur", max_length=10)
    month = MonthField("mois")
    kind = models.CharField("règle", max_length=30)
    direction = models.CharField("sens", max_length=6, choices=Direction)
    evidence = models.JSONField("faits", default=dict)
    answer = models.TextField("explication", blank=True)
    answered_at = models.DateTimeField("expliqué le", null=True, blank=True)

    class Meta(ContractBound.Meta):
        verbose_name = "signal"
        verbose_name_plural = "signaux"
        constraints = [
            models.UniqueConstraint(fields=["contract", "code", "kind", "month"], name="signal_once")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.kind} {self.month}"
