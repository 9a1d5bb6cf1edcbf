"""Small files of each accepted type, whole enough to be what they say."""

from __future__ import annotations

import io
import zipfile

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
