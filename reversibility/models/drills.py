"""Exercises that show whether leaving would work: restoring, taking over, handing over, exporting."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from core.scope import ClientOnly
from reversibility.models.deliverables import ExitDeliverable

KIND_CODES = ("restore", "recovery", "handover", "export")
RESULT_CODES = ("passed", "partial", "failed")


class Drill(ClientOnly):
    """An exercise, planned then done. Times in minutes; `rto` and `rpo` are what the contract promises.

    One that succeeded and names a deliverable is its proof: the row of that proof points back here.
    """

    class Kind(models.TextChoices):
        RESTORE = "restore", "Restauration"
        RECOVERY = "recovery", "Reprise d’activité (PRA)"
        HANDOVER = "handover", "Transfert"
        EXPORT = "export", "Export d’essai"

    class Result(models.TextChoices):
        PASSED = "passed", "Réussi"
        PARTIAL = "partial", "Partiel"
        FAILED = "failed", "Échoué"

    number = models.PositiveSmallIntegerField("numéro")
    kind = models.CharField("nature", max_length=8, choices=Kind)
    system = models.CharField("système", max_length=120)
    planned_on = models.DateField("prévu le")
    done_on = models.DateField("fait le", null=True, blank=True)
    result = models.CharField("résultat", max_length=7, choices=Result, blank=True)
    duration = models.PositiveIntegerField("durée, en minutes", null=True, blank=True)
    rto = models.PositiveIntegerField("RTO promis, en minutes", null=True, blank=True)
    rpo = models.PositiveIntegerField("RPO promis, en minutes", null=True, blank=True)
    rto_measured = models.PositiveIntegerField("RTO mesuré, en minutes", null=True, blank=True)
    rpo_measured = models.PositiveIntegerField("RPO mesuré, en minutes", null=True, blank=True)
    proof = models.CharField("preuve", max_length=200, blank=True)
    deliverable = models.ForeignKey(
        ExitDeliverable,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="livrable prouvé",
    )
    note = models.CharField("suite donnée", max_length=400, blank=True)

    class Meta(ClientOnly.Meta):
        verbose_name = "exercice de réversibilité"
        verbose_name_plural = "exercices de réversibilité"
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="drill_number_once"),
            models.CheckConstraint(condition=Q(kind__in=KIND_CODES), name="drill_kind_known"),
            models.CheckConstraint(
                condition=Q(done_on=None, result="") | Q(done_on__isnull=False, result__in=RESULT_CODES),
                name="drill_done_has_result",
            ),
            models.CheckConstraint(
                condition=Q(done_on__isnull=False)
                | Q(duration=None, rto_measured=None, rpo_measured=None, proof=""),
                name="drill_measured_once_done",
            ),
            models.CheckConstraint(condition=~Q(system=""), name="drill_system_named"),
            models.CheckConstraint(
                condition=~Q(result="passed")
                | (
                    (Q(rto=None) | Q(rto_measured=None) | Q(rto_measured__lte=F("rto")))
                    & (Q(rpo=None) | Q(rpo_measured=None) | Q(rpo_measured__lte=F("rpo")))
                ),
                name="drill_passed_within_promise",
            ),
        ]

    def __str__(self) -> str:
        return f"X-{self.number}"
