"""What the parties say of a gap: an answer, then the referent's reply. Nothing here changes a measure."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.fields import MonthField
from core.scope import ContractBound, Side
from slas.engine.reconciliation import Cause

CAUSES = [
    (Cause.SETTLED.value, "Verdicts décidés par les parties"),
    (Cause.OMITTED.value, "Tickets omis, ou comptés un autre mois"),
    (Cause.REQUALIFIED.value, "Priorité requalifiée"),
    (Cause.REDATED.value, "Dates différentes"),
    (Cause.WRONG_CALENDAR.value, "Autre calendrier"),
    (Cause.UNJUSTIFIED_PAUSE.value, "Suspensions comptées autrement"),
    (Cause.DUPLICATE.value, "Doublons et tickets fils"),
    (Cause.CANCELLED.value, "Tickets annulés"),
    (Cause.ROUNDING.value, "Arrondi du rapport"),
    (Cause.UNEXPLAINED.value, "À expliquer"),
]


class GapAnswer(ContractBound):
    """What one side answers to the gap of a commitment over a month, or to one of its causes (blank: all of it).

    Rows are only added: the last one about the figures of the day rules. `about` holds those figures, so that
    an answer given on others explains nothing any more.
    """

    class Kind(models.TextChoices):
        ADD = "add", "Accepte le chiffre recalculé"
        JUSTIFY = "justify", "Justifie l’écart"

    month = MonthField("mois")
    commitment_code = models.CharField("engagement", max_length=20)
    cause = models.CharField("cause", max_length=17, choices=CAUSES, blank=True)
    kind = models.CharField("réponse", max_length=7, choices=Kind)
    text = models.TextField("justification", blank=True)
    about = models.CharField("chiffres", max_length=80)
    side = models.CharField(
        "partie",
        max_length=8,
        choices=[(Side.CLIENT.value, "Client"), (Side.PROVIDER.value, "Prestataire")],
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="auteur"
    )
    at = models.DateTimeField("le")

    class Meta(ContractBound.Meta):
        verbose_name = "réponse à un écart"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="add", side="provider") | Q(kind="justify") & ~Q(text=""),
                name="gap_answer_said",
            ),
        ]
        indexes = [models.Index(fields=["contract", "month"], name="gap_answer_by_month")]

    def __str__(self) -> str:
        return f"{self.commitment_code} {self.month} {self.kind}"


class GapReply(ContractBound):
    """What the referent makes of a justification, once."""

    class Outcome(models.TextChoices):
        ACCEPT = "accept", "Acceptée"
        REFUSE = "refuse", "Refusée"
        REFER = "refer", "Portée en comité"

    answer = models.OneToOneField(
        GapAnswer, models.PROTECT, related_name="reply", verbose_name="réponse à l’écart"
    )
    outcome = models.CharField("suite", max_length=6, choices=Outcome)
    reason = models.TextField("motif", blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="auteur"
    )
    at = models.DateTimeField("le")

    class Meta(ContractBound.Meta):
        verbose_name = "suite d’une réponse à un écart"
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="accept") | ~Q(reason=""), name="gap_reply_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer_id} {self.outcome}"
