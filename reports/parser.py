"""`python -m reports.parser`: reads delivered files in a process of its own, under limits, and writes what it read.

The request comes as JSON on standard input; the result goes to standard output, one JSON object a line, never
longer than `LONGEST_LINE`, the last one of type `end`. The files are hostile until read: this process has no database,
no environment, little memory and little time, and its death harms nobody.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

MEMORY = 704 << 20
"""Of address space; what is admitted stays under 512 MiB of memory."""
CPU_SECONDS = 30
FILE_BYTES = 16 << 20
OPEN_FILES = 64
CHUNK_ROWS = 5_000
CHUNK_FINDINGS = 500
LONGEST_LINE = 64 << 20


def limit_resources(memory: int = MEMORY, cpu: int = CPU_SECONDS, file_bytes: int = FILE_BYTES) -> None:
    """Bound this process for good: it cannot raise these limits again."""
    for kind, bound in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, cpu),
        (resource.RLIMIT_FSIZE, file_bytes),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (bound, bound))


def lines_of(request: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Everything read, in pieces that the asking process can store one after the other."""
    from reports.engine.context import Context
    from reports.engine.findings import sorted_findings
    from reports.engine.moves import packed_moves
    from reports.engine.reading import File, read_delivery_files
    from reports.engine.rows import (
        TICKET_COLUMNS,
        constant_columns,
        instant_texts,
        packed_columns,
    )

    files = [File(f["kind"], f["name"], Path(f["path"]).read_bytes()) for f in request["files"]]
    context = Context.from_mapping(request["context"])
    reading = read_delivery_files(files, context)
    same = [] if reading.findings.stops else constant_columns(reading.tickets)
    yield summary_of(reading, same)
    items = [finding.to_mapping() for finding in sorted_findings(reading.findings.items)]
    for start in range(0, len(items), CHUNK_FINDINGS):
        yield {"type": "findings", "items": items[start : start + CHUNK_FINDINGS]}
    if request.get("propose"):
        yield {"type": "proposals", "items": proposals(files, context)}
    elif not reading.findings.stops:
        yield {"type": "facts", "facts": reading.facts}
        names = [name for name in TICKET_COLUMNS if name not in same]
        for tickets in reading.tickets:
            for start in range(0, len(tickets), CHUNK_ROWS):
                yield {
                    "type": "tickets",
                    "columns": packed_columns(tickets, names, start, start + CHUNK_ROWS),
                }
        yield {"type": "pauses", "items": _plain_pauses(reading.pauses, instant_texts)}
        for start in range(0, len(reading.moves), CHUNK_ROWS):
            yield {"type": "moves", "columns": packed_moves(reading.moves, start, start + CHUNK_ROWS)}
    yield {"type": "end"}


def summary_of(reading: Any, same: list[str]) -> dict[str, Any]:
    """The first line: outcome, counts, what was taken for granted, and the columns that hold one value."""
    from reports.engine.rows import packed_columns, sample_rows

    return {
        "type": "summary",
        "same": packed_columns(reading.tickets[0], same, 0, 1) if same else {},
        "outcome": reading.findings.outcome,
        "findings": reading.findings.total,
        "counts": reading.findings.counts,
        "rows": reading.row_count,
        "tickets": sum(map(len, reading.tickets)),
        "profile": reading.profile,
        "has_status_log": reading.has_status_log,
        "assumptions": reading.assumptions,
        "cannot_tell": reading.cannot_tell,
        "mappings": reading.mappings,
        "samples": sample_rows(reading.tickets),
    }


def proposals(files: list[Any], context: Any) -> list[dict[str, Any]]:
    """What a person may confirm of each file of tickets that is a table."""
    from reports.engine.findings import Findings
    from reports.engine.proposal import propose
    from reports.engine.reading import Reading, open_table
    from reports.engine.recognition import known_keys

    tables = (
        open_table(file, known_keys(context), context, Reading(Findings()))
        for file in files
        if file.kind == "tickets"
    )
    return [
        propose(table, context).to_mapping() for table in tables if table is not None and any(table.header)
    ]


def _plain_pauses(pauses: list[Any], texts: Any) -> list[list[Any]]:
    import numpy as np

    if not pauses:
        return []
    never = np.datetime64("NaT", "s")
    started = texts(np.array([p.started for p in pauses], dtype="datetime64[s]"))
    ended = texts(np.array([never if p.ended is None else p.ended for p in pauses], dtype="datetime64[s]"))
    return [
        [p.reference, s, e or None, p.reason, p.label] for p, s, e in zip(pauses, started, ended, strict=True)
    ]


def main() -> None:
    """Read the request, take on the limits, write the result; any fault ends the process with a message on stderr."""
    request = json.load(sys.stdin)
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # its thread pools would eat the address space
    gc.disable()  # one short life, hundreds of thousands of rows: collecting would cost a third of the time
    limit_resources(request.get("memory", MEMORY), request.get("cpu", CPU_SECONDS))
    for line in lines_of(request):
        sys.stdout.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")))
        sys.stdout.write("\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
