"""The committees that looked at an indicator, and what came of it."""

from __future__ import annotations

from django.db import models

from core.fields import MonthField
from core.scope import ContractBound


class IndicatorShowing(ContractBound):
    """An indicator that a committee had before its eyes, and what came of it; written when the minutes are signed."""

    code = models.CharField("code", max_length=10)
    committee = models.CharField("comité", max_length=40)
    label = models.CharField("réunion", max_length=60)
    held_on = models.DateField("date")
    month = MonthField("données de")
    decided = models.BooleanField("suivi d’une décision", default=False)
    alerted = models.BooleanField("en alerte", default=False)

    class Meta(ContractBound.Meta):
        verbose_name = "indicateur montré en comité"
        verbose_name_plural = "indicateurs montrés en comité"
        constraints = [
            models.UniqueConstraint(fields=["contract", "code", "committee"], name="indicator_showing_once")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.committee}"
