"""The container of a workbook, examined before any reader opens it: members, sizes, markup, far cells.

A workbook of 5 kB may name the last cell of the sheet, or unfold into gigabytes; dense readers then take the
whole process down, which nothing catches. So sizes are counted while unpacking and cells while streaming.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from reports.engine.findings import Findings
from reports.engine.limits import Limits

CHUNK = 1 << 16
_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})", re.ASCII)
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_FORBIDDEN = re.compile(r"vbaProject|/embeddings/|oleObject|/activeX/|macrosheets", re.IGNORECASE)
_REPAIR = "Ouvrez le classeur dans le tableur, enregistrez-le sous un nouveau nom en XLSX, puis déposez-le."


class Refusal(Exception):
    """The container is refused: code, message, remedy."""


@dataclass
class SheetFacts:
    """What streaming a sheet tells that a reader of values does not."""

    cells: int = 0
    last_row: int = 0
    last_column: int = 0
    hidden_rows: list[int] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    formulas_without_value: list[tuple[int, int]] = field(default_factory=list)


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
            "corrupt_file", "Le classeur est abîmé : son contenu ne peut pas être lu.", _REPAIR, file=file
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
            "too_many_members", f"{len(names)} éléments dans le classeur, {limits.members} au plus.", _REPAIR
        )
    if len({n.lower() for n in names}) != len(names):
        raise Refusal("corrupt_file", "Le classeur contient deux fois le même élément.", _REPAIR)
    if any(n.startswith(("/", "\\")) or ".." in n.replace("\\", "/").split("/") or ":" in n for n in names):
        raise Refusal("corrupt_file", "Le classeur contient un nom d’élément dangereux.", _REPAIR)
    if any(info.flag_bits & 1 for info in archive.infolist()):
        raise Refusal("encrypted_file", "Le classeur est chiffré.", "Enregistrez-le sans mot de passe.")
    if any(_FORBIDDEN.search(n) for n in names):
        raise Refusal(
            "macros_forbidden",
            "Le classeur contient des macros ou des objets incorporés.",
            "Enregistrez-le en « Classeur Excel (.xlsx) », sans macro.",
        )
    if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
        raise Refusal("type_mismatch", "Cette archive n’est pas un classeur XLSX.", _REPAIR)
    if not any(_SHEET.fullmatch(n) for n in names):
        raise Refusal("corrupt_file", "Le classeur n’a aucune feuille.", _REPAIR)
    if len(content) - _end_of_archive(content) > 0:
        raise Refusal("corrupt_file", "Des octets suivent la fin du classeur.", _REPAIR)
    return names


def _end_of_archive(content: bytes) -> int:
    start = content.rfind(b"PK\x05\x06")
    return start + 22 + int.from_bytes(content[start + 20 : start + 22], "little") if start >= 0 else 0


def _check_contents(archive: zipfile.ZipFile, limits: Limits) -> dict[str, SheetFacts]:
    facts: dict[str, SheetFacts] = {}
    unpacked, cells = 0, 0
    for info in archive.infolist():
        allowed = min(limits.unpacked - unpacked, max(limits.ratio * info.compress_size, 1 << 20))
        scanner = _Scanner(limits) if info.filename.endswith((".xml", ".rels", ".vml")) else None
        for chunk in _unpack(archive, info, allowed):
            unpacked += len(chunk)
            if scanner:
                scanner.feed(chunk)
        if scanner:
            scanner.close()
            if (
                info.filename == "[Content_Types].xml"
                and "spreadsheetml.sheet.main" not in scanner.content_types
            ):
                raise Refusal("type_mismatch", "Ce document n’est pas un classeur XLSX.", _REPAIR)
            if _SHEET.fullmatch(info.filename):
                facts[info.filename] = scanner.facts
                cells += scanner.facts.cells
                if cells > limits.cells:
                    raise Refusal(
                        "too_many_cells",
                        f"Plus de {limits.cells} cellules.",
                        "Découpez l’export par période.",
                    )
    return facts


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


class _Scanner:
    """Streams one XML part: refuses document types, notes cells, hidden rows, merges, formulas without value."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.facts = SheetFacts()
        self.content_types = ""
        self._row = 0
        self._cell: tuple[int, int] | None = None
        self._formula = self._value = False
        self._parser = expat.ParserCreate()
        self._parser.StartDoctypeDeclHandler = self._refuse_doctype
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end

    def feed(self, chunk: bytes) -> None:
        self._parser.Parse(chunk, False)

    def close(self) -> None:
        self._parser.Parse(b"", True)

    def _refuse_doctype(self, *_: object) -> None:
        raise Refusal("xml_forbidden", "Le classeur contient une déclaration XML interdite.", _REPAIR)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name == "c":
            self._start_cell(attributes.get("r", ""))
        elif name == "row":
            self._start_row(attributes)
        elif name == "f":
            self._formula = True
        elif name in {"v", "is"} and self._formula:
            self._parser.CharacterDataHandler = self._text
        elif name == "mergeCell":
            self.facts.merged.append(attributes.get("ref", ""))
        elif name == "Override":
            self.content_types += attributes.get("ContentType", "") + " "

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._row = int(attributes.get("r", self._row + 1))
        if attributes.get("hidden") in {"1", "true"}:
            self.facts.hidden_rows.append(self._row)

    def _start_cell(self, reference: str) -> None:
        match = _CELL.fullmatch(reference)
        column = 0
        if match:
            self._row = int(match[2])
            for letter in match[1]:
                column = column * 26 + ord(letter) - 64
        facts = self.facts
        facts.cells += 1
        facts.last_row, facts.last_column = max(facts.last_row, self._row), max(facts.last_column, column)
        if (
            facts.last_row > 1_000_000
            or (facts.last_row > self.limits.rows + 100)
            or facts.last_column > 16_000
        ):
            raise Refusal(
                "too_many_cells",
                f"Une cellule se trouve à la ligne {facts.last_row}, hors de tout tableau.",
                "Supprimez les lignes et colonnes vides après le tableau, puis enregistrez.",
            )
        self._cell, self._formula, self._value = (self._row, column), False, False

    def _text(self, text: str) -> None:
        self._value = self._value or bool(text.strip())

    def _end(self, name: str) -> None:
        self._parser.CharacterDataHandler = None
        if name.rpartition(":")[2] == "c" and self._formula and not self._value and self._cell:
            self.facts.formulas_without_value.append(self._cell)
