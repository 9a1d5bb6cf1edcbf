"""A new version of a month against the one in force: what was added, changed, or has vanished."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Self

from core.engine.formats import count
from reports.engine.findings import Findings
from reports.engine.rows import TICKET_COLUMNS
from reports.models import Delivery, Ticket

NAMED = 20
"""References named in a sentence; beyond, they are counted."""
COMPARED = tuple(name for name in TICKET_COLUMNS if name != "satisfaction")


@dataclass
class Comparison:
    """The tickets of the version in force, and references that a later month already told."""

    former: Delivery | None
    rows: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    later: frozenset[str] = frozenset()
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    @classmethod
    def before(cls, delivery: Delivery) -> Self:
        """The state before publishing `delivery`."""
        in_force = Delivery.objects.filter(contract_id=delivery.contract_id, is_current=True)
        former = in_force.filter(month=delivery.month).exclude(pk=delivery.pk).first()
        later_deliveries = list(in_force.filter(month__gt=delivery.month).values_list("pk", flat=True))
        later = Ticket.objects.filter(last_delivery__in=later_deliveries).values_list("reference", flat=True)
        rows = {}
        if former is not None:
            tickets = Ticket.objects.filter(last_delivery=former).values_list(*COMPARED)
            rows = {row[0]: tuple(map(_plain, row)) for row in tickets.iterator(chunk_size=5000)}
        return cls(former, rows, frozenset(later) if later_deliveries else frozenset())

    @property
    def watches_nothing(self) -> bool:
        return self.former is None and not self.later

    def columns_beside(self, same: Iterable[str]) -> list[str]:
        """Columns that rows must carry, given those that hold one value everywhere; all, to be compared."""
        spared = set(same) if self.watches_nothing else set()
        return [name for name in TICKET_COLUMNS if name not in spared]

    def watched(self, rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
        """The rows to store, each compared in passing with the version in force."""
        satisfaction = TICKET_COLUMNS.index("satisfaction")
        for row in rows:
            reference = row[0]
            self.seen.add(reference)
            if reference in self.later:
                continue
            known = self.rows.get(reference)
            if known is None:
                self.added.append(reference)
            elif known != row[:satisfaction] + row[satisfaction + 1 :]:
                self.changed.append(reference)
            yield row

    def report(self, delivery: Delivery, findings: Findings) -> None:
        """Tell what the new version changes; vanished references are listed, never kept in the figures."""
        if self.former is None:
            return
        vanished = [reference for reference in self.rows if reference not in self.seen]
        delivery.assumptions["changes"] = {
            "former": self.former.version,
            "added": len(self.added),
            "changed": len(self.changed),
            "vanished": len(vanished),
        }
        findings.warning(
            "replaces_version",
            f"Remplace la version {self.former.version} : {count(len(self.changed), 'ticket changé|tickets changés')}"
            f"{_listed(self.changed)}, {count(len(self.added), 'ajouté')}{_listed(self.added)}.",
            "L’ancienne version est conservée ; les chiffres viennent de la nouvelle seule.",
        )
        if vanished:
            findings.warning(
                "rows_vanished",
                f"Disparus depuis la version {self.former.version} : {count(len(vanished), 'ticket')}{_listed(vanished)}.",
                "Ils ne sont plus comptés. Si c’est un oubli, déposez le fichier complet.",
            )


def _listed(references: list[str]) -> str:
    if not references:
        return ""
    more = "…" if len(references) > NAMED else ""
    return f" ({', '.join(references[:NAMED])}{more})"


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "seconds")
    return value
