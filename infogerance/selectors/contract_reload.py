"""The page where the file of a contract is loaded again: what waits, and which finding of the audit leads there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from accounts.models import User
from contracts.engine.audit import CHECKS, Check
from contracts.models import Contract, ContractDraft
from slas.engine.amending import digest_of

SHOWN = 400
"""Differences shown; a file that changes more says how many it leaves out."""


@dataclass(frozen=True)
class Reload:
    """A checked file that waits for its confirmation."""

    draft: ContractDraft

    @property
    def difference(self) -> list[Mapping[str, str]]:
        found: list[Mapping[str, str]] = self.draft.answers["difference"]
        return found

    @property
    def shown(self) -> list[Mapping[str, str]]:
        return self.difference[:SHOWN]

    @property
    def left(self) -> int:
        return max(len(self.difference) - SHOWN, 0)

    @property
    def seen(self) -> str:
        """The digest of the whole difference: what is confirmed is what was shown."""
        return digest_of(self.difference)


def waiting_reload(contract: Contract, user: User) -> Reload | None:
    """The file that this person has begun to load on this contract (1 query)."""
    draft = ContractDraft.objects.filter(author=user, kind=ContractDraft.Kind.RELOAD).first()
    return Reload(draft) if draft and draft.answers["contract"] == contract.pk else None


def asked_check(code: str) -> Check | None:
    """The check of the audit that leads here."""
    return CHECKS.get(code)
