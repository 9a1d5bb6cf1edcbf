"""The evidence of a closed month as one archive that anybody can check, and its checking."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from contracts.models import Contract
from core.archive import archive_of_members, manifest_faults, stored_bytes
from core.engine.months import Month
from core.exports import Sheet, to_csv
from core.scope import Side, current
from journal.engine.acts import CLOSINGS
from journal.engine.chain import GENESIS, canonical, first_break, sha256
from journal.engine.heads import Head, missed_head
from journal.models import JournalEntry
from journal.selectors import extract_until
from reports.models import DeliveryFile
from reports.services.replaying import NotReadAgain, Told, read_again
from slas.models import MonthSnapshot
from slas.services.closing.comparing import Fault
from slas.services.closing.pages import second_text
from slas.services.closing.recomputing import UNPRICED, recompute
from slas.services.closing.snapshots import act_digest
from slas.services.closing.verifying import recomputed_faults, ticket_faults

MOST_BYTES = 2 << 30
README = """Preuves du mois clos
====================

contenu.json      chiffres, verdicts, promesses du contrat et calendriers en vigueur, lectures des fichiers
penalites.json    montants et preuves (exemplaire du client, ou après notification)
acte.json         clôture ou révision : date, motif, empreintes
tickets.json      les tickets jugés, tels que le prestataire les disait à la clôture
verdicts.csv      les mêmes verdicts, ligne à ligne
journal.jsonl     le journal du contrat jusqu’à l’acte ; une ligne retenue n’y laisse que ses empreintes
originaux/        les fichiers du prestataire, tels que reçus
manifeste.json    l’empreinte SHA-256 de chaque fichier de cette archive

Vérifier
--------
1. Sur une installation du portail, même sans ce contrat : manage.py verify archive.zip
   Elle relit les originaux, refait le calcul avec les règles de l’archive et compare chaque chiffre.
2. À la main : sha256sum de chaque fichier contre manifeste.json ; l’empreinte de l’acte est celle que le
   courriel de clôture et le dossier de comité citent, avec la tête du journal.
"""


class ArchiveUnreadable(Exception):
    """The file is not an archive of evidence; the message says why, in French."""


def evidence_members(contract: Contract, snapshot: MonthSnapshot) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Name and bytes of each member, in order; the amounts only for whoever may see them."""
    content = json.loads(snapshot.content)
    yield "LISEZMOI.txt", iter([README.encode()])
    yield "acte.json", iter([canonical(act_of(snapshot)).encode()])
    yield "contenu.json", iter([snapshot.content.encode()])
    if current().side_of(contract.pk) == Side.CLIENT:
        yield "penalites.json", iter([snapshot.penalties.encode()])
    if snapshot.tickets:
        yield "tickets.json", iter([snapshot.tickets.encode()])
    yield "verdicts.csv", iter([_verdict_csv(content)])
    yield "journal.jsonl", _journal_lines(contract, snapshot)
    stored = {
        (file.sha256, file.kind): file.storage_name for file in DeliveryFile.objects.filter(contract=contract)
    }
    for source in content["sources"]:
        for rank, file in enumerate(source["files"], start=1):
            yield original_name(source, rank, file), stored_bytes(stored[file["sha256"], file["kind"]])


def original_name(source: Mapping[str, Any], rank: int, file: Mapping[str, Any]) -> str:
    """Where an original lies in the archive."""
    return f"originaux/{source['month']}-v{source['version']}/{rank}-{file['kind']}{Path(file['name']).suffix.lower()}"


def act_of(snapshot: MonthSnapshot) -> dict[str, Any]:
    """The act as its digest covers it, and that digest."""
    return {
        "month": str(snapshot.month),
        "revision": snapshot.revision,
        "at": second_text(snapshot.at),
        "author": snapshot.author_id,
        "reason": snapshot.reason,
        "content": sha256(snapshot.content),
        "penalties": sha256(snapshot.penalties),
        "previous": snapshot.previous_sha256,
        "sha256": snapshot.sha256,
    }


def _verdict_csv(content: Mapping[str, Any]) -> bytes:
    return to_csv(Sheet(content["verdicts"]["columns"], content["verdicts"]["rows"]))


def _journal_lines(contract: Contract, snapshot: MonthSnapshot) -> Iterator[bytes]:
    act = JournalEntry.objects.filter(
        contract=contract,
        action__in=CLOSINGS,
        subject=str(snapshot.month),
        details__revision=snapshot.revision,
    ).first()
    for entry in extract_until(contract.pk, act.sequence if act else 0):
        yield f"{canonical(entry)}\n".encode()


def archive_of(contract: Contract, snapshot: MonthSnapshot) -> IO[bytes]:
    """The archive as an open file on disk that is gone once closed, ready to be read."""
    return archive_of_members(evidence_members(contract, snapshot))


