"""Loading again the file of a contract in place: checked whole, shown as what it changes, then confirmed as it was shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from accounts.models import User
from contracts.engine.problems import FileRefused, Problem
from contracts.models import Contract, ContractDraft
from contracts.selectors.lookup import contract_of_file
from contracts.services.drafts import drop_draft
from core.jobs import enqueue
from infogerance.contract_file import contract_tables, load_contract, read_contract_file
from infogerance.engine.file_changes import file_changes
from slas.engine.amending import digest_of

KIND = ContractDraft.Kind.RELOAD


@dataclass(frozen=True)
class Reloader:
    """Who loads the file, in which role."""

    user: User
    role: str


@transaction.atomic
def keep_reload(*, contract: Contract, content: bytes, by: Reloader) -> list[Mapping[str, str]]:
    """Keep a file with what it would change of the contract, until it is confirmed; the person's former one gives way.

    Raises FileRefused with every fault, and keeps nothing; so does a file that changes nothing.
    """
    with transaction.atomic():
        difference = _load(contract, content, by)
        transaction.set_rollback(True)
    if not difference:
        raise FileRefused(
            [
                Problem(
                    "fichier",
                    "il dit ce que le contrat dit déjà.",
                    "Modifiez-le, puis déposez-le de nouveau.",
                )
            ]
        )
    ContractDraft.objects.update_or_create(
        author=by.user,
        kind=KIND,
        defaults={
            "content": content.decode("utf-8-sig"),
            "answers": {"contract": contract.pk, "difference": difference},
        },
    )
    return difference


@transaction.atomic
def confirm_reload(*, contract: Contract, draft: ContractDraft, seen: str, by: Reloader) -> int:
    """Load the kept file, and return how many things it changed.

    Raises FileRefused, and changes nothing, when the file would no longer do what was shown.
    """
    held = ContractDraft.objects.select_for_update().get(pk=draft.pk)
    difference = _load(contract, held.content.encode(), by)
    if digest_of(difference) != seen:
        raise FileRefused(
            [
                Problem(
                    "fichier",
                    "le contrat a changé depuis l’affichage.",
                    "Exportez le contrat de nouveau, reportez-y vos corrections, et déposez-le.",
                )
            ]
        )
    drop_draft(author=by.user, kind=KIND)
    enqueue(contract_id=contract.pk, kind="month", key=f"file-{seen[:16]}")
    return len(difference)


def _load(contract: Contract, content: bytes, by: Reloader) -> list[Mapping[str, str]]:
    identity = read_contract_file(content).terms.identity
    if contract_of_file(identity.reference, identity.client) != contract:
        raise FileRefused(
            [
                Problem(
                    "[contrat]",
                    f"il est celui du contrat « {identity.reference} » de « {identity.client} ».",
                    f"Gardez la référence « {contract.reference} » et le client « {contract.client.name} ».",
                )
            ]
        )
    before: dict[str, Any] = contract_tables(contract)
    loaded = load_contract(content, actor=by.user, role=by.role).contract
    return [vars(one) for one in file_changes(before, contract_tables(loaded))]
