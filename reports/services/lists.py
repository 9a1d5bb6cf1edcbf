"""Reading one list of facts apart from a delivery, under the same limits: what is read is given back, not kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from django.conf import settings
from django.utils import timezone

from contracts.models import Contract
from core.engine.filetypes import safe_name
from core.engine.months import Month
from core.storage import FileTooLarge, discard_file, private_path, store_file
from reports.engine.context import Context
from reports.engine.findings import ERROR, WARNING, Finding
from reports.services.sandbox import ParserDied, parsed


class ListFileRefused(Exception):
    """A list that cannot be taken, and of which nothing was kept; `findings` say where and how to mend it."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = list(findings)
        super().__init__(" ".join(f"{f.message} {f.remedy}" for f in self.findings))


@dataclass(frozen=True)
class FactList:
    """Rows of a list (instants as UTC texts), and what was found; no row is worth keeping when `stops`."""

    rows: list[dict[str, Any]]
    findings: list[Finding]

    @property
    def stops(self) -> bool:
        return any(finding.severity != WARNING for finding in self.findings)


def read_list(*, contract: Contract, kind: str, name: str, content: BinaryIO | bytes) -> FactList:
    """The facts of one CSV or XLSX file of a companion kind. The file is dropped once read."""
    shown = safe_name(name)
    try:
        stored = store_file(content, most=settings.UPLOAD_MAX_BYTES)
    except FileTooLarge:
        return FactList([], [_refusal(shown, "too_large", "Fichier trop lourd.", "Découpez la liste.")])
    received = timezone.now()
    context = Context(Month.at(received, contract.timezone), contract.timezone, received)
    request = [{"kind": kind, "name": shown, "path": str(private_path(stored.name))}]
    try:
        with parsed(request, context.to_mapping()) as lines:
            return _gathered(kind, list(lines))
    except (ParserDied, ValueError, KeyError, TypeError):
        return FactList(
            [],
            [
                _refusal(
                    shown,
                    "unreadable",
                    "Fichier illisible sans risque : sa lecture a dépassé les limites, ou s’est interrompue.",
                    "Enregistrez-le de nouveau en CSV UTF-8.",
                )
            ],
        )
    finally:
        discard_file(stored.name)


def _gathered(kind: str, lines: list[dict[str, Any]]) -> FactList:
    findings = [Finding(**item) for line in lines if line["type"] == "findings" for item in line["items"]]
    rows = [row for line in lines if line["type"] == "facts" for row in line["facts"].get(kind, [])]
    return FactList(rows, findings)


def _refusal(name: str, code: str, message: str, remedy: str) -> Finding:
    return Finding(ERROR, code, message, remedy, file=name)
