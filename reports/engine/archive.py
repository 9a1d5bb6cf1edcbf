"""The container of a workbook, examined before any reader opens it: members, sizes, markup, far cells.

A workbook of 5 kB may name the last cell of the sheet, or unfold into gigabytes; dense readers then take the
whole process down, which nothing catches. So sizes are counted while unpacking and cells while streaming.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Collection, Iterator
from typing import TypeVar
from xml.parsers import expat

from reports.engine.findings import Findings
from reports.engine.limits import Limits
from reports.engine.partscan import REPAIR, PartScanner, Refusal, SheetFacts
from reports.engine.sheetscan import SheetScanner, Unusual

CHUNK = 1 << 19
CELL_MARKUP = 45
"""Bytes of a cell that only refers to a text."""
PLACE_BYTES, CELL_BYTES, TEXT_WEIGHT = 32, 44, 5
"""What reading takes, measured: for each place of a sheet laid out, for each cell, for each byte of text as written."""
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_MOSTLY_PLAIN = re.compile(r"xl/(?:worksheets/[^/]+|sharedStrings)\.xml")
_FORBIDDEN = re.compile(
    r"vbaProject|/embeddings/|oleObject|/activeX/|macrosheets|\.(?:zip|gz|7z|rar|xls[xmb]?|docx?|exe|dll)$",
    re.IGNORECASE,
)


def scan_workbook(
    content: bytes, file: str, limits: Limits, findings: Findings
) -> dict[str, SheetFacts] | None:
    """Facts of each sheet part by its member name, or None with the reason among the findings."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = _check_members(archive, content, limits)
            facts = _check_contents(archive, limits)
    except Refusal as refusal:
        code, message, remedy = refusal.args
        findings.error(code, message, remedy, file=file)
        return None
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        expat.ExpatError,
        ValueError,
    ):
        findings.error(
            "corrupt_file", "Le classeur est abîmé : son contenu ne peut pas être lu.", REPAIR, file=file
        )
        return None
    if any(name.startswith("xl/externalLinks/") for name in names):
        findings.warning(
            "external_link",
            "Le classeur renvoie à un autre fichier.",
            "Ce lien n’a pas été suivi ; les valeurs enregistrées dans le classeur ont été lues.",
            file=file,
        )
    return facts


def _check_members(archive: zipfile.ZipFile, content: bytes, limits: Limits) -> list[str]:
    names = [info.filename for info in archive.infolist()]
    if len(names) > limits.members:
        raise Refusal(
            "too_many_members", f"{len(names)} éléments dans le classeur, {limits.members} au plus.", REPAIR
        )
    if len({n.lower() for n in names}) != len(names):
        raise Refusal("corrupt_file", "Le classeur contient deux fois le même élément.", REPAIR)
    if any(n.startswith(("/", "\\")) or ".." in n.replace("\\", "/").split("/") or ":" in n for n in names):
        raise Refusal("corrupt_file", "Le classeur contient un nom d’élément dangereux.", REPAIR)
    if any(info.flag_bits & 1 for info in archive.infolist()):
        raise Refusal("encrypted_file", "Le classeur est chiffré.", "Enregistrez-le sans mot de passe.")
    if any(_FORBIDDEN.search(n) for n in names):
        raise Refusal(
            "macros_forbidden",
            "Le classeur contient des macros ou des objets incorporés.",
            "Enregistrez-le en « Classeur Excel (.xlsx) », sans macro.",
        )
    if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
        raise Refusal("type_mismatch", "Cette archive n’est pas un classeur XLSX.", REPAIR)
    if not any(_SHEET.fullmatch(n) for n in names):
        raise Refusal("corrupt_file", "Le classeur n’a aucune feuille.", REPAIR)
    if len(content) - _end_of_archive(content) > 0:
        raise Refusal("corrupt_file", "Des octets suivent la fin du classeur.", REPAIR)
    return names


def _end_of_archive(content: bytes) -> int:
    start = content.rfind(b"PK\x05\x06")
    return start + 22 + int.from_bytes(content[start + 20 : start + 22], "little") if start >= 0 else 0


def _check_contents(archive: zipfile.ZipFile, limits: Limits) -> dict[str, SheetFacts]:
    facts: dict[str, SheetFacts] = {}
    unpacked, cells, texts = 0, 0, 0
    for info in archive.infolist():
        allowed = min(limits.unpacked - unpacked, max(limits.ratio * info.compress_size, 1 << 20))
        unpacked += info.file_size  # reading never gives more than the member states
        found = _scan(archive, info, allowed, limits)
        if info.filename == "xl/sharedStrings.xml":
            texts += info.file_size
        if _SHEET.fullmatch(info.filename):
            facts[info.filename] = found
            texts += max(0, info.file_size - CELL_MARKUP * found.cells)
            cells += found.cells
            if cells > limits.cells:
                raise Refusal(
                    "too_many_cells", f"Plus de {limits.cells} cellules.", "Découpez l’export par période."
                )
    _check_weight(facts.values(), texts, limits)
    return facts


def _check_weight(sheets: Collection[SheetFacts], texts: int, limits: Limits) -> None:
    """The native reader lays out whole sheets: what they would take is known before it opens anything."""
    laid_out = sum(sheet.last_row * sheet.last_column for sheet in sheets)
    cells = sum(sheet.cells for sheet in sheets)
    if PLACE_BYTES * laid_out + CELL_BYTES * cells + TEXT_WEIGHT * texts > limits.memory:
        raise Refusal(
            "too_heavy",
            f"Le classeur est trop lourd pour être lu sans risque : {cells} cellules et leurs textes.",
            "Enregistrez la feuille en CSV UTF-8, ou découpez l’export par période.",
        )


def _scan(archive: zipfile.ZipFile, info: zipfile.ZipInfo, allowed: int, limits: Limits) -> SheetFacts:
    """Unpack one member within its bound and look at what it holds."""
    if _MOSTLY_PLAIN.fullmatch(info.filename):
        try:
            return _streamed(archive, info, allowed, SheetScanner(limits)).facts
        except Unusual:
            pass  # then event by event
    if not info.filename.endswith((".xml", ".rels", ".vml")):
        for _ in _unpack(archive, info, allowed):
            continue
        return SheetFacts()
    scanner = _streamed(archive, info, allowed, PartScanner(limits))
    if info.filename == "[Content_Types].xml" and "spreadsheetml.sheet.main" not in scanner.content_types:
        raise Refusal("type_mismatch", "Ce document n’est pas un classeur XLSX.", REPAIR)
    return scanner.facts


Scanner = TypeVar("Scanner", SheetScanner, PartScanner)


def _streamed(archive: zipfile.ZipFile, info: zipfile.ZipInfo, allowed: int, scanner: Scanner) -> Scanner:
    for chunk in _unpack(archive, info, allowed):
        scanner.feed(chunk)
    scanner.close()
    return scanner


def _unpack(archive: zipfile.ZipFile, info: zipfile.ZipInfo, allowed: int) -> Iterator[bytes]:
    size = 0
    with archive.open(info) as stream:
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > allowed:
                raise Refusal(
                    "too_large_unpacked",
                    "Le classeur se déplie au-delà de la taille admise.",
                    "Découpez l’export par période.",
                )
            yield chunk
