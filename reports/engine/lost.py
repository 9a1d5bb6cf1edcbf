"""Characters that a program could not read and wrote as « � »: what the tool holds is not what came."""

from __future__ import annotations

from typing import Any

from core.engine.formats import count
from reports.engine.findings import Findings

REPLACED = "\ufffd"


def report_replaced(times: int, findings: Findings, **place: Any) -> None:
    """Announce them at the first place they were met."""
    findings.warning(
        "replacement_char",
        f"Caractères perdus par un logiciel avant le dépôt, écrits « {REPLACED} » : {count(times)}.",
        "Le texte est conservé tel quel. Reprenez l’export dans l’outil, en UTF-8, pour retrouver les lettres perdues.",
        **place,
    )
