"""Surveys by link: the waves, their one-use links, and answers that nothing leads back from.

An answer names its wave and its group, never its link; neither carries an instant, and answers have no order.
Links, answers and words are the client's alone: the provider reads the figures kept with a closed wave.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from core.scope import ClientOnly, ContractBound

BAROMETER = ("recommendation", "tools", "delays", "information", "projects")


class Survey(ContractBound):
    """One wave. `results`: what may be read of it, kept when it is closed (see `kpis.services.closing_surveys`)."""

    class Kind(models.TextChoices):
        TICKET = "ticket", "Fin de ticket"
        BAROMETER = "barometer", "Écho métier"

    number = models.PositiveSmallIntegerField("numéro")
    kind = models.CharField("nature", max_length=9, choices=Kind)
    title = models.CharField("titre", max_length=120)
    addressed_to = models.CharField("public visé", max_length=120)
    questions = models.JSONField("questions posées", default=list)
    opens_on = models.DateField("ouverte le")
    closes_on = models.DateField("dernier jour")
    closed_at = models.DateTimeField("close le", null=True, blank=True)
    results = models.JSONField("résultats", default=dict)

    class Meta(ContractBound.Meta):
        verbose_name = "enquête"
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="survey_number_once"),
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")), name="survey_closes_after_opening"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class SurveyInvitation(ClientOnly):
    """A one-use link, known by the digest of its token; the token itself is kept nowhere."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="invitations", verbose_name="enquête")
    lot = models.PositiveSmallIntegerField("lot")
    group = models.CharField("groupe", max_length=60, blank=True)
    token_hash = models.CharField("empreinte du lien", max_length=64, unique=True)
    expires_on = models.DateField("dernier jour")
    answered = models.BooleanField("utilisé", default=False)
    revoked = models.BooleanField("révoqué", default=False)

    class Meta(ClientOnly.Meta):
        verbose_name = "lien d’enquête"
        verbose_name_plural = "liens d’enquête"
        constraints = [
            models.CheckConstraint(condition=~Q(answered=True, revoked=True), name="link_used_or_revoked"),
        ]

    def __str__(self) -> str:
        return f"lot {self.lot}"


def _on_scale(name: str, low: int, high: int) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(**{name: None}) | Q(**{f"{name}__range": (low, high)}), name=f"answer_{name}_on_scale"
    )


class SurveyAnswer(ClientOnly):
    """The marks of one person: the one of a ticket survey, or the five of the barometer."""

    id = models.UUIDField("identifiant", primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="answers", verbose_name="enquête")
    group = models.CharField("groupe", max_length=60, blank=True)
    satisfaction = models.PositiveSmallIntegerField("satisfaction", null=True, blank=True)
    recommendation = models.PositiveSmallIntegerField("recommandation", null=True, blank=True)
    tools = models.PositiveSmallIntegerField("outils", null=True, blank=True)
    delays = models.PositiveSmallIntegerField("délais", null=True, blank=True)
    information = models.PositiveSmallIntegerField("information", null=True, blank=True)
    projects = models.PositiveSmallIntegerField("projets", null=True, blank=True)

    class Meta(ClientOnly.Meta):
        verbose_name = "réponse à une enquête"
        verbose_name_plural = "réponses aux enquêtes"
        constraints = [
            _on_scale("satisfaction", 1, 5),
            _on_scale("recommendation", 0, 10),
            *(_on_scale(name, 1, 5) for name in BAROMETER[1:]),
            models.CheckConstraint(
                condition=Q(satisfaction__isnull=False, **dict.fromkeys(BAROMETER))
                | Q(satisfaction=None, **{f"{name}__isnull": False for name in BAROMETER}),
                name="answer_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"réponse à {self.survey_id}"


class SurveyComment(ClientOnly):
    """The words that came with an answer, as written."""

    answer = models.OneToOneField(
        SurveyAnswer, models.CASCADE, related_name="comment", verbose_name="réponse"
    )
    text = models.CharField("commentaire", max_length=1000)

    class Meta(ClientOnly.Meta):
        verbose_name = "commentaire d’enquête"
        verbose_name_plural = "commentaires d’enquête"

    def __str__(self) -> str:
        return self.text


class HiddenVerbatim(ClientOnly):
    """Words that the client's referent chose not to show, known by their digest: a report sent again brings the
    same words back as another row, and they stay hidden."""

    digest = models.CharField("empreinte du texte", max_length=64)
    at = models.DateTimeField("écarté le")

    class Meta(ClientOnly.Meta):
        verbose_name = "verbatim écarté"
        verbose_name_plural = "verbatims écartés"
        constraints = [models.UniqueConstraint(fields=["contract", "digest"], name="verbatim_hidden_once")]

    def __str__(self) -> str:
        return self.digest[:12]
