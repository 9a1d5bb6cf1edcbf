"""Small files of each accepted type, whole enough to be what they say, and their deposit."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings as django_settings

from contracts.services.documents import DocumentHead, add_document
from contracts.services.signing import Signer
from core.scope import Side

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
OTHER_PDF = PDF + b"%second\n"
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."


def zipped(parts: dict[str, str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return target.getvalue()


DOCX = zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"})
XLSX = zipped({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<w/>"})
ODT = zipped({"mimetype": f"{OPEN_DOCUMENT}text", "content.xml": "<o/>"})
ODS = zipped({"mimetype": f"{OPEN_DOCUMENT}spreadsheet", "content.xml": "<o/>"})
ACCEPTED = {
    "a.pdf": PDF, "a.docx": DOCX, "a.xlsx": XLSX, "a.odt": ODT, "a.ods": ODS, "a.png": b"\x89PNG\r\n\x1a\n1",
    "a.jpg": b"\xff\xd8\xff\xe01", "a.txt": "Été".encode(), "a.csv": b"a;b\r\n1;2\r\n",
}  # fmt: skip
HEAD = DocumentHead("contract", "Contrat signé", date(2024, 1, 1), pages=30)


def signer(user: Any, side: Side = Side.CLIENT) -> Signer:
    return Signer(user, "referent" if side is Side.CLIENT else "provider", side)


def deposit(contract: Any, user: Any, content: bytes = PDF, head: DocumentHead = HEAD, **more: Any) -> Any:
    side = more.get("side", Side.CLIENT)
    return add_document(
        contract=contract, head=head, name=more.get("name", "contrat.pdf"), content=io.BytesIO(content),
        signer=signer(user, side),
    )  # fmt: skip


def stored_files() -> list[Path]:
    return [path for path in Path(django_settings.PRIVATE_STORAGE_ROOT).rglob("*") if path.is_file()]
