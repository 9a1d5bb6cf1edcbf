"""How long tickets lasted, and how long of it they waited: wall-clock seconds, whole columns."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.engine.intervals import clip, disjoint_by_row

Instants = NDArray[np.datetime64]
Whole = NDArray[np.int64]


def gross_seconds(opened: Instants, resolved: Instants) -> Whole:
    """From opening to resolution; −1 where the ticket is not resolved or ends before it starts."""
    lasted = seconds(resolved) - seconds(opened)
    return np.where(np.isnat(resolved) | (lasted < 0), -1, lasted)


def suspended_seconds(
    opened: Instants, resolved: Instants, waits: tuple[Whole, Instants, Instants], declared: Whole
) -> Whole:
    """Length of the union of the waits of each ticket, inside its life; −1 where `gross_seconds` is.

    `waits`: row of the ticket (−1: none of these), start, end (NaT: until the resolution). A ticket without any
    wait in the status journal takes the total its line declares, at most its whole life.
    """
    gross = gross_seconds(opened, resolved)
    row, started, ended = waits
    kept = (row >= 0) & ~np.isnat(started)
    kept[kept] &= gross[row[kept]] >= 0
    row, started, ended = row[kept], started[kept], ended[kept]
    low, high = seconds(opened)[row], seconds(resolved)[row]
    until = np.where(np.isnat(ended), high, seconds(ended))
    row, _, lengths = disjoint_by_row(row, *clip(seconds(started), until, low, high))
    waited, journal = np.zeros(len(opened), dtype=np.int64), np.zeros(len(opened), dtype=bool)
    np.add.at(waited, row, lengths)
    journal[row] = True
    waited = np.where(journal, waited, np.clip(declared, 0, np.maximum(gross, 0)))
    return np.where(gross < 0, -1, waited)


def seconds(instants: Instants) -> Whole:
    """Seconds since 1970; meaningless for NaT."""
    return instants.astype("datetime64[s]").astype(np.int64)
