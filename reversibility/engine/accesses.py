"""Who holds which access, what that puts at risk, and what must be changed on the day of the exit.

Nothing here is a secret: an access is known by its system, its kind, its holders and the place where its secret is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from contracts.engine.dates import add_months
from reversibility.engine.captivity import Share

SOON = timedelta(days=60)
"""How long before its last day a certificate, a domain name or another access that expires is told."""


class KindWord(NamedTuple):
    """A kind of access: our code, the label people read, the word of the contract file, what is done at the exit."""

    code: str
    label: str
    word: str
    at_exit: str


KINDS = (
    KindWord("cloud_owner", "Propriétaire de console cloud", "proprietaire_cloud",
        "Ôter au prestataire le rôle de propriétaire"),
    KindWord("dns", "Nom de domaine et DNS", "dns", "Changer le compte du bureau d’enregistrement"),
    KindWord("vault", "Coffre de mots de passe", "coffre", "Changer le mot de passe maître, révoquer le prestataire"),
    KindWord("break_glass", "Compte de secours", "secours", "Changer le mot de passe et sceller de nouveau"),
    KindWord("admin", "Compte d’administration", "admin", "Changer le mot de passe, retirer les comptes du prestataire"),
    KindWord("service", "Compte de service ou clé d’API", "service", "Changer le secret, puis vérifier le service"),
    KindWord("certificate", "Certificat", "certificat", "Émettre de nouveau avec une autre clé"),
    KindWord("other", "Autre accès", "autre", "Changer le secret"),
)  # fmt: skip
"""In the order of the exit: whoever owns consoles, names and vault can take back all the rest; services come late,
because changing their secret may stop them."""
KIND = {kind.code: kind for kind in KINDS}
RANK = {kind.code: rank for rank, kind in enumerate(KINDS)}
BREAK_GLASS = "break_glass"
WITHOUT_MFA = frozenset({"service", "certificate"})
"""No person signs in with these: a second factor means nothing there."""
SIDES = {"client": "client", "prestataire": "provider"}
MFA = {"oui": "yes", "non": "no", "inconnu": "unknown"}


class Held(StrEnum):
    """Who holds an access."""

    CLIENT = "client"
    PROVIDER = "provider"
    BOTH = "both"
    NOBODY = "nobody"


class Risk(StrEnum):
    """What an access puts at risk, the gravest first."""

    NOBODY = "nobody"
    PROVIDER_ALONE = "provider_alone"
    NO_MFA = "no_mfa"
    NEVER_TESTED = "never_tested"
    EXPIRING = "expiring"
    ROTATION = "rotation"


@dataclass(frozen=True, order=True)
class Holder:
    """A role on one side of the contract; never a person's name by duty, never a secret."""

    side: str
    role: str


@dataclass(frozen=True)
class Access:
    """One line of the register. `rotation_months`: 0 when no frequency is agreed."""

    system: str
    kind: str
    holders: tuple[Holder, ...] = ()
    mfa: str = "unknown"
    kept_in: str = ""
    rotated_on: date | None = None
    rotation_months: int = 0
    tested_on: date | None = None
    expires_on: date | None = None
    proof: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What tells an access from the others of a contract, whatever its case."""
        return self.system.casefold(), self.kind

    @property
    def held(self) -> Held:
        sides = {holder.side for holder in self.holders}
        if len(sides) == len(SIDES):
            return Held.BOTH
        return Held(sides.pop()) if sides else Held.NOBODY

    @property
    def rotation_due(self) -> date | None:
        """The last day of the present secret; None without frequency, or when it was never changed."""
        if not self.rotation_months or self.rotated_on is None:
            return None
        return add_months(self.rotated_on, self.rotation_months)

    def roles(self, side: str) -> list[str]:
        """The roles that hold it on one side."""
        return [holder.role for holder in self.holders if holder.side == side]


def risks_of(access: Access, today: date) -> tuple[Risk, ...]:
    """What to see to, the gravest first.

    A rotation is late from the day after its last one, and where a frequency is agreed and nothing was ever changed.
    An expiry is told 60 days ahead, and stays told once past.
    """
    late = access.rotation_months and (access.rotation_due is None or access.rotation_due < today)
    found = {
        Risk.NOBODY: access.held is Held.NOBODY,
        Risk.PROVIDER_ALONE: access.held is Held.PROVIDER,
        Risk.NO_MFA: access.mfa == "no" and access.kind not in WITHOUT_MFA,
        Risk.NEVER_TESTED: access.kind == BREAK_GLASS and access.tested_on is None,
        Risk.EXPIRING: access.expires_on is not None and access.expires_on - today <= SOON,
        Risk.ROTATION: bool(late),
    }
    return tuple(risk for risk, met in found.items() if met)


def to_change_at_exit(accesses: Iterable[Access]) -> list[Access]:
    """Everything the provider holds, in the order of the exit; what it holds alone comes first in each kind."""
    held = [access for access in accesses if access.held in {Held.PROVIDER, Held.BOTH}]
    return sorted(held, key=lambda one: (RANK[one.kind], one.held is Held.BOTH, one.key))


def steps_at_exit(access: Access) -> tuple[str, ...]:
    """What is done for one access of the provider, in order, in French."""
    handed = () if access.held is Held.BOTH else ("Se faire remettre l’accès, avec une preuve",)
    return (*handed, KIND[access.kind].at_exit)


def share_alone(accesses: Sequence[Access]) -> Share | None:
    """The part that the provider alone holds of the accesses whose holder is told; None where the register is empty.

    An access without holder is no free one: who holds it is unknown.
    """
    if not accesses:
        return None
    told = [one.held for one in accesses if one.held is not Held.NOBODY]
    return Share(told.count(Held.PROVIDER), len(told), len(accesses) - len(told))
