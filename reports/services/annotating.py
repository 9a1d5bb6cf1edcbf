"""The annotated copy of a delivery, made in a process of its own: the originals are hostile until read."""

from __future__ import annotations

from reports.models import Delivery
from reports.selectors.deliveries import findings_for, hidden_files
from reports.services.originals import file_list
from reports.services.sandbox import ParserDied, annotated

FIELDS = ("severity", "file", "sheet", "line", "column", "reference", "value", "message", "remedy")


def annotated_copy(*, delivery: Delivery) -> bytes | None:
    """The rows of the files as an XLSX workbook with every finding beside its line; None when none can be opened."""
    findings = list(findings_for(delivery).values(*FIELDS))
    try:
        return annotated(file_list(delivery, ~hidden_files(delivery)), findings)
    except ParserDied:
        return None
