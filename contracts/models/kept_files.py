"""The columns of a row that names a kept file."""

from __future__ import annotations

from django.db import models


class KeptFileRow(models.Model):
    """A file kept as received under a random name; it is never replaced."""

    name = models.CharField("nom du fichier", max_length=120)
    storage_name = models.CharField("nom de stockage", max_length=80, unique=True)
    sha256 = models.CharField("empreinte SHA-256", max_length=64)
    size = models.PositiveIntegerField("taille, en octets")
    media_type = models.CharField("type de contenu", max_length=100)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name
