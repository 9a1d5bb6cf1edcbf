"""The files that show what a proof or an exercise says."""

from __future__ import annotations

from django.db import models

from contracts.models import KeptFileRow
from core.scope import Addressed, ClientOnly
from reversibility.models.drills import Drill
from reversibility.models.proofs import ExitProof


class ExitProofFile(KeptFileRow, Addressed):
    """The document that a proof names; whoever sees the proof sees it."""

    proof = models.OneToOneField(ExitProof, models.CASCADE, related_name="file", verbose_name="preuve")

    class Meta(Addressed.Meta):
        verbose_name = "fichier d’une preuve de sortie"
        verbose_name_plural = "fichiers des preuves de sortie"


class DrillFile(KeptFileRow, ClientOnly):
    """A report of an exercise. The next one stands beside it; the same bytes are kept once."""

    drill = models.ForeignKey(Drill, models.CASCADE, related_name="files", verbose_name="exercice")
    rank = models.PositiveSmallIntegerField("rang")

    class Meta(ClientOnly.Meta):
        verbose_name = "fichier d’un exercice"
        verbose_name_plural = "fichiers des exercices"
        constraints = [
            models.UniqueConstraint(fields=["drill", "rank"], name="drill_file_rank_once"),
            models.UniqueConstraint(fields=["drill", "sha256"], name="drill_file_same_bytes_once"),
        ]