def check_archive(path: Path, head: Head | None = None) -> tuple[dict[str, Any], Fault | None]:
    """Check an archive away from its contract; returns its act and the first place that differs.

    Digests, act, journal extract, then the whole computation from the originals. `head`: one kept elsewhere, that
    the extract must pass through. Raises ArchiveUnreadable.
    """
    try:
        with zipfile.ZipFile(path) as archive, TemporaryDirectory(prefix="preuves-") as folder:
            if sum(member.file_size for member in archive.infolist()) > MOST_BYTES:
                raise ArchiveUnreadable("L’archive est trop volumineuse pour être vérifiée.")
            names = archive.namelist()
            act = json.loads(archive.read("acte.json"))
            told = archive.read("journal.jsonl").decode()
            found = chain(_head_faults(told, head), _faults(archive, names, act, Path(folder)))
            return act, next(found, None)
    except (zipfile.BadZipFile, KeyError, ValueError, EOFError) as error:
        raise ArchiveUnreadable(f"Ce fichier n’est pas une archive de preuves lisible ({error}).") from error


def _faults(
    archive: zipfile.ZipFile,
    names: Sequence[str],
    act: dict[str, Any],
    folder: Path,
) -> Iterator[Fault]:
    for name, found, due in manifest_faults(archive):
        yield Fault("archive", name, "empreinte", found, due)
    text = archive.read("contenu.json").decode()
    amounts = archive.read("penalites.json").decode() if "penalites.json" in names else None
    yield from _act_faults(act, text, amounts)
    yield from _journal_faults(archive.read("journal.jsonl").decode(), act)
    content = json.loads(text)
    reader = _Originals(archive, folder)
    yield from reader.faults(content)
    yield from _csv_faults(archive.read("verdicts.csv"), content)
    prices = json.loads(amounts) if amounts else None
    try:
        again = recompute(content, prices or UNPRICED, reader.read)
    except NotReadAgain as unread:
        yield Fault("originaux", act["month"], "relecture", str(unread), "lisible")
        return
    yield from recomputed_faults(act["month"], content, prices, again)
    if "tickets" in content:
        kept = archive.read("tickets.json").decode()
        if sha256(kept) != content["tickets"]:
            yield Fault("archive", "tickets.json", "empreinte", sha256(kept), content["tickets"])
        yield from ticket_faults(act["month"], kept, again)


def _act_faults(act: dict[str, Any], text: str, amounts: str | None) -> Iterator[Fault]:
    row = f"{act['month']} révision {act['revision']}"
    if sha256(text) != act["content"]:
        yield Fault("acte", row, "empreinte du contenu", sha256(text), act["content"])
    if amounts is not None and sha256(amounts) != act["penalties"]:
        yield Fault("acte", row, "empreinte des pénalités", sha256(amounts), act["penalties"])
    due = act_digest({name: value for name, value in act.items() if name != "sha256"})
    if due != act["sha256"]:
        yield Fault("acte", row, "empreinte", act["sha256"], due)


def _journal_faults(text: str, act: dict[str, Any]) -> Iterator[Fault]:
    entries = [json.loads(line) for line in text.splitlines()]
    if broken := first_break(entries):
        yield Fault.of_chain(broken)
    last: dict[str, Any] = entries[-1] if entries else {"hash": GENESIS}
    if last.get("details", {}).get("sha256") != act["sha256"]:
        yield Fault(
            "journal", "dernière ligne", "empreinte de l’acte", str(last.get("details")), act["sha256"]
        )


def _head_faults(text: str, head: Head | None) -> Iterator[Fault]:
    links = ((entry["sequence"], entry["hash"]) for entry in map(json.loads, text.splitlines()))
    if head is not None and (broken := missed_head(links, head)):
        yield Fault.of_chain(broken)


def _csv_faults(found: bytes, content: Mapping[str, Any]) -> Iterator[Fault]:
    if found != _verdict_csv(content):
        yield Fault("archive", "verdicts.csv", "contenu", "différent", "celui de contenu.json")


class _Originals:
    """The originals of an archive, taken out one delivery at a time under names of ours."""

    def __init__(self, archive: zipfile.ZipFile, folder: Path) -> None:
        self._archive, self._folder = archive, folder
        self._names = set(archive.namelist())

    def faults(self, content: Mapping[str, Any]) -> Iterator[Fault]:
        for source in content["sources"]:
            for rank, file in enumerate(source["files"], start=1):
                name = original_name(source, rank, file)
                found = (
                    hashlib.sha256(self._archive.read(name)).hexdigest()
                    if name in self._names
                    else "fichier absent"
                )
                if found != file["sha256"]:
                    yield Fault("originaux", name, "empreinte", found, file["sha256"])

    def read(self, source: Mapping[str, Any]) -> Told:
        files = []
        for rank, file in enumerate(source["files"], start=1):
            path = self._folder / f"{source['key']}-{rank}"
            path.write_bytes(self._archive.read(original_name(source, rank, file)))
            files.append({"kind": file["kind"], "name": file["name"], "path": str(path)})
        return read_again(files, source["reading"], f"{source['month']} v{source['version']}")


def evidence_snapshot(contract: Contract, month: Month) -> MonthSnapshot | None:
    """The revision in force of a closed month."""
    rows = MonthSnapshot.objects.filter(contract=contract, month=month)
    return rows.order_by("-revision").first()
