"""Dates that commit: extension options, dates the contract names, letters of notice, answers, the private feed."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from accounts.models import Membership, User
from core.scope import Addressed, ClientOnly, ContractBound, Side

SIDES = [(Side.CLIENT.value, "client"), (Side.PROVIDER.value, "prestataire")]


class ExtensionOption(ContractBound):
    """So many more months, for the asking, until a day."""

    number = models.PositiveSmallIntegerField("numéro")
    title = models.CharField("objet", max_length=160)
    months = models.PositiveSmallIntegerField("durée, en mois")
    exercise_by = models.DateField("à lever au plus tard le")
    exercised_on = models.DateField("levée le", null=True, blank=True)

    class Meta(ContractBound.Meta):
        verbose_name = "option de prolongation"
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="extension_number_once"),
            models.CheckConstraint(condition=Q(months__gt=0), name="extension_lasts"),
            models.CheckConstraint(
                condition=Q(exercised_on=None) | Q(exercised_on__lte=F("exercise_by")),
                name="extension_taken_in_time",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class DatedTerm(Addressed):
    """A date that the contract names: price revision, warranty, insurance; once, or at intervals from the first."""

    class Kind(models.TextChoices):
        REVISION = "revision", "Révision des prix"
        WARRANTY = "warranty", "Fin de garantie"
        DOCUMENT = "document", "Pièce à renouveler"
        REVIEW = "review", "Revue"
        OTHER = "other", "Autre échéance"

    number = models.PositiveSmallIntegerField("numéro")
    kind = models.CharField("nature", max_length=8, choices=Kind)
    title = models.CharField("échéance", max_length=120)
    commits = models.CharField("ce qu’elle engage", max_length=160, blank=True)
    first_on = models.DateField("première date")
    every_months = models.PositiveSmallIntegerField("revient tous les n mois", default=0)
    reminder_days = models.JSONField("rappels, en jours avant la date", default=list)

    class Meta(Addressed.Meta):
        verbose_name = "échéance du contrat"
        constraints = [models.UniqueConstraint(fields=["contract", "number"], name="dated_term_number_once")]

    def __str__(self) -> str:
        return self.title


class NoticeLetter(ContractBound):
    """The registered letter by which one side ends the contract. One that took effect fixes the end."""

    side = models.CharField("partie qui dénonce", max_length=8, choices=SIDES)
    tracking = models.CharField("numéro de suivi", max_length=40, blank=True)
    sent_on = models.DateField("envoyée le")
    presented_on = models.DateField("présentée le", null=True, blank=True)
    received_on = models.DateField("reçue le", null=True, blank=True)
    effective_on = models.DateField("prend effet le", null=True, blank=True)
    ends_on = models.DateField("fin du contrat", null=True, blank=True)
    recorded_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="saisie par, vide si le fichier la dit",
    )
    recorded_at = models.DateTimeField("saisie le")

    class Meta(ContractBound.Meta):
        verbose_name = "lettre de préavis"
        constraints = [
            models.UniqueConstraint(fields=["contract"], name="one_notice_letter"),
            models.CheckConstraint(
                condition=Q(effective_on=None, ends_on=None)
                | Q(effective_on__isnull=False, ends_on__isnull=False),
                name="notice_letter_effect_and_end",
            ),
        ]

    def __str__(self) -> str:
        return f"préavis du {self.sent_on}"


class DateAnswer(ClientOnly):
    """What the client decided about one date; it stops the reminders of that very day only."""

    class Kind(models.TextChoices):
        TERMINATE = "terminate", "Dénoncer"
        LET_RENEW = "let_renew", "Laisser reconduire"
        RENEGOTIATE = "renegotiate", "Renégocier"
        TAKE = "take", "Lever l’option"
        DROP = "drop", "Ne pas lever l’option"
        NOTED = "noted", "Pris en compte"

    key = models.CharField("échéance", max_length=40)
    day = models.DateField("date")
    kind = models.CharField("décision", max_length=11, choices=Kind)
    reason = models.CharField("motif", max_length=400)
    author = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="par")
    role = models.CharField("rôle", max_length=10)
    at = models.DateTimeField("le")

    class Meta(ClientOnly.Meta):
        verbose_name = "réponse à une échéance"
        indexes = [models.Index(fields=["contract", "key", "day"], name="date_answer_lookup")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.day})"


class CalendarFeed(ContractBound):
    """The private address at which one membership's dates are read by a calendar; only its hash is kept."""

    membership = models.OneToOneField(
        Membership, models.CASCADE, related_name="+", verbose_name="habilitation"
    )
    token_hash = models.CharField("empreinte de l’adresse", max_length=64, unique=True)
    created_at = models.DateTimeField("créée le")

    class Meta(ContractBound.Meta):
        verbose_name = "agenda privé"

    def __str__(self) -> str:
        return f"agenda {self.pk}"
