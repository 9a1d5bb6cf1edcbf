"""The optional registers of the client: RGPD, NIS2, DORA, Data Act."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accounts.models import User
from contracts.engine.registers import ANSWERS, REGISTERS
from contracts.engine.scope_words import choices
from contracts.models.documents import Clause
from core.scope import ClientOnly


class RegisterEntry(ClientOnly):
    """One answer of a register, or one plain fact of it, which has a value instead.

    Typed at the portal it bears who and when; told by the contract file alone it bears neither.
    """

    register = models.CharField(
        "registre", max_length=8, choices=[(one.code, one.name) for one in REGISTERS.values()]
    )
    item = models.CharField("question", max_length=24)
    answer = models.CharField("réponse", max_length=14, choices=choices(ANSWERS), blank=True)
    value = models.CharField("valeur", max_length=200, blank=True)
    clause = models.ForeignKey(
        Clause, models.RESTRICT, null=True, blank=True, related_name="+", verbose_name="clause"
    )
    proof = models.CharField("preuve", max_length=200, blank=True)
    answered_on = models.DateField("réponse du", null=True, blank=True)
    recorded_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="saisie par"
    )
    recorded_at = models.DateTimeField("saisie le", null=True, blank=True)

    class Meta(ClientOnly.Meta):
        verbose_name = "réponse d’un registre"
        verbose_name_plural = "réponses des registres"
        constraints = [
            models.UniqueConstraint(fields=["contract", "register", "item"], name="register_item_once"),
            models.CheckConstraint(
                condition=Q(answer="") & ~Q(value="") | ~Q(answer="") & Q(value=""),
                name="register_answer_or_value",
            ),
            models.CheckConstraint(
                condition=Q(value="") | Q(clause=None, proof="", answered_on=None),
                name="register_fact_stands_alone",
            ),
            models.CheckConstraint(
                condition=Q(recorded_by=None, recorded_at=None)
                | Q(recorded_by__isnull=False, recorded_at__isnull=False),
                name="register_entry_signed_and_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.register} {self.item}"
