"""Finding a contract by what a person types."""

from __future__ import annotations

from contracts.models import Contract
from core.scope import unscoped


class ContractNotFound(Exception):
    """No contract, or more than one, answers to the name; the message is in French, with what to do."""


def find_contract(name: str) -> Contract:
    """The contract of that slug or reference, for commands: across contracts, whatever the scope.

    Raises ContractNotFound when no contract answers, or when two clients use the same reference.
    """
    with unscoped("a command names its contract by slug or reference"):
        contracts = Contract.objects.select_related("client", "provider")
        by_slug = contracts.filter(slug=name).first()
        found = [by_slug] if by_slug else list(contracts.filter(reference__iexact=name).order_by("slug"))
        if len(found) == 1:
            return found[0]
        known = list(Contract.objects.order_by("reference").values_list("reference", flat=True)[:10])
    if found:
        slugs = ", ".join(contract.slug for contract in found)
        raise ContractNotFound(
            f"Plusieurs contrats portent la référence « {name} ». "
            f"Nommez l’un d’eux par son adresse : {slugs}."
        )
    remedy = f"Contrats connus : {', '.join(known)}." if known else "Chargez-en un : manage.py load_contract."
    raise ContractNotFound(f"Contrat inconnu : « {name} ». {remedy}")


def contract_of_file(reference: str, client: str) -> Contract | None:
    """The contract that a contract file speaks of, whatever the scope; None while it is new."""
    with unscoped("a contract file names its contract by reference and client"):
        return Contract.objects.filter(reference=reference, client__name=client).first()
