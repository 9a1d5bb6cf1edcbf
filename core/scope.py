"""The scope guard: no query on contract-bound rows runs unless a scope is open.

A scope says which contracts may be seen, and from which side. It is opened by the middleware for a visitor,
by the job runner for a job (its one contract), and by `unscoped("reason")` for the few reads across contracts.
The guard is a WHERE leaf that reads the scope when the query is *compiled*: it holds for every verb
(iteration, count, exists, aggregate, update, delete), where lists of forbidden methods leak.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import models
from django.db.models.expressions import Expression, F


class Side(StrEnum):
    CLIENT = "client"
    PROVIDER = "provider"


class Audience(models.TextChoices):
    """Who may read a row: `client` is the closed session (huis clos), never sent to the provider."""

    BOTH = "both", "Partagé"
    CLIENT = "client", "Client seulement"
    PROVIDER = "provider", "Prestataire seulement"


class ScopeMissing(RuntimeError):
    """A contract-bound query was run while no scope was open."""


class OutOfScope(RuntimeError):
    """A row of a contract outside the open scope was about to be written."""


@dataclass(frozen=True)
class Scope:
    """Contracts visible from the client's side and from the provider's side; `everything` lifts the limit."""

    client: frozenset[int] = frozenset()
    provider: frozenset[int] = frozenset()
    everything: bool = False
    reason: str = ""

    def holds(self, contract_id: int | None) -> bool:
        return self.everything or contract_id in self.client or contract_id in self.provider

    def side_of(self, contract_id: int) -> Side | None:
        """The side from which a contract is seen; the client's side wins for a job or a reader of both."""
        if self.everything or contract_id in self.client:
            return Side.CLIENT
        return Side.PROVIDER if contract_id in self.provider else None


_current: ContextVar[Scope | None] = ContextVar("scope", default=None)


def current() -> Scope:
    """The open scope. Raises ScopeMissing when there is none."""
    scope = _current.get()
    if scope is None:
        raise ScopeMissing("No scope is open: a contract's rows were asked for outside a request or a job.")
    return scope


@contextmanager
def scoped(scope: Scope) -> Iterator[Scope]:
    """Open a scope for the block, whatever was open before; the former one comes back afterwards."""
    token = _current.set(scope)
    try:
        yield scope
    finally:
        _current.reset(token)


def for_contract(contract_id: int, side: Side = Side.CLIENT) -> Any:
    """Open the scope of one contract, seen from one side (a job sees what the client sees)."""
    ids = frozenset({contract_id})
    return scoped(Scope(client=ids) if side is Side.CLIENT else Scope(provider=ids))


def unscoped(reason: str) -> Any:
    """Lift the guard for the block. The reason is mandatory; a test reviews every use."""
    if not reason:
        raise ValueError("unscoped() needs a reason")
    return scoped(Scope(everything=True, reason=reason))


class InScope(Expression):
    """WHERE leaf: the row's contract lies in the open scope, on the side its audience allows."""

    conditional = True
    output_field = models.BooleanField()

    def __init__(self, contract: str, *, audience: str | None = None, client_only: bool = False) -> None:
        super().__init__()
        self.contract = F(contract)
        self.audience = F(audience) if audience else None
        self.client_only = client_only

    def get_source_expressions(self) -> list[Any]:
        return [self.contract, self.audience]

    def set_source_expressions(self, exprs: Sequence[Any]) -> None:
        self.contract, self.audience = exprs

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        scope = current()
        if scope.everything:
            return "1 = 1", []
        parts = [self._side(compiler, scope.client, Audience.PROVIDER)]
        if not self.client_only:
            parts.append(self._side(compiler, scope.provider, Audience.CLIENT))
        present = [part for part in parts if part]
        if not present:
            raise EmptyResultSet
        sql = " OR ".join(part[0] for part in present)
        return f"({sql})", [value for part in present for value in part[1]]

    def _side(self, compiler: Any, ids: frozenset[int], hidden: Audience) -> tuple[str, list[Any]] | None:
        if not ids:
            return None
        column, params = compiler.compile(self.contract)
        sql = f"{column} IN ({', '.join(['%s'] * len(ids))})"
        values = [*params, *sorted(ids)]
        if self.audience is None:
            return sql, values
        audience, audience_params = compiler.compile(self.audience)
        return f"({sql} AND {audience} <> %s)", [*values, *audience_params, hidden.value]


def guard_write(contract_id: int | None) -> None:
    """Refuse to write a row of a contract that the open scope does not hold."""
    if not current().holds(contract_id):
        raise OutOfScope(f"A row of contract {contract_id} was written outside its scope.")


class ScopedQuerySet(models.QuerySet):
    """Query set of contract-bound rows; bulk writes are checked like single ones."""

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> Any:
        objs = list(objs)
        for obj in objs:
            guard_write(obj.contract_id)
        return super().bulk_create(objs, *args, **kwargs)


class ScopedManager(models.Manager.from_queryset(ScopedQuerySet)):  # type: ignore[misc]
    """Default and base manager of contract-bound models."""

    def get_queryset(self) -> ScopedQuerySet:
        queryset = super().get_queryset()
        return queryset.filter(self.model.scope_leaf())


class ContractBound(models.Model):
    """A row that belongs to exactly one contract and is seen only inside a scope that holds it."""

    contract = models.ForeignKey(
        "contracts.Contract", models.CASCADE, related_name="+", verbose_name="contrat"
    )

    objects = ScopedManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    @classmethod
    def scope_leaf(cls) -> InScope:
        return InScope("contract_id")

    def save(self, *args: Any, **kwargs: Any) -> None:
        guard_write(self.contract_id)
        super().save(*args, **kwargs)


class ClientOnly(ContractBound):
    """A contract-bound row that the provider's side never sees (exit preparation, drafts, budgets)."""

    class Meta(ContractBound.Meta):
        abstract = True

    @classmethod
    def scope_leaf(cls) -> InScope:
        return InScope("contract_id", client_only=True)


class Addressed(ContractBound):
    """A contract-bound row that carries its own audience."""

    audience = models.CharField("diffusion", max_length=8, choices=Audience, default=Audience.BOTH)

    class Meta(ContractBound.Meta):
        abstract = True

    @classmethod
    def scope_leaf(cls) -> InScope:
        return InScope("contract_id", audience="audience")
