"""The papers of a contract, version after version, and the clauses found in them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from contracts.engine.paper_words import KINDS, PARTIES, THEMES
from contracts.engine.scope_words import choices
from contracts.models.kept_files import KeptFileRow
from core.scope import Addressed, ContractBound


class ContractDocument(Addressed):
    """A paper of the contract. Its files are its versions; one told by the contract file alone has none yet.

    Reserved to the client, it and all that hangs on it are unknown to the provider.
    """

    code = models.CharField("code", max_length=40)
    kind = models.CharField("type", max_length=12, choices=choices(KINDS))
    title = models.CharField("titre", max_length=160)
    dated_on = models.DateField("date", null=True, blank=True)
    valid_until = models.DateField("valable jusqu’au", null=True, blank=True)
    pages = models.PositiveSmallIntegerField("pages", null=True, blank=True)

    class Meta(Addressed.Meta):
        verbose_name = "document du contrat"
        verbose_name_plural = "documents du contrat"
        constraints = [
            models.UniqueConstraint(fields=["contract", "code"], name="document_code_once"),
            models.CheckConstraint(condition=~Q(code="") & ~Q(title=""), name="document_is_named"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(dated_on=None) | Q(valid_until__gte=F("dated_on")),
                name="document_valid_after_its_date",
            ),
            models.CheckConstraint(condition=Q(pages=None) | Q(pages__gt=0), name="document_has_pages"),
        ]

    def __str__(self) -> str:
        return self.title


class DocumentVersion(KeptFileRow, Addressed):
    """One file of a document, kept as received under a random name. It is never replaced: the next one is n + 1."""

    document = models.ForeignKey(
        ContractDocument, models.RESTRICT, related_name="versions", verbose_name="document"
    )
    number = models.PositiveSmallIntegerField("version")
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="déposée par")
    uploaded_side = models.CharField("partie", max_length=8, choices=choices(PARTIES))
    uploaded_at = models.DateTimeField("déposée le")

    class Meta(Addressed.Meta):
        verbose_name = "version d’un document"
        verbose_name_plural = "versions des documents"
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="document_version_once"),
            models.UniqueConstraint(fields=["document", "sha256"], name="document_same_bytes_once"),
            models.CheckConstraint(condition=Q(number__gt=0), name="document_version_from_one"),
        ]


class Clause(ContractBound):
    """A clause of the contract: what it says, on which page of which document. `position` is its place in the contract file."""

    position = models.PositiveSmallIntegerField("rang")
    code = models.CharField("clause", max_length=40)
    theme = models.CharField("thème", max_length=16, choices=choices(THEMES))
    title = models.CharField("titre", max_length=160, blank=True)
    text = models.TextField("texte", blank=True)
    document = models.ForeignKey(
        ContractDocument, models.RESTRICT, null=True, blank=True, related_name="+", verbose_name="document"
    )
    page = models.PositiveSmallIntegerField("page", null=True, blank=True)

    class Meta(ContractBound.Meta):
        verbose_name = "clause"
        constraints = [
            models.UniqueConstraint(fields=["contract", "code"], name="clause_code_once"),
            models.CheckConstraint(condition=~Q(code=""), name="clause_is_named"),
            models.CheckConstraint(
                condition=Q(page=None) | Q(page__gt=0, document__isnull=False),
                name="clause_page_of_a_document",
            ),
        ]

    def __str__(self) -> str:
        return self.code
