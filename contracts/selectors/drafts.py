"""Who may create a contract, for which clients, and what they have begun."""

from __future__ import annotations

from collections.abc import Collection

from accounts.capabilities import Capability
from accounts.models import Membership, Organisation, User
from accounts.selectors import may
from contracts.models import Contract, ContractDraft
from core.scope import current


def creatable_clients(user: User, memberships: Collection[Membership]) -> tuple[str, ...]:
    """Names of the clients for whom the person may create a contract; none where they may not.

    Those of the contracts where they are referent, and their own organisation. Whoever has no contract yet may
    create the first one of their own organisation; who has only other roles may not.
    """
    held = [one.contract_id for one in memberships if may(one, Capability.EDIT_CONTRACT)]
    if memberships and not held:
        return ()
    own = user.organisation if user.organisation_id else None
    names = [own.name] if own is not None and own.kind == Organisation.Kind.CLIENT else []
    names += (
        Contract.objects.filter(pk__in=held).order_by("client__name").values_list("client__name", flat=True)
    )
    return tuple(dict.fromkeys(names))


def copyable_contracts(clients: Collection[str]) -> list[Contract]:
    """Contracts read from the client's side whose sites and hours a new contract of those clients may take again."""
    mine = Contract.objects.filter(pk__in=current().client, client__name__in=clients)
    return list(mine.order_by("reference"))


def drafts_of(user: User) -> list[ContractDraft]:
    """The new contracts that the person has begun, the guided form first."""
    kinds = [ContractDraft.Kind.GUIDED, ContractDraft.Kind.FILE]
    return list(ContractDraft.objects.filter(author=user, kind__in=kinds).order_by("-kind"))


def draft_of(user: User, kind: str) -> ContractDraft | None:
    """The person's own draft of a kind."""
    return ContractDraft.objects.filter(author=user, kind=kind).first()
