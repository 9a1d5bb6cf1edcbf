"""Receiving a delivery: what can be refused at the door is, the rest is kept before anything is read."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from contracts.models import Contract
from contracts.selectors.lifetime import reportable_months
from core import jobs
from core.engine.dates import date_long, month_long, month_of
from core.engine.months import Month
from core.storage import FileTooLarge, StoredFile, discard_file, store_file
from journal.services import record
from reports.engine.container import check_type, safe_name
from reports.engine.findings import Finding, Findings
from reports.engine.profiles import PROFILES
from reports.models import Delivery, DeliveryFile
from reports.selectors.mappings import mappings_of

MEGABYTE = 1024 * 1024
DEAD_STATES = (Delivery.State.REFUSED, Delivery.State.WAITING)


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


@dataclass
class _Kept:
    incoming: IncomingFile
    name: str
    stored: StoredFile = field(default_factory=lambda: StoredFile("", "", 0))


def deposit(
    *,
    contract: Contract,
    month: Month,
    files: Sequence[IncomingFile],
    user: Any = None,
    profile: str = "",
    no_outage_stated: bool = False,
) -> Delivery:
    """Keep the files of one month and ask for their reading; returns the delivery.

    The same files for the same month are the same delivery: nothing is kept twice, and it is read again only
    where it had been refused or left waiting. Raises DepositRefused for what is wrong at first sight.
    """
    kept = [_Kept(file, safe_name(file.name)) for file in files]
    check_door(contract, month, [(item.incoming, item.name) for item in kept], profile)
    try:
        for item in kept:
            item.stored = store_file(item.incoming.content, most=settings.UPLOAD_MAX_BYTES)
    except FileTooLarge as error:
        _discard(kept)
        raise DepositRefused([_too_large(item.name, settings.UPLOAD_MAX_BYTES + 1)]) from error
    with transaction.atomic():
        Contract.objects.select_for_update().get(pk=contract.pk)
        delivery, is_new = _find_or_write(contract, month, kept, user, profile, no_outage_stated)
        ask_for_reading(delivery)
        if is_new:
            _record(delivery, kept, user)
    if not is_new:
        _discard(kept)
    return delivery


def check_door(
    contract: Contract, month: Month, files: Sequence[tuple[IncomingFile, str]], profile: str
) -> None:
    """Check the month and the files, each with its harmless name. Raises DepositRefused."""
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


def _check_month(contract: Contract, month: Month, findings: Findings) -> None:
    today = timezone.localdate(timezone=ZoneInfo(contract.timezone))
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
            f"Le contrat court de {month_long(first)} à {month_long(last)}.",
        )


def _check_file(file: IncomingFile, name: str, findings: Findings) -> None:
    size, head = _size_and_head(file.content)
    if size > settings.UPLOAD_MAX_BYTES:
        findings.items.append(_too_large(name, size))
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


def _too_large(name: str, size: int) -> Finding:
    most = settings.UPLOAD_MAX_BYTES // MEGABYTE
    return Finding(
        "error",
        "too_large",
        f"Fichier trop lourd : {-(-size // MEGABYTE)} Mo pour {most} Mo admis. Rien n’a été gardé.",
        "Découpez l’export, ou retirez les colonnes inutiles.",
        file=name,
    )


def _digest(kept: Sequence[_Kept], profile: str, no_outage_stated: bool) -> str:
    """Fingerprint of the whole deposit: kinds and contents, not names, plus what changes its reading."""
    parts = sorted(f"{item.incoming.kind}:{item.stored.sha256}" for item in kept)
    return hashlib.sha256("\n".join([*parts, profile, str(no_outage_stated)]).encode()).hexdigest()


def _find_or_write(
    contract: Contract, month: Month, kept: Sequence[_Kept], user: Any, profile: str, no_outage_stated: bool
) -> tuple[Delivery, bool]:
    digest = _digest(kept, profile, no_outage_stated)
    same_month = Delivery.objects.filter(contract=contract, month=month)
    known = same_month.filter(digest=digest).first()
    if known:
        return known, False
    latest = same_month.aggregate(last=Max("version"))["last"] or 0
    delivery = Delivery.objects.create(
        contract=contract,
        month=month,
        version=latest + 1,
        profile=profile,
        digest=digest,
        received_at=timezone.now().replace(microsecond=0),
        received_by=user,
        no_outage_stated=no_outage_stated,
    )
    for item in kept:
        DeliveryFile.objects.create(
            contract=contract,
            delivery=delivery,
            kind=item.incoming.kind,
            name=item.name,
            storage_name=item.stored.name,
            sha256=item.stored.sha256,
            size=item.stored.size,
        )
    return delivery, True


def ask_for_reading(delivery: Delivery) -> None:
    """Write the job that reads a delivery, or put it back in the queue where nothing was published."""
    job = jobs.enqueue(
        contract_id=delivery.contract_id,
        kind="delivery",
        key=f"{delivery.month}-{delivery.digest}",
        payload={"delivery": delivery.pk},
    )
    if delivery.state in DEAD_STATES and job.is_over:
        jobs.requeue(job)
    if delivery.job_id != job.pk:
        delivery.job = job
        delivery.save(update_fields=["job"])


def _record(delivery: Delivery, kept: Sequence[_Kept], user: Any) -> None:
    record(
        contract_id=delivery.contract_id,
        action="report.deposited",
        subject=f"{delivery.month} v{delivery.version}",
        actor=user,
        details={
            "files": [
                {"kind": str(k.incoming.kind), "sha256": k.stored.sha256, "size": k.stored.size} for k in kept
            ]
        },
    )


def _discard(kept: Sequence[_Kept]) -> None:
    for item in kept:
        if item.stored.name:
            discard_file(item.stored.name)
