"""A dry run: what would be read, in the same limited process, and nothing written."""

from __future__ import annotations

from collections.abc import Mapping as Values
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from django.utils import timezone

from contracts.models import Contract
from core.engine.months import Month
from reports.engine.context import Context
from reports.models import Delivery, DeliveryFile
from reports.services.reading import context_for, context_of, files_of, unreadable
from reports.services.sandbox import ParserDied, parsed


@dataclass(frozen=True)
class Trial:
    """What a reading would give: its summary (outcome, rows, tickets, profile, assumptions, `cannot_tell`,
    `samples`), every finding, and the correspondence proposed for each file of tickets.
    """

    summary: dict[str, Any]
    findings: list[dict[str, Any]] = field(default_factory=list)
    proposals: list[dict[str, Any]] = field(default_factory=list)


def try_files(
    *, contract: Contract, month: Month, files: Sequence[tuple[DeliveryFile.Kind, Path]], profile: str = ""
) -> Trial:
    """Read files where they lie, as if they were deposited now for that month."""
    listed = [{"kind": str(kind), "name": path.name, "path": str(path.resolve())} for kind, path in files]
    now = timezone.now().replace(microsecond=0)
    return _try(listed, context_of(contract, month, now, profile), propose=False)


def try_delivery(*, delivery: Delivery, mapping: Values[str, Any] | None = None) -> Trial:
    """Read a delivery again, under a correspondence that is not saved where one is given, with its proposals."""
    context = context_for(delivery)
    if mapping is not None:
        context = replace(context, mappings=(mapping, *context.mappings), profile=mapping["name"])
    return _try(files_of(delivery), context, propose=True)


def _try(files: list[dict[str, str]], context: Context, *, propose: bool) -> Trial:
    try:
        with parsed(files, context.to_mapping(), propose=propose) as lines:
            trial = Trial(next(lines))
            for line in lines:
                if line["type"] == "findings":
                    trial.findings.extend(line["items"])
                elif line["type"] == "proposals":
                    trial.proposals.extend(line["items"])
            return trial
    except (ParserDied, ValueError, KeyError, StopIteration):
        summary, lines = unreadable(files)
        return Trial(summary, [item for line in lines for item in line.get("items", [])])
