"""People, organisations, and who may act on which contract."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import Q

from core.scope import ContractBound, Side


class Organisation(models.Model):
    """A client or a provider company. Being part of one gives no right by itself."""

    class Kind(models.TextChoices):
        CLIENT = "client", "Client"
        PROVIDER = "provider", "Prestataire"

    name = models.CharField("nom", max_length=120, unique=True)
    kind = models.CharField("nature", max_length=8, choices=Kind)

    class Meta:
        verbose_name = "organisation"

    def __str__(self) -> str:
        return self.name


class EmailUserManager(UserManager["User"]):
    """Creates users by e-mail: there is no user name."""

    def _create_user_object(
        self, username: str, email: str | None, password: str | None, **extra: Any
    ) -> Any:
        user = self.model(email=self.normalize_email(email).lower(), **extra)
        user.set_password(password)
        return user

    def create_user(self, email: str, password: str | None = None, **extra: Any) -> User:  # type: ignore[override]
        return super().create_user("", email, password, **extra)

    def create_superuser(self, email: str, password: str | None = None, **extra: Any) -> User:  # type: ignore[override]
        return super().create_superuser("", email, password, **extra)


class User(AbstractUser):
    """A person, known by e-mail."""

    username = None  # type: ignore[assignment]
    email = models.EmailField("adresse électronique", unique=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="users", verbose_name="organisation"
    )
    title = models.CharField("fonction", max_length=80, blank=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    objects = EmailUserManager()  # type: ignore[misc]

    class Meta:
        verbose_name = "utilisateur"

    def __str__(self) -> str:
        return self.title or self.email


class Role(models.TextChoices):
    REFERENT = "referent", "Référent IT"
    EXECUTIVE = "executive", "Direction"
    READER = "reader", "Lecteur"
    PROVIDER = "provider", "Prestataire"


class Digest(models.TextChoices):
    """How often what waits for a person is written to them."""

    NEVER = "never", "Jamais"
    DAILY = "daily", "Chaque jour"
    WEEKLY = "weekly", "Chaque semaine"


class Membership(ContractBound):
    """What one person may do on one contract, seen from one side. Nothing is granted to a whole organisation."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships", verbose_name="personne")
    side = models.CharField("partie", max_length=8, choices=[(s.value, s.value) for s in Side])
    role = models.CharField("rôle", max_length=10, choices=Role)
    created_at = models.DateTimeField("accordé le", auto_now_add=True)
    pack_attached = models.BooleanField(
        "dossiers de comité joints",
        default=True,
        help_text="Sinon, le courriel ne porte qu’un lien : le PDF reste au portail.",
    )

    digest = models.CharField(
        "récapitulatif des choses à faire", max_length=6, choices=Digest, default=Digest.WEEKLY
    )
    digest_sent_on = models.DateField("dernier récapitulatif", null=True, blank=True)
    digest_told = models.JSONField("déjà dit", default=list, blank=True)

    class Meta(ContractBound.Meta):
        verbose_name = "habilitation"
        constraints = [
            models.UniqueConstraint(fields=["user", "contract"], name="membership_once_per_contract"),
            models.CheckConstraint(
                condition=Q(role=Role.PROVIDER, side=Side.PROVIDER.value)
                | Q(role__in=[Role.REFERENT, Role.EXECUTIVE, Role.READER], side=Side.CLIENT.value),
                name="membership_role_fits_side",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} : {self.get_role_display()}"
