"""The append-only, hash-chained record of who did what, and the heads of its chain kept elsewhere."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from core.guards import Guard
from core.scope import ContractBound
from journal.engine.chain import GENESIS


class JournalEntry(ContractBound):
    """One act on one contract, chained to the one before it by its hash."""

    sequence = models.PositiveIntegerField("numéro")
    at = models.DateTimeField("date")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="auteur",
    )
    actor_role = models.CharField("rôle", max_length=20, blank=True)
    action = models.CharField("acte", max_length=60)
    subject = models.CharField("objet", max_length=200)
    details = models.JSONField("détails", default=dict)
    reason = models.TextField("motif", blank=True)
    previous_hash = models.CharField("empreinte précédente", max_length=64)
    hash = models.CharField("empreinte", max_length=64)

    class Meta(ContractBound.Meta):
        verbose_name = "ligne du journal"
        verbose_name_plural = "lignes du journal"
        constraints = [
            models.UniqueConstraint(fields=["contract", "sequence"], name="journal_sequence_without_gap")
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.action} {self.subject}"


class Anchor(ContractBound):
    """A head of the chain as it left the database: a chain rewritten or cut since then no longer shows it."""

    class Place(models.TextChoices):
        CLOSING = "closing", "Clôture d’un mois"
        PACK = "pack", "Dossier de comité"

    sequence = models.PositiveIntegerField("numéro de la tête")
    hash = models.CharField("empreinte de la tête", max_length=64)
    place = models.CharField("lieu", max_length=10, choices=Place)
    at = models.DateTimeField("date")

    class Meta(ContractBound.Meta):
        verbose_name = "ancre du journal"
        verbose_name_plural = "ancres du journal"
        constraints = [models.UniqueConstraint(fields=["contract", "sequence", "place"], name="anchor_once")]

    def __str__(self) -> str:
        return f"{self.sequence} {self.hash[:12]}"


JOURNAL = "journal_journalentry"
OF_CONTRACT = f"FROM {JOURNAL} held WHERE held.contract_id = NEW.contract_id"
NEXT_ENTRY = (
    f"NEW.sequence <> 1 + (SELECT COALESCE(MAX(held.sequence), 0) {OF_CONTRACT})"
    f" OR NEW.previous_hash <> COALESCE((SELECT held.hash {OF_CONTRACT} ORDER BY held.sequence DESC LIMIT 1),"
    f" '{GENESIS}')"
)
NOT_THE_HEAD = (
    f"NOT EXISTS (SELECT 1 {OF_CONTRACT} AND held.sequence = NEW.sequence AND held.hash = NEW.hash)"
    f" OR NEW.sequence <> (SELECT MAX(held.sequence) {OF_CONTRACT})"
    " OR EXISTS (SELECT 1 FROM journal_anchor kept WHERE kept.contract_id = NEW.contract_id"
    " AND kept.sequence = NEW.sequence AND kept.place = NEW.place)"
)
GUARDS = [
    Guard("journal", JOURNAL, "UPDATE", "Le journal ne se modifie pas."),
    Guard("journal", JOURNAL, "DELETE", "Le journal ne s’efface pas."),
    Guard(
        "journal", JOURNAL, "INSERT", "Le journal ne s’écrit qu’à la suite de sa dernière ligne.", NEXT_ENTRY
    ),
    Guard("anchor", "journal_anchor", "UPDATE", "Une ancre du journal ne se modifie pas."),
    Guard("anchor", "journal_anchor", "DELETE", "Une ancre du journal ne s’efface pas."),
    Guard(
        "anchor",
        "journal_anchor",
        "INSERT",
        "Une ancre du journal est sa dernière ligne, une fois par lieu.",
        NOT_THE_HEAD,
        (JOURNAL,),
    ),
]


def head_carries(contract: str, digest: str) -> str:
    """SQL: the last line of the contract's journal carries this digest in its details."""
    return (
        f"EXISTS (SELECT 1 FROM {JOURNAL} told WHERE told.contract_id = {contract}"
        f" AND told.details ->> 'sha256' = {digest} AND told.sequence ="
        f" (SELECT MAX(held.sequence) FROM {JOURNAL} held WHERE held.contract_id = {contract}))"
    )
