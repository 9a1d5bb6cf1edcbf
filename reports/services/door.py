"""What is refused at the door: before a file is kept, from its size, its first bytes, the month and the space left."""

from __future__ import annotations

import io
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from contracts.models import Contract
from contracts.selectors.lifetime import local_today, reportable_months
from core.engine.dates import date_long, month_long, month_of
from core.engine.months import Month
from reports.engine.container import check_type
from reports.engine.findings import Finding, Findings
from reports.engine.profiles import PROFILES
from reports.models import Delivery, DeliveryFile
from reports.selectors.mappings import mappings_of

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class IncomingFile:
    """One file of a deposit: its kind, the name given by the sender, its bytes or an open file."""

    kind: DeliveryFile.Kind
    name: str
    content: BinaryIO | bytes


class DepositRefused(Exception):
    """The deposit is refused at the door, nothing is kept; `findings` say what and how to mend it, in French."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = list(findings)
        super().__init__(" ".join(f"{f.message} {f.remedy}" for f in self.findings))


class NoSpaceLeft(Exception):
    """The disk has no room for the files and what is read of them; nothing is kept."""


def check_door(
    contract: Contract, month: Month, files: Sequence[tuple[IncomingFile, str]], profile: str
) -> None:
    """Check the month and the files, each with its harmless name. Raises DepositRefused or NoSpaceLeft.

    Whether the month is closed is for `require_open`: what it already holds may be deposited again.
    """
    findings = Findings()
    _check_month(contract, month, findings)
    known = [*PROFILES, *(mapping.name for mapping in mappings_of(contract))]
    if profile and profile not in known:
        findings.error(
            "unknown_profile",
            f"Profil de lecture inconnu : « {profile} ».",
            f"Profils connus : {', '.join(known)}.",
        )
    if not any(file.kind == DeliveryFile.Kind.TICKETS for file, _ in files):
        findings.error(
            "no_ticket_file",
            "Aucun fichier de tickets.",
            "Joignez l’export des tickets du mois, en CSV ou XLSX.",
        )
    if len(files) > settings.DATA_UPLOAD_MAX_NUMBER_FILES:
        findings.error(
            "too_many_files",
            f"{len(files)} fichiers pour {settings.DATA_UPLOAD_MAX_NUMBER_FILES} admis.",
            "Réunissez les lignes d’une même nature en un fichier.",
        )
    for file, name in files:
        _check_file(file, name, findings)
    if findings.stops:
        raise DepositRefused(findings.items)
    _check_space(sum(_size_and_head(file.content)[0] for file, _ in files))


def _check_space(size: int) -> None:
    folder = Path(settings.PRIVATE_STORAGE_ROOT)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if shutil.disk_usage(folder).free < settings.UPLOAD_ROOM * size:
        raise NoSpaceLeft


def _check_month(contract: Contract, month: Month, findings: Findings) -> None:
    today = local_today(contract)
    first, last = reportable_months(contract, today)
    if month >= Month.of(today):
        findings.error(
            "future_month",
            f"Le mois {month_of(month)} n’est pas terminé.",
            f"Déposez son rapport à partir du {date_long(month.shift(1).first_day)}, ou choisissez un mois achevé.",
        )
    elif not first <= month <= last:
        findings.error(
            "month_outside_contract",
            f"Le mois {month_of(month)} n’est pas couvert par le contrat {contract.reference}.",
            f"Le contrat court {month_of(first)} à {month_long(last)}.",
        )


def is_sealed(contract: Contract, month: Month) -> bool:
    """Whether the month is closed: nothing of it may be delivered, answered or withdrawn any more."""
    return Delivery.objects.filter(contract=contract, month=month, is_sealed=True).exists()


def require_open(contract: Contract, month: Month) -> None:
    """Raises DepositRefused for a closed month."""
    if is_sealed(contract, month):
        raise DepositRefused([sealed_finding(month)])


def sealed_finding(month: Month) -> Finding:
    """What is said of a delivery for a closed month."""
    return Finding(
        "error",
        "month_closed",
        f"Le mois {month_of(month)} est clos : ses chiffres ne changent plus.",
        "Le référent peut ouvrir une révision ; sinon, signalez la correction dans le mois suivant.",
    )


def leaving_finding(version: int) -> Finding:
    """What is said of the files of a version whose withdrawal is not over."""
    return Finding(
        "error",
        "being_withdrawn",
        f"Le retrait de la version {version}, aux mêmes fichiers, est en cours.",
        "Déposez-les de nouveau quand la page de cette version la dira retirée.",
    )


def _check_file(file: IncomingFile, name: str, findings: Findings) -> None:
    size, head = _size_and_head(file.content)
    if size > settings.UPLOAD_MAX_BYTES:
        findings.items.append(too_large(name, size))
        findings.counts["error"] += 1
        return
    kind = check_type(file.name, head, name, findings)
    if kind == "pdf" and file.kind != DeliveryFile.Kind.REPORT:
        findings.error(
            "unsupported_type",
            "Un PDF ne contient pas de tableau lisible.",
            "Déposez le tableau en CSV ou XLSX ; le PDF va dans « Rapport du prestataire ».",
            file=name,
        )
    if kind in {"text", "workbook"} and file.kind == DeliveryFile.Kind.REPORT:
        findings.error(
            "unsupported_type",
            "Le rapport du prestataire est attendu en PDF.",
            "Exportez le rapport en PDF.",
            file=name,
        )


def _size_and_head(content: BinaryIO | bytes) -> tuple[int, bytes]:
    stream = io.BytesIO(content) if isinstance(content, bytes) else content
    size = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    head = stream.read(4096)
    stream.seek(0)
    return size, head


def too_large(name: str, size: int) -> Finding:
    most = settings.UPLOAD_MAX_BYTES // MEGABYTE
    return Finding(
        "error",
        "too_large",
        f"Fichier trop lourd : {-(-size // MEGABYTE)} Mo pour {most} Mo admis. Rien n’a été gardé.",
        "Découpez l’export, ou retirez les colonnes inutiles.",
        file=name,
    )
