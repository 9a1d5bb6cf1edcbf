"""Creating a contract: one path for the guided form and for a file, and its author becomes its referent."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from django.db import transaction

from accounts.models import Membership, Organisation, Role, User
from contracts.engine.from_model import UNNAMED
from contracts.engine.people import Person
from contracts.engine.problems import FileRefused, Problem
from contracts.models import Contract, ContractDraft
from contracts.selectors.people import people_of
from contracts.services.drafts import drop_draft
from contracts.services.people import save_person
from core.scope import Side, for_contract, unscoped
from infogerance.contract_file import LoadReport, load_contract, read_contract_file
from journal.services import record


@transaction.atomic
def create_contract(*, content: bytes, author: User, clients: Collection[str]) -> LoadReport:
    """Load a file that names a new contract of one of `clients`, and make its author the referent.

    Raises FileRefused, and writes nothing, when the file is wrong, when its client is none of those, or when the
    client has a contract of that reference: a contract in place changes by an amendment, never here.
    """
    identity = read_contract_file(content).terms.identity
    _check_new(identity.reference, identity.client, clients)
    report = load_contract(content, actor=author)
    contract = report.contract
    with for_contract(contract.pk):
        Membership.objects.create(contract=contract, user=author, side=Side.CLIENT.value, role=Role.REFERENT)
        record(
            contract_id=contract.pk,
            action="membership_granted",
            subject=f"{author.email} : {Role.REFERENT}",
            actor=author,
            role=Role.REFERENT,
            details={"role": Role.REFERENT},
        )
        _name_referent(contract, author)
    return report


def _name_referent(contract: Contract, author: User) -> None:
    """Whoever may act as the referent is told among the actors, unless the file names one."""
    known = people_of(contract)
    referents = {
        key: one for key, one in known.items() if (one.role, one.side) == ("referent", Side.CLIENT.value)
    }
    unnamed = next((key for key, one in referents.items() if one.name == UNNAMED), None)
    if referents and unnamed is None:
        return
    name = (author.get_full_name() or str(author))[:80]
    if unnamed is not None:
        said = replace(referents[unnamed], name=name, email=author.email)
        save_person(contract=contract, said=said, key=unnamed, user=author, role=Role.REFERENT)
        return
    said = Person(
        code="", name=name, side=Side.CLIENT.value, role="referent",
        position=author.title, email=author.email,
    )  # fmt: skip
    save_person(contract=contract, said=said, key=None, user=author, role=Role.REFERENT)


def _check_new(reference: str, client: str, clients: Collection[str]) -> None:
    if client not in clients:
        # The same words whether such an organisation exists or not.
        allowed = " ou ".join(f"« {name} »" for name in clients)
        raise FileRefused(
            [
                Problem(
                    "[contrat]",
                    f"« client » vaut « {client} », pour qui vous ne pouvez pas créer de contrat.",
                    f"Écrivez {allowed}, ou demandez à l’administrateur de rattacher votre compte.",
                )
            ]
        )
    owner = Organisation.objects.select_for_update().filter(name=client).first()
    with unscoped("a new contract has a reference that none of the client's contracts has"):
        taken = Contract.objects.filter(client=owner, reference=reference).exists()
    if taken:
        raise FileRefused(
            [
                Problem(
                    "[contrat]",
                    f"« {client} » a déjà un contrat de référence « {reference} ».",
                    "Choisissez une autre référence. Un contrat en place se modifie par un avenant.",
                )
            ]
        )


@transaction.atomic
def create_from_draft(*, draft: ContractDraft, content: bytes, clients: Collection[str]) -> LoadReport | None:
    """Create what the draft says, which ends the draft; None when another request has just done so."""
    held = ContractDraft.objects.select_for_update().filter(pk=draft.pk).first()
    if held is None:
        return None
    report = create_contract(content=content, author=held.author, clients=clients)
    drop_draft(author=held.author, kind=held.kind)
    return report


def try_contract(*, content: bytes, author: User, clients: Collection[str]) -> LoadReport:
    """What creating would write, counted section by section; nothing is kept. Raises FileRefused like the real act."""
    with transaction.atomic():
        report = create_contract(content=content, author=author, clients=clients)
        transaction.set_rollback(True)
    return report
