"""The rows of a page as a file: French CSV for a spreadsheet, XLSX with native types."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.http import FileResponse, Http404, HttpRequest, HttpResponse

from core.engine.cells import csv_cell
from core.engine.free_text import UNSEEN
from core.storage import open_file

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
SANDBOX = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox"


class Stored(Protocol):
    """A row that names a kept file."""

    name: str
    storage_name: str
    media_type: str


@dataclass(frozen=True)
class Sheet:
    """Rows under a head; cells are texts, numbers, dates, instants or None."""

    head: Sequence[str]
    rows: Sequence[Sequence[Any]]


def wanted_export(request: HttpRequest) -> str:
    """`csv`, `xlsx`, or nothing, from `?export=`; another kind is a page that does not exist."""
    kind = request.GET.get("export", "")
    if kind and kind not in TYPES:
        raise Http404
    return kind


def export_response(sheet: Sheet, name: str, kind: str) -> HttpResponse:
    """The sheet as a download named by the server."""
    content = to_csv(sheet) if kind == "csv" else to_xlsx(sheet)
    return download(content, f"{name}.{kind}", TYPES[kind])


def download(content: bytes, name: str, content_type: str) -> HttpResponse:
    """A file that the browser saves and never runs."""
    return HttpResponse(content, headers=attachment(name, content_type))


def stored_response(row: Stored) -> FileResponse:
    """A kept file as it was received; a page that does not exist once the storage has lost it."""
    try:
        answer = FileResponse(open_file(row.storage_name))
    except OSError as error:
        raise Http404 from error
    # Once it is made: by itself it names the stored file and guesses its type.
    for name, value in attachment(row.name, row.media_type).items():
        answer.headers[name] = value
    return answer


def attachment(name: str, content_type: str) -> dict[str, str]:
    """The headers of a download: saved under a plain name, never run."""
    safe = "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else "-" for c in name)
    return {
        "Content-Type": content_type,
        "Content-Disposition": f'attachment; filename="{safe}"',
        "Content-Security-Policy": SANDBOX,
        "X-Content-Type-Options": "nosniff",
    }


def to_csv(sheet: Sheet) -> bytes:
    """UTF-8 with BOM, `;`, CRLF, decimal comma, ISO dates; a cell that looks like a formula is neutralised."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(sheet.head)
    writer.writerows([[csv_cell(cell) for cell in row] for row in sheet.rows])
    return ("\ufeff" + stream.getvalue()).encode()


def to_xlsx(sheet: Sheet) -> bytes:
    """A workbook of native types; texts are written as texts, never as formulas."""
    from openpyxl import Workbook  # slow to import, and only exports need it
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    page = book.create_sheet("Export")
    for row in [sheet.head, *sheet.rows]:
        cells = []
        for value in row:
            naive = value.replace(tzinfo=None) if isinstance(value, datetime) else value
            naive = UNSEEN.sub("", naive) if isinstance(naive, str) else naive
            cell = WriteOnlyCell(page, value=naive)
            if isinstance(value, str):
                cell.data_type = "s"
            cells.append(cell)
        page.append(cells)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
