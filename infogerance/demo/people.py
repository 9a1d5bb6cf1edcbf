"""The people of the demonstration and what each may do. Their password is public: never for a real installation."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.models import Membership, Organisation, Role, User
from contracts.models import Contract
from core.scope import Side, for_contract
from infogerance.demo.worlds import CLOUD, OFFICE
from journal.services import record

OPEN_DOOR = "portail-d-essai"


@dataclass(frozen=True)
class Person:
    """A login of the demonstration; `contracts` are references. An empty role is the administrator."""

    email: str
    title: str
    role: str
    contracts: tuple[str, ...] = ()


REFERENT, DIRECTION, PROVIDER = "referent@exemple.fr", "direction@exemple.fr", "prestataire@exemple.fr"
BOTH = (OFFICE.reference, CLOUD.reference)
PEOPLE = (
    Person(REFERENT, "Référent IT", Role.REFERENT, BOTH),
    Person(DIRECTION, "Direction", Role.EXECUTIVE, BOTH),
    Person("lecteur@exemple.fr", "Lecteur", Role.READER, BOTH),
    Person(PROVIDER, "Responsable de compte", Role.PROVIDER, (OFFICE.reference,)),
    Person("hebergeur@exemple.fr", "Responsable de compte", Role.PROVIDER, (CLOUD.reference,)),
    Person("admin@exemple.fr", "Administrateur", ""),
)
FICTITIOUS = tuple(person for person in PEOPLE if person.role)


def create_people(*, contracts: dict[str, Contract], password: str | None) -> int:
    """Create the logins that do not exist yet and grant what is missing; returns how many rows that made.

    Without a password nobody may sign in as them, and there is no administrator among them.
    """
    made = 0
    for person in PEOPLE if password is not None else FICTITIOUS:
        user, new = _user(person, contracts, password)
        made += new + sum(_grant(user, person.role, contracts[name]) for name in person.contracts)
    return made


def _user(person: Person, contracts: dict[str, Contract], password: str | None) -> tuple[User, bool]:
    known = User.objects.filter(email=person.email).first()
    if known:
        return known, False
    if not person.role:
        return User.objects.create_superuser(person.email, password, title=person.title), True
    contract = contracts[person.contracts[0]]
    organisation: Organisation = contract.provider if person.role == Role.PROVIDER else contract.client
    return User.objects.create_user(
        person.email,
        password,
        title=person.title,
        organisation=organisation,
        is_active=password is not None,
    ), True


def _grant(user: User, role: str, contract: Contract) -> bool:
    side = Side.PROVIDER if role == Role.PROVIDER else Side.CLIENT
    with for_contract(contract.pk):
        _, new = Membership.objects.get_or_create(
            user=user, contract=contract, defaults={"side": side.value, "role": role}
        )
        if new:
            record(contract_id=contract.pk, action="membership_granted", subject=f"{user.email} : {role}")
    return new
