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
from reports.engine.findings import QUESTION
from reports.engine.leftout import NO_OUTAGE
from reports.engine.mapping import header_digest
from reports.models import Delivery, DeliveryFile, Mapping
from reports.selectors.leftout import left_out_by
from reports.selectors.mappings import mappings_of, offered_mapping
from reports.services.originals import context_for, context_of, file_list, unreadable
from reports.services.sandbox import ParserDied, parsed

UNCERTAIN = (Delivery.Outcome.ASK, Delivery.Outcome.REJECT)


@dataclass(frozen=True)
class Trial:
    """What a reading would give: its summary (outcome, rows, tickets, profile, assumptions, `cannot_tell`,
    `samples`), every finding, and the correspondence proposed for each file of tickets.
    """

    summary: dict[str, Any]
    findings: list[dict[str, Any]] = field(default_factory=list)
    proposals: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Desk:
    """The page of correspondences before a person touches it: what would be read, the proposal for one table, the
    saved correspondence it comes from, and whether another contract lends it.
    """

    trial: Trial
    proposal: dict[str, Any]
    saved: Mapping | None
    is_offered: bool

    @property
    def is_uncertain(self) -> bool:
        """True while the files cannot be taken as they were read: only then may the proposal give another result."""
        return self.trial.summary["outcome"] in UNCERTAIN


def try_files(
    *,
    contract: Contract,
    month: Month,
    files: Sequence[tuple[DeliveryFile.Kind, Path]],
    profile: str = "",
    no_outage_stated: bool = False,
) -> Trial:
    """Read files where they lie, as if they were deposited now for that month."""
    listed = [{"kind": str(kind), "name": path.name, "path": str(path.resolve())} for kind, path in files]
    now = timezone.now().replace(microsecond=0)
    brought = {str(kind) for kind, _ in files} | ({NO_OUTAGE} if no_outage_stated else set())
    context = context_of(contract, month, now, profile)
    return _try(listed, replace(context, left_out=left_out_by(contract, month, brought)), propose=False)


def try_delivery(*, delivery: Delivery, mapping: Values[str, Any] | None = None) -> Trial:
    """Read a delivery again, under a correspondence that is not saved where one is given, with its proposals."""
    context = context_for(delivery)
    if mapping is not None:
        context = replace(context, mappings=(mapping, *context.mappings), profile=mapping["name"])
    return _try(file_list(delivery), context, propose=True)


def open_desk(*, delivery: Delivery, wanted: str = "") -> Desk | None:
    """What the page of correspondences starts from; None when no file of the delivery is a table.

    `wanted` numbers the table among several (from 1), else the first that raises a question. A correspondence of
    another contract of the provider is tried where this contract has none for the header.
    """
    trial = try_delivery(delivery=delivery)
    proposal = _chosen(trial, wanted)
    if proposal is None:
        return None
    digest = header_digest(proposal["header"])
    own = next((m for m in mappings_of(delivery.contract) if m.header_key == digest), None)
    offered = None if own else offered_mapping(delivery.contract, digest)
    if offered is not None:
        trial = try_delivery(delivery=delivery, mapping=offered.to_mapping())
        proposal = next(p for p in trial.proposals if p["file"] == proposal["file"])
    return Desk(trial, proposal, own or offered, offered is not None)


def _chosen(trial: Trial, wanted: str) -> dict[str, Any] | None:
    if wanted.isascii() and wanted.isdigit() and 0 < int(wanted[:3]) <= len(trial.proposals):
        return trial.proposals[int(wanted[:3]) - 1]
    asked = {finding["file"] for finding in trial.findings if finding["severity"] == QUESTION}
    return next((p for p in trial.proposals if p["file"] in asked), next(iter(trial.proposals), None))


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
