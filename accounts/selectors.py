"""Who may see what."""

from __future__ import annotations

import time

from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest

from accounts.capabilities import ROLE_CAPABILITIES, Capability
from accounts.models import Membership, User
from core.scope import Scope, Side, unscoped


def memberships_of(user: User) -> list[Membership]:
    """Every membership of a person, all contracts together (the only read before a scope exists)."""
    with unscoped("the visitor's memberships define the scope"):
        return list(Membership.objects.filter(user=user).select_related("user", "contract"))


def scope_of(memberships: list[Membership]) -> Scope:
    """The scope that a list of memberships opens."""
    by_side = {side: frozenset(m.contract_id for m in memberships if m.side == side) for side in Side}
    return Scope(client=by_side[Side.CLIENT], provider=by_side[Side.PROVIDER])


def may(membership: Membership, capability: Capability) -> bool:
    """True when the membership's role holds the capability."""
    return capability in ROLE_CAPABILITIES[membership.role]


def confirmed_lately(request: HttpRequest, within: int) -> bool:
    """True when the person gave a password or a second factor at most `within` seconds ago."""
    given = [record["at"] for record in get_authentication_records(request, request.user)]
    last = max(given, default=request.session.get("started_at", 0))
    return time.time() - last <= within
