"""Numbers that lack in a sequence of references, prefix by prefix."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from slas.engine.reconciliation import expected_numbers, numbering_holes

_NUMBERED = re.compile(r"(\D*)([0-9]{1,15})")


def missing_references(month: Iterable[str], before: Iterable[str] = ()) -> list[str]:
    """References absent between the last of the month before (where that month was delivered) and the last of the
    month.

    A numbering with more holes than tickets is shared with other users of the tool: it proves nothing and gives
    nothing. Numbers keep the width of the shortest received.
    """
    received, earlier = _by_prefix(month), _by_prefix(before)
    found: list[str] = []
    for prefix, numbers in sorted(received.items()):
        own = sorted(numbers)
        last_before = max((number for number in earlier.get(prefix, ()) if number < own[0]), default=None)
        span = own if last_before is None else [last_before, *own]
        if expected_numbers(span[0], span[-1]) > 2 * len(span):
            span = own  # the year, or the tool, began its numbers anew between the two months
        if expected_numbers(span[0], span[-1]) > 2 * len(span):
            continue
        width = min(numbers.values())
        found += [f"{prefix}{number:0{width}d}" for number in numbering_holes(span)]
    return found


def _by_prefix(references: Iterable[str]) -> dict[str, dict[int, int]]:
    """Numbers of each prefix, with the width each is written in."""
    found: dict[str, dict[int, int]] = defaultdict(dict)
    for reference in references:
        if parts := _NUMBERED.fullmatch(reference):
            found[parts[1]][int(parts[2])] = len(parts[2])
    return found
