"""The digest of everything that a contract promises, told by the floor that checks it: this one only asks.

An act that changes a promise carries the digest in its journal line, so that the stored rows can be compared with
the last that was told of them, and a change that no act tells is found.
"""

from __future__ import annotations

from collections.abc import Callable

from contracts.models import Contract

Source = Callable[[Contract], str]
_sources: dict[str, Source] = {}


def register_promises_digest(source: Source) -> None:
    """Set the source of the digest; registering it twice counts it once."""
    _sources["promises"] = source


def told_promises(contract: Contract) -> dict[str, str]:
    """The digest as a detail of a journal line, once the promise has changed (the queries of the source)."""
    return {name: source(contract) for name, source in _sources.items()}
