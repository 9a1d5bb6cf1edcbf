"""How large a delivered file may be. Beyond, it is refused with the limit named, never half read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Bounds of one file; sizes in bytes."""

    body: int = 25 * 1024 * 1024
    unpacked: int = 200 * 1024 * 1024
    ratio: int = 100
    members: int = 200
    rows: int = 250_000
    columns: int = 200
    cell: int = 10_000
    cells: int = 5_000_000
    memory: int = 448 * 1024 * 1024
    """What a workbook may take once laid out, beside the reader itself."""
