"""What a file is, by its content: the extension only has to agree."""

from __future__ import annotations

from core.engine.filetypes import MAGIC, describe, extension_of
from reports.engine.findings import Findings

TEXT, WORKBOOK, PDF = "text", "workbook", "pdf"
EXTENSIONS = {".csv": TEXT, ".tsv": TEXT, ".txt": TEXT, ".xlsx": WORKBOOK, ".pdf": PDF}
_FORMATS = "Déposez le rapport en CSV ou en XLSX (classeur Excel sans macro)."


def check_type(name: str, content: bytes, file: str, findings: Findings) -> str | None:
    """`text`, `workbook` or `pdf` when content and extension agree; None with the reason among the findings."""
    expected = EXTENSIONS.get(extension_of(name))
    if expected is None:
        found = describe(content) or "un fichier"
        findings.error(
            "unsupported_type",
            f"Format non reconnu ({found}, extension « {extension_of(name)} »).",
            _FORMATS,
            file=file,
        )
        return None
    if not content:
        findings.error(
            "empty_file",
            "Le fichier est vide (0 octet).",
            "Vérifiez l’export, puis déposez le fichier rempli.",
            file=file,
        )
        return None
    return expected if _agrees(expected, content, file, findings) else None


def _agrees(expected: str, content: bytes, file: str, findings: Findings) -> bool:
    if expected == WORKBOOK and content.startswith(b"PK\x03\x04"):
        return True
    if expected == PDF and content.startswith(b"%PDF-"):
        return True
    found = describe(content)
    if expected == TEXT and found is None:
        return True
    code = next((code for magic, _, code in MAGIC if content.startswith(magic)), "type_mismatch")
    wanted = {TEXT: "un texte CSV", WORKBOOK: "un classeur XLSX", PDF: "un PDF"}[expected]
    findings.error(
        code,
        f"Le contenu n’est pas {wanted} : c’est {found or 'un texte'}.",
        _FORMATS if expected != PDF else "Déposez le rapport du prestataire en PDF.",
        file=file,
    )
    return False
