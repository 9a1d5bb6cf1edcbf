"""A new version against what was known: fields told otherwise, tickets that come, tickets that vanish."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Self

from core.bulk import Watch, insert_rows
from core.engine.formats import count
from reports.engine.findings import Findings
from reports.engine.rows import TICKET_COLUMNS
from reports.models import Delivery, Ticket, TicketChange

NAMED = 20
"""References named in a sentence; beyond, they are counted."""
COMPARED = tuple(name for name in TICKET_COLUMNS if name != "reference")
CHANGE_COLUMNS = ("contract_id", "ticket_id", "delivery_id", "field", "before", "after")


@dataclass
class Comparison:
    """Tickets of the version in force (reference → id), and references that a later month already told."""

    former: Delivery | None
    known: dict[str, int] = field(default_factory=dict)
    later: frozenset[str] = frozenset()
    added: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    changes: list[tuple[int, str, str, str]] = field(default_factory=list)

    @classmethod
    def before(cls, delivery: Delivery) -> Self:
        """The state before publishing `delivery`."""
        in_force = Delivery.objects.filter(contract_id=delivery.contract_id, is_current=True)
        former = in_force.filter(month=delivery.month).exclude(pk=delivery.pk).first()
        later_deliveries = list(in_force.filter(month__gt=delivery.month).values_list("pk", flat=True))
        later = Ticket.objects.filter(last_delivery__in=later_deliveries).values_list("reference", flat=True)
        known = {}
        if former is not None:
            known = dict(Ticket.objects.filter(last_delivery=former).values_list("reference", "pk"))
        return cls(former, known, frozenset(later) if later_deliveries else frozenset())

    @property
    def watches_nothing(self) -> bool:
        """Whether rows may pass without being looked at one by one."""
        return self.former is None and not self.later

    @property
    def watch(self) -> Watch:
        """What the store tells of the tickets it already holds."""
        return Watch(COMPARED, self._note)

    def _note(self, rows: Iterator[tuple[Any, ...]]) -> None:
        self.changes.extend(differing(rows))

    def watched(self, rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
        """The rows to store: those that a later month told are left out, the others noted as seen."""
        for row in rows:
            reference = row[0]
            self.seen.add(reference)
            if reference in self.later:
                continue
            if reference not in self.known:
                self.added.append(reference)
            yield row

    def keep(self, delivery: Delivery, findings: Findings) -> None:
        """Write the history of the tickets, and tell what the new version changes against the former one.

        Vanished references are listed, never kept in the figures.
        """
        rows = [(delivery.contract_id, pk, delivery.pk, *change) for pk, *change in self.changes]
        if self.former is not None:
            rows += self._comings_and_goings(delivery)
            self._report(delivery, findings)
        insert_rows(TicketChange, CHANGE_COLUMNS, rows)

    @property
    def vanished(self) -> dict[str, int]:
        """Tickets of the former version that the new one does not tell."""
        return {reference: pk for reference, pk in self.known.items() if reference not in self.seen}

    def _comings_and_goings(self, delivery: Delivery) -> list[tuple[Any, ...]]:
        assert self.former
        told = (delivery.contract_id, delivery.pk)
        version = f"version {self.former.version}"
        rows = [(told[0], pk, told[1], TicketChange.GOING, version, "") for pk in self.vanished.values()]
        if self.added:
            stored = dict(Ticket.objects.filter(last_delivery=delivery).values_list("reference", "pk"))
            rows += [
                (told[0], stored[reference], told[1], TicketChange.COMING, "", f"version {delivery.version}")
                for reference in self.added
            ]
        return rows

    def _report(self, delivery: Delivery, findings: Findings) -> None:
        assert self.former
        references = {pk: reference for reference, pk in self.known.items()}
        changed = [references[pk] for pk in dict.fromkeys(pk for pk, *_ in self.changes) if pk in references]
        vanished = list(self.vanished)
        delivery.assumptions["changes"] = {
            "former": self.former.version,
            "added": len(self.added),
            "changed": len(changed),
            "vanished": len(vanished),
        }
        findings.warning(
            "replaces_version",
            f"Remplace la version {self.former.version} : {count(len(changed), 'ticket changé|tickets changés')}"
            f"{_listed(changed)}, {count(len(self.added), 'ajouté')}{_listed(self.added)}.",
            "L’ancienne version est conservée ; les chiffres viennent de la nouvelle seule.",
        )
        if vanished:
            findings.warning(
                "rows_vanished",
                f"Disparus depuis la version {self.former.version} : {count(len(vanished), 'ticket')}{_listed(vanished)}.",
                "Ils ne sont plus comptés. Si c’est un oubli, déposez le fichier complet.",
            )


def differing(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[int, str, str, str]]:
    """Of rows (id, values stored, values coming): the fields of COMPARED that change, before and after."""
    size = len(COMPARED)
    for pk, *values in rows:
        for name, old, new in zip(COMPARED, values[:size], values[size:], strict=True):
            before, after = plain(name, old), plain(name, new)
            if before != after:
                yield pk, name, before, after


def _listed(references: list[str]) -> str:
    if not references:
        return ""
    more = "…" if len(references) > NAMED else ""
    return f" ({', '.join(references[:NAMED])}{more})"


def plain(name: str, value: Any) -> str:
    """A database value as the history keeps it: UTC seconds, plain numbers, `1` or `0`, empty for nothing.

    Both databases, and both a stored and a coming value, give the same text.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "seconds")
    if name == "satisfaction":
        return f"{Decimal(str(value)).normalize():f}"
    return str(value)
