"""Background jobs: the outbox and the truth about work to do."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from core.scope import ContractBound


class Job(ContractBound):
    """One piece of background work on one contract. Celery only carries its id."""

    class State(models.TextChoices):
        QUEUED = "queued", "En attente"
        RUNNING = "running", "En cours"
        DONE = "done", "Terminé"
        FAILED = "failed", "En échec"
        CANCELLED = "cancelled", "Annulé"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("nature", max_length=40)
    key = models.CharField("clé", max_length=120)
    payload = models.JSONField("paramètres", default=dict)
    state = models.CharField("état", max_length=10, choices=State, default=State.QUEUED)
    step = models.CharField("étape", max_length=80, blank=True)
    done = models.PositiveIntegerField("fait", default=0)
    total = models.PositiveIntegerField("total", default=0)
    attempts = models.PositiveSmallIntegerField("tentatives", default=0)
    error = models.TextField("erreur", blank=True)
    result = models.JSONField("résultat", default=dict)
    created_at = models.DateTimeField("demandé le", auto_now_add=True)
    not_before = models.DateTimeField("pas avant", null=True, blank=True)
    started_at = models.DateTimeField("commencé le", null=True, blank=True)
    ended_at = models.DateTimeField("terminé le", null=True, blank=True)
    lease_until = models.DateTimeField("bail", null=True, blank=True)

    class Meta(ContractBound.Meta):
        verbose_name = "tâche"
        constraints = [
            models.UniqueConstraint(fields=["contract", "kind", "key"], name="job_asked_once"),
            models.CheckConstraint(condition=Q(done__lte=models.F("total")), name="job_done_within_total"),
        ]
        indexes = [models.Index(fields=["state", "created_at"], name="job_by_state")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

    @property
    def is_over(self) -> bool:
        return self.state in {self.State.DONE, self.State.FAILED, self.State.CANCELLED}
