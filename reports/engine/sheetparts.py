"""What a workbook says of its sheets: the part each name stands for, and how dates are numbered."""

from __future__ import annotations

import io
import posixpath
import zipfile
from dataclasses import dataclass

# The standard parser would unfold nested entities.
from defusedxml.ElementTree import fromstring

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


@dataclass(frozen=True)
class SheetParts:
    """Member name of each sheet, by its title; `first_year`: 1900, or 1904 for workbooks born on a Macintosh."""

    names: dict[str, str]
    first_year: int


def sheet_parts(content: bytes) -> SheetParts:
    """Read them from a scanned workbook. Raises KeyError or ParseError where a part is missing or broken."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        book = fromstring(archive.read("xl/workbook.xml"))
        relations = fromstring(archive.read("xl/_rels/workbook.xml.rels"))
        present = set(archive.namelist())
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    names = {}
    for space in (_MAIN, _STRICT):
        for sheet in book.iter(f"{space}sheet"):
            key = sheet.get(_RELATION) or sheet.get(_STRICT_RELATION)
            part = posixpath.normpath(posixpath.join("xl", targets[key])).lstrip("/")
            if not part.startswith("xl/worksheets/"):
                continue  # a sheet of a chart
            if part not in present:
                raise KeyError(part)
            names[sheet.get("name", "")] = part
    properties = [node for space in (_MAIN, _STRICT) for node in book.iter(f"{space}workbookPr")]
    mac = any(node.get("date1904") in {"1", "true"} for node in properties)
    return SheetParts(names, 1904 if mac else 1900)
