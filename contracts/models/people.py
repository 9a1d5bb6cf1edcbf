"""The people of a contract: who takes part, who does what (RACI), who is called when, who works for the provider."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q

from contracts.engine.escalation import UNITS
from contracts.engine.people import ROLES, SIDES
from contracts.engine.raci import LETTERS
from contracts.engine.scope_words import choices
from core.scope import ClientOnly, ContractBound


class Stakeholder(ContractBound):
    """One person who takes part (acteur), told apart by `code`. Nobody is removed: a departure has its last day."""

    code = models.SlugField("code", max_length=30)
    name = models.CharField("nom", max_length=120)
    position = models.CharField("fonction", max_length=120, blank=True)
    role = models.CharField("rôle", max_length=15, choices=choices(ROLES))
    side = models.CharField("partie", max_length=8, choices=choices(SIDES))
    email = models.EmailField("courriel", blank=True)
    phone = models.CharField("téléphone", max_length=30, blank=True)
    deputy = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="suppléant"
    )
    since = models.DateField("du", null=True, blank=True)
    until = models.DateField("au", null=True, blank=True)

    class Meta(ContractBound.Meta):
        verbose_name = "acteur"
        constraints = [
            models.UniqueConstraint(fields=["contract", "code"], name="stakeholder_code_once"),
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")),
                name="stakeholder_days_in_order",
            ),
            models.CheckConstraint(
                condition=~Q(role="referent", side="provider") & ~Q(role="provider_lead", side="client"),
                name="stakeholder_role_fits_side",
            ),
            models.CheckConstraint(
                condition=Q(deputy=None) | ~Q(deputy=F("pk")), name="stakeholder_is_no_own_deputy"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class StakeholderNote(ClientOnly):
    """What the client keeps about a person for itself."""

    stakeholder = models.OneToOneField(Stakeholder, models.CASCADE, related_name="+", verbose_name="acteur")
    text = models.CharField("note", max_length=400)

    class Meta(ClientOnly.Meta):
        verbose_name = "note sur un acteur"

    def __str__(self) -> str:
        return self.text


class RaciLine(ContractBound):
    """One activity of the RACI."""

    number = models.PositiveSmallIntegerField("numéro")
    activity = models.CharField("activité", max_length=160)

    class Meta(ContractBound.Meta):
        verbose_name = "activité du RACI"
        constraints = [models.UniqueConstraint(fields=["contract", "number"], name="raci_number_once")]

    def __str__(self) -> str:
        return self.activity


class RaciAssignment(ContractBound):
    """What one person holds on one activity: a letter, or R and A together."""

    line = models.ForeignKey(RaciLine, models.CASCADE, related_name="+", verbose_name="activité")
    stakeholder = models.ForeignKey(Stakeholder, models.RESTRICT, related_name="+", verbose_name="acteur")
    letters = models.CharField("rôle", max_length=2, choices=list(LETTERS.items()))

    class Meta(ContractBound.Meta):
        verbose_name = "rôle au RACI"
        constraints = [
            models.UniqueConstraint(fields=["line", "stakeholder"], name="raci_person_once"),
            models.CheckConstraint(condition=Q(letters__in=list(LETTERS)), name="raci_letters_known"),
        ]

    def __str__(self) -> str:
        return f"{self.line_id} {self.letters}"


def _called(name: str) -> Any:
    return models.ForeignKey(
        Stakeholder, models.RESTRICT, null=True, blank=True, related_name="+", verbose_name=name
    )


class EscalationLevel(ContractBound):
    """One rung of the escalation ladder: how long after the trigger, who is called on each side."""

    number = models.PositiveSmallIntegerField("niveau")
    trigger = models.CharField("déclencheur", max_length=160)
    delay = models.PositiveSmallIntegerField("délai")
    unit = models.CharField("unité", max_length=13, choices=choices(UNITS))
    client = _called("chez le client")
    provider = _called("chez le prestataire")

    class Meta(ContractBound.Meta):
        verbose_name = "niveau d’escalade"
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="escalation_number_once"),
            models.CheckConstraint(condition=Q(number__gt=0, delay__gt=0), name="escalation_counts"),
        ]

    def __str__(self) -> str:
        return f"niveau {self.number}"


class Subcontractor(ContractBound):
    """A company that works for the provider (rank 1) or for another subcontractor, its `parent`."""

    name = models.CharField("nom", max_length=120)
    siren = models.CharField("SIREN", max_length=9, blank=True)
    service = models.CharField("prestation", max_length=160)
    country = models.CharField("pays", max_length=60, blank=True)
    rank = models.PositiveSmallIntegerField("rang")
    parent = models.ForeignKey(
        "self", models.RESTRICT, null=True, blank=True, related_name="+", verbose_name="travaille pour"
    )
    personal_data = models.BooleanField("données personnelles", default=False)
    authorised_on = models.DateField("autorisé le", null=True, blank=True)
    ended_on = models.DateField("fin", null=True, blank=True)

    class Meta(ContractBound.Meta):
        verbose_name = "sous-traitant"
        constraints = [
            models.UniqueConstraint(fields=["contract", "name"], name="subcontractor_name_once"),
            models.CheckConstraint(
                condition=Q(rank=1, parent=None) | Q(rank__gt=1, parent__isnull=False),
                name="subcontractor_rank_and_parent",
            ),
            models.CheckConstraint(
                condition=Q(authorised_on=None) | Q(ended_on=None) | Q(ended_on__gte=F("authorised_on")),
                name="subcontractor_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(siren="") | Q(siren__regex=r"^[0-9]{9}$"), name="subcontractor_siren"
            ),
        ]

    def __str__(self) -> str:
        return self.name
