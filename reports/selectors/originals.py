"""The originals of a delivery, as pages list them, and why there may be no annotated copy of them."""

from __future__ import annotations

from dataclasses import dataclass

from core.engine import formats
from reports.models import Delivery, DeliveryFile, Finding
from reports.selectors.deliveries import hidden_files

UNOPENED = (
    "unsupported_type", "type_mismatch", "empty_file", "encrypted_file", "macros_forbidden", "corrupt_file",
    "xml_forbidden", "too_many_cells", "too_large_unpacked", "too_many_members", "unreadable",
)  # fmt: skip
"""What is said of a file that was not opened."""


@dataclass(frozen=True)
class FileLine:
    """One original file: its number in the address, name, kind, size in words, start of its SHA-256."""

    number: int
    name: str
    kind: str
    size: str
    sha256: str


def file_lines(delivery: Delivery) -> list[FileLine]:
    """The originals of a delivery, in the order received (1 query)."""
    files = delivery.files.exclude(hidden_files(delivery)).order_by("pk")
    return [
        FileLine(number, file.name, file.get_kind_display(), formats.file_size(file.size), file.sha256[:16])
        for number, file in enumerate(files, start=1)
    ]


def file_at(delivery: Delivery, number: int) -> DeliveryFile | None:
    """The n-th file of a delivery, from 1, in the order received."""
    files = delivery.files.exclude(hidden_files(delivery)).order_by("pk")[max(number - 1, 0) : number]
    return next(iter(files), None)


def unopened_reason(delivery: Delivery) -> str:
    """Why no copy of the files can be annotated; empty when one can, or when nothing is to be annotated (2 queries)."""
    tickets = set(delivery.files.filter(kind=DeliveryFile.Kind.TICKETS).values_list("name", flat=True))
    closed = Finding.objects.filter(delivery=delivery, code__in=UNOPENED).order_by("pk")
    reasons = {finding.file: finding.message for finding in closed}
    unread = next(iter(reasons.values()), "")
    return unread if unread and (tickets <= set(reasons) or "unreadable" in {f.code for f in closed}) else ""
