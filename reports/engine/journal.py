"""A succession of statuses to waiting intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from reports.engine.rows import Pause


@dataclass(frozen=True)
class Step:
    """From `at` on, the ticket was waiting for `reason`, or not waiting when it is empty."""

    at: np.datetime64
    reason: str
    label: str = ""


def waiting_intervals(reference: str, steps: Sequence[Step]) -> list[Pause]:
    """The intervals during which a ticket waited, from steps in time order.

    Steps that follow each other with one reason make one interval; one of no length is left out; the last is
    open when the ticket still waits. A reason that comes back at the same instant is merged, never doubled.
    """
    pauses: list[Pause] = []
    current: Step | None = None
    for step in steps:
        if current is not None and step.reason == current.reason:
            continue
        if current is not None and current.reason and step.at > current.at:
            pauses.append(Pause(reference, current.at, step.at, current.reason, current.label))
        current = step
    if current is not None and current.reason:
        pauses.append(Pause(reference, current.at, None, current.reason, current.label))
    return pauses
