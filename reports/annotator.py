"""`python -m reports.annotator`: writes the annotated copy of a delivery, in a process as limited as the parser's.

The request comes as JSON on standard input (files, and the findings kept); the workbook is written to `RESULT` in
the working folder. Nothing is written when no file can be opened without risk.
"""

from __future__ import annotations

import json
import sys
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from reports.parser import limit_resources

RESULT = "annote.xlsx"
MEMORY = 1 << 30
FILE_BYTES = 64 << 20
_NS = "http://schemas.openxmlformats.org"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_FILLS = ("FFF5C6C2", "FFFFE2A8", "FFD6E6F5", "FFE7EAEE")
STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_NS}/spreadsheetml/2006/main">'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    f'<fills count="{len(_FILLS) + 2}"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill>'
    + "".join(
        f'<fill><patternFill patternType="solid"><fgColor rgb="{colour}"/></patternFill></fill>'
        for colour in _FILLS
    )
    + '</fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="5"><xf numFmtId="49"/>'
    + "".join(
        f'<xf numFmtId="49" fontId="{int(fill == 5)}" fillId="{fill}" applyFill="1" applyFont="1" applyAlignment="1">'
        '<alignment wrapText="1" vertical="top"/></xf>'
        for fill in range(2, len(_FILLS) + 2)
    )
    + '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def write_copy(files: Sequence[dict[str, str]], findings: list[dict[str, Any]], target: Path) -> None:
    """Write the workbook, unless none of the files can be opened."""
    from reports.engine.annotated import annotated_page, findings_page, titles
    from reports.engine.limits import Limits
    from reports.engine.rawrows import raw_sheets

    limits = Limits()
    sheets = [sheet for f in files for sheet in raw_sheets(f["name"], Path(f["path"]).read_bytes(), limits)]
    if not sheets:
        return
    names = titles(sheets)
    pages = [findings_page(findings), *(annotated_page(sheet, findings) for sheet in sheets)]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
        _write_frame(archive, names)
        for number, page in enumerate(pages, start=1):
            _write_page(archive, number, page)


def _write_page(archive: zipfile.ZipFile, number: int, pieces: Iterable[str]) -> None:
    with archive.open(f"xl/worksheets/sheet{number}.xml", "w", force_zip64=True) as part:
        for piece in pieces:
            part.write(piece.encode())


def _write_frame(archive: zipfile.ZipFile, names: Sequence[str]) -> None:
    from xml.sax.saxutils import quoteattr

    office, package = f"{_NS}/officeDocument/2006/relationships", f"{_NS}/package/2006"
    main = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    numbers = range(1, len(names) + 1)
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{main}.worksheet+xml"/>'
        for n in numbers
    )
    listed = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="rId{n}"/>'
        for n, name in enumerate(names, start=1)
    )
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{office}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in numbers
    )
    style = f'<Relationship Id="rId{len(names) + 1}" Type="{office}/styles" Target="styles.xml"/>'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{main}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{main}.styles+xml"/>{overrides}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_NS}/spreadsheetml/2006/main" xmlns:r="{office}">'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">{links}{style}</Relationships>',
    }
    for name, content in parts.items():
        archive.writestr(name, _HEAD + content)
    archive.writestr("xl/styles.xml", STYLES)


def main() -> None:
    """Read the request, take on the limits, write the copy into the working folder."""
    request = json.load(sys.stdin)
    limit_resources(memory=MEMORY, file_bytes=FILE_BYTES)
    write_copy(request["files"], request["findings"], Path(RESULT))


if __name__ == "__main__":
    main()
