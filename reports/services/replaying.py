"""Reading originals again, aside from the database: what they said, and the facts that followed from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from contracts.models import Contract
from core.engine.months import Month
from journal.models import JournalEntry
from reports.engine.ledger import Journal, Ledger, column
from reports.engine.moves import reopenings, returned_only, unpacked_moves
from reports.engine.omissions import PICKUP
from reports.engine.proofs import Tellings, first_reported, from_journals, tellings
from reports.engine.rows import TICKET_COLUMNS, unpacked_column
from reports.models import Delivery, Ticket
from reports.selectors.facts import FIELDS
from reports.services.originals import file_list, reading_of
from reports.services.sandbox import ParserDied, parsed

if TYPE_CHECKING:
    from pandas import DataFrame

READ_WELL = ("ACCEPT", "WARN")


class NotReadAgain(Exception):
    """Originals that were once accepted are not read any more: the message says which and why, in French."""


@dataclass(frozen=True)
class Told:
    """What a delivery's originals say: rows in the order of TICKET_COLUMNS, status journal (None: there is none),
    facts, codes of what they do not tell.
    """

    tickets: list[tuple[Any, ...]]
    journal: Journal | None
    facts: Mapping[str, list[dict[str, Any]]]
    cannot_tell: Sequence[str] = ()


def published(contract: Contract) -> list[Delivery]:
    """Every published delivery with its files, in the order of their publication (3 queries)."""
    lines = JournalEntry.objects.filter(contract=contract, action="report.read").order_by("sequence")
    rank = {
        subject: sequence
        for subject, details, sequence in lines.values_list("subject", "details", "sequence")
        if details.get("outcome") in READ_WELL
    }
    rows = Delivery.objects.filter(contract=contract, state=Delivery.State.PUBLISHED).prefetch_related(
        "files"
    )
    return sorted(rows.order_by("pk"), key=lambda row: (rank.get(f"{row.month} v{row.version}", 0), row.pk))


def read_again(files: Sequence[Mapping[str, str]], reading: Mapping[str, Any], label: str) -> Told:
    """Parse originals (`kind`, `name`, `path`) in the limited process, as they were first read.

    Raises NotReadAgain where they are refused now or the process does not finish.
    """
    tickets: list[tuple[Any, ...]] = []
    waits: list[Sequence[Any]] = []
    moves: list[Sequence[Any]] = []
    facts: dict[str, list[dict[str, Any]]] = {}
    try:
        with parsed([dict(file) for file in files], dict(reading)) as lines:
            summary = next(lines)
            if summary["outcome"] not in READ_WELL:
                raise NotReadAgain(
                    f"{label}\u00a0: la relecture des originaux conclut à {summary['outcome']}."
                )
            same = {name: unpacked_column(name, packed)[0] for name, packed in summary["same"].items()}
            for line in lines:
                if line["type"] == "tickets":
                    tickets += _rows(line["columns"], same)
                elif line["type"] == "pauses":
                    waits += line["items"]
                elif line["type"] == "moves":
                    moves += unpacked_moves(line["columns"])
                elif line["type"] == "facts":
                    facts = line["facts"]
    except (ParserDied, ValueError, KeyError) as error:
        raise NotReadAgain(f"{label}\u00a0: les originaux ne se relisent pas.") from error
    journal = Journal(waits, moves) if summary["has_status_log"] else None
    return Told(tickets, journal, facts, summary["cannot_tell"])


def _rows(columns: Mapping[str, str], same: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    read = {name: unpacked_column(name, packed) for name, packed in columns.items()}
    size = len(read["reference"])
    return list(zip(*(read.get(name) or [same[name]] * size for name in TICKET_COLUMNS), strict=True))


def replay_of(contract: Contract) -> Replay:
    """Every published delivery of a contract taken in, in order. Raises NotReadAgain."""
    replay = Replay()
    for row in published(contract):
        replay.take(row.pk, row.month, read_again(file_list(row), reading_of(row), str(row)))
    return replay


@dataclass
class Replay:
    """Deliveries taken in one after the other, and the facts in force after the last of them."""

    ledger: Ledger = field(default_factory=Ledger)
    delivered: dict[int, Month] = field(default_factory=dict)
    facts: dict[int, Mapping[str, list[dict[str, Any]]]] = field(default_factory=dict)
    journals: set[int] = field(default_factory=set)
    blind: set[int] = field(default_factory=set)
    """Deliveries with a status journal, deliveries without a column of pick-ups."""

    def take(self, key: int, month: Month, told: Told) -> None:
        """One more delivery; it is in force for its month from now on."""
        self.ledger.publish(key, month, told.tickets, told.journal)
        self.delivered[key], self.facts[key] = month, told.facts
        if told.journal is not None:
            self.journals.add(key)
        if PICKUP in told.cannot_tell:
            self.blind.add(key)

    def frames(self, wanted: Sequence[str]) -> tuple[DataFrame, DataFrame]:
        """Tickets in force and their waits, with the columns and types of `selectors.ticket_columns`.

        A ticket's `id` is its rank: what is compared goes by references.
        """
        import numpy as np
        import pandas as pd  # slow to import: only computations need it

        tickets = self.ledger.in_force()
        ids = self._ids()
        names = {name: stored for stored, name in FIELDS.items() if name in {*wanted, "status"}}
        frame = pd.DataFrame({name: self._series(stored, tickets) for name, stored in names.items()})
        frame["cancelled"] = frame["status"] == Ticket.Status.CANCELLED
        known = (
            (ids.get(ref), start, reason, end) for (ref, start, reason), (end, _) in self.ledger.waits.items()
        )
        waits = sorted(wait for wait in known if wait[0] is not None)
        return frame, pd.DataFrame(
            {
                "ticket_id": np.array([wait[0] for wait in waits], dtype="int64"),
                "started": np.array([wait[1] for wait in waits], dtype="datetime64[s]"),
                "ended": np.array([wait[3] or "NaT" for wait in waits], dtype="datetime64[s]"),
                "reason": np.array([wait[2] for wait in waits], dtype="object"),
            }
        )

    def proofs(self) -> tuple[DataFrame, DataFrame]:
        """Like `selectors.first_reported_dates` and `selectors.journal_dates`: ticket_id, opened, resolved."""
        import pandas as pd  # slow to import: only computations need it

        ids, names = self._ids(), ("ticket_id", "opened", "resolved")
        with_journal = {
            ref: rank for ref, rank in ids.items() if self.ledger.tickets[ref].last in self.journals
        }
        first = first_reported(self.tellings())
        tickets, positions, at, before, after = _steps(self.ledger.steps(with_journal))
        journal = from_journals(tickets, positions, at, before, after)
        return (
            pd.DataFrame(dict(zip(names, first, strict=True))),
            pd.DataFrame(dict(zip(names, journal, strict=True))),
        )

    def tellings(self) -> Tellings:
        """Dates and priorities told otherwise, like those behind `selectors.month_tellings`."""
        return tellings(self.ledger.changes(self._ids()))

    def reopenings(self) -> DataFrame:
        """Each time a ticket in force came back, like `selectors.reopening_columns`."""
        import pandas as pd  # slow to import: only computations need it

        tickets, _, at, before, after = _steps(self.ledger.steps(self._ids()))
        found = reopenings(*returned_only(tickets, at, before, after))
        return pd.DataFrame(dict(zip(("ticket_id", "resolved", "reopened"), found, strict=True)))

    def _ids(self) -> dict[str, int]:
        return {reference: rank for rank, (reference, _) in enumerate(self.ledger.in_force(), start=1)}

    def _series(self, stored: str, tickets: Sequence[Any]) -> Any:
        import numpy as np

        if stored == "id":
            return np.arange(1, len(tickets) + 1, dtype="int64")
        if stored in {"last_delivery_id", "first_delivery_id"}:
            own = "last" if stored == "last_delivery_id" else "first"
            return np.array([getattr(told, own) for _, told in tickets], dtype="int64")
        if stored == "last_delivery__cannot_tell":
            return np.array([told.last in self.blind for _, told in tickets], dtype="bool")
        values = column(stored, tickets)
        if stored.endswith("_at"):
            return np.array([value or "NaT" for value in values], dtype="datetime64[s]")
        if stored in {"declared_pause_seconds", "reopen_count"}:
            return np.array(values, dtype="int64")
        return np.array(values, dtype="object")


def _steps(steps: Sequence[tuple[Any, ...]]) -> tuple[Any, ...]:
    """Moves as columns: ticket, position, instant, status before and after."""
    import numpy as np

    tickets, positions, at, before, after = zip(*steps, strict=True) if steps else [()] * 5
    kinds: tuple[Any, ...] = (np.int64, np.int64, "datetime64[s]")
    numbers = [
        np.array(cells, dtype=kind) for cells, kind in zip((tickets, positions, at), kinds, strict=True)
    ]
    return (*numbers, list(before), list(after))
