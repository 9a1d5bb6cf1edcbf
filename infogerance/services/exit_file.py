"""The exit file: everything the client needs to leave, in open formats, with a manifest of digests."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from contracts.models import Contract
from core.archive import archive_of_members, digest_of, manifest_faults, stored_bytes
from core.scope import ContractBound
from core.storage import is_stored
from governance.models import Committee
from governance.services.minutes_paper import paper_name, print_minutes
from infogerance.contract_file import export_contract
from infogerance.services.exit_tables import (
    csv_bytes,
    dictionary_rows,
    exit_models,
    rows_of,
    table_bytes,
    table_name,
)
from journal.engine.chain import canonical
from journal.selectors import extract_until, head_for
from slas.models import MonthSnapshot
from slas.services.closing.evidence import act_of

Member = tuple[str, Iterator[bytes]]
INDEX = "documents.csv"
README = """Dossier de sortie
=================

contrat.toml      le contrat entier : périmètre, exclusions, engagements, plan et clause de sortie, preuves
tables/           chaque table du portail, une ligne par enregistrement : tickets, changements de statut,
                  décisions, actions, pénalités, contestations, accès, preuves
champs.csv        ce que dit chaque colonne de ces tables
mois/             chaque mois clos : chiffres, verdicts, pénalités, acte et empreintes
journal.jsonl     le journal du contrat, chaîné, une ligne par acte
releves/          le relevé signé de chaque comité, en PDF : exemplaire client, exemplaire partagé
documents/        les fichiers reçus et produits, tels quels, un dossier de comité avec sa version web ; documents.csv
                  les nomme avec leur empreinte
manifeste.json    l’empreinte SHA-256 de chaque fichier de cette archive

Les CSV sont en UTF-8, séparés par des points-virgules, dates ISO avec leur décalage horaire, virgule décimale. Une
apostrophe précède un texte qu’un tableur prendrait pour une formule : ôtez-la en relisant. Aucun secret n’y figure.

Vérifier : manage.py exit_file --check archive.zip, ou sha256sum de chaque fichier contre manifeste.json.
"""


WITHOUT_ACCESSES = """
Le registre des accès n’est pas dans cette archive, ni parmi les tables, ni dans contrat.toml : le rôle de qui l’a prise
ne le lit pas. Charger ce contrat.toml dans un portail qui tient le registre l’y laisse tel quel.
"""


class ExitFileUnreadable(Exception):
    """The file is not an exit file; the message says why, in French."""


@dataclass(frozen=True)
class Difference:
    """A member that is not what it should be."""

    name: str
    found: str
    due: str

    def __str__(self) -> str:
        return f"{self.name} : {self.found}, attendu {self.due}"


def exit_members(contract: Contract, *, with_accesses: bool = True) -> Iterator[Member]:
    """Every member in order, read as it is written. The scope of the contract must be open on the client's side."""
    models = exit_models(with_accesses=with_accesses)
    yield "LISEZMOI.txt", iter([(README if with_accesses else README + WITHOUT_ACCESSES).encode()])
    yield "contrat.toml", iter([export_contract(contract, with_accesses=with_accesses).encode()])
    head = ("table", "nom", "colonne", "libelle", "nature")
    yield "champs.csv", iter(["\ufeff".encode(), csv_bytes([head, *dictionary_rows(models)])])
    for model in models:
        yield table_name(model), table_bytes(model, contract)
    yield from _months(contract)
    yield "journal.jsonl", _journal(contract)
    yield from _minutes(contract)
    yield from _documents(contract)


def _months(contract: Contract) -> Iterator[Member]:
    closed = MonthSnapshot.objects.filter(contract=contract).order_by("month", "revision")
    for snapshot in closed.iterator(chunk_size=1):
        folder = f"mois/{snapshot.month}-r{snapshot.revision}"
        yield f"{folder}/acte.json", iter([canonical(act_of(snapshot)).encode()])
        yield f"{folder}/contenu.json", iter([snapshot.content.encode()])
        yield f"{folder}/penalites.json", iter([snapshot.penalties.encode()])


def _minutes(contract: Contract) -> Iterator[Member]:
    """The signed minutes of each committee, as they are handed over for signature. Raises JobRefused."""
    signed = Committee.objects.filter(contract=contract, minutes__signed_at__isnull=False)
    for committee in signed.order_by("slug"):
        for shared in (False, True):
            printed = print_minutes(contract=contract, committee=committee, shared=shared)
            yield f"releves/{paper_name(committee, shared=shared)}", iter([printed.pdf])


def _journal(contract: Contract) -> Iterator[bytes]:
    for entry in extract_until(contract.pk, head_for(contract.pk)[0]):
        yield f"{canonical(entry)}\n".encode()


def _documents(contract: Contract) -> Iterator[Member]:
    """The kept files, then their index: one that the storage has lost is named as such, never passed over."""
    index: list[tuple[str, ...]] = [("chemin", "table", "id", "nom", "taille", "sha256", "present")]
    for model in exit_models():
        if "storage_name" not in {field.name for field in model._meta.concrete_fields}:
            continue
        for row in rows_of(model, contract).iterator(chunk_size=200):
            path, kept = document_path(row), is_stored(row.storage_name)
            told = (model._meta.label_lower, str(row.pk), Path(path).name, str(row.size), row.sha256)
            index.append((path, *told, "oui" if kept else "non"))
            if kept:
                yield path, stored_bytes(row.storage_name)
            if getattr(row, "twin_name", ""):
                line, members = _twin(row)
                index.append(line)
                yield from members
    yield INDEX, iter(["\ufeff".encode(), csv_bytes(index)])


def _twin(row: Any) -> tuple[tuple[str, ...], list[Member]]:
    """The web page of a pack, kept beside its PDF: its line of the index, and the file unless it was lost."""
    path = document_path(row, f"{row._meta.model_name}.html")
    told = (path, row._meta.label_lower, str(row.pk), Path(path).name)
    if not is_stored(row.twin_name):
        return (*told, "", "", "non"), []
    content = b"".join(stored_bytes(row.twin_name))
    return (*told, str(len(content)), sha256(content).hexdigest(), "oui"), [(path, iter([content]))]


def document_path(row: ContractBound, name: str = "") -> str:
    """Where a kept file lies in the archive: its own name, after its number."""
    named: Any = name or getattr(row, "name", "") or f"{row._meta.model_name}.pdf"
    plain = "".join(sign if sign.isalnum() or sign in "-_." else "-" for sign in named)
    return f"documents/{row._meta.label_lower}/{row.pk}-{plain}"


def exit_archive(contract: Contract, *, with_accesses: bool = True) -> IO[bytes]:
    """The exit file as an open file on disk that is gone once closed. The same data gives the same bytes."""
    return archive_of_members(exit_members(contract, with_accesses=with_accesses))


def check_exit_file(path: Path) -> tuple[int, Difference | None]:
    """How many members an exit file has, and the first that differs from its manifest or from the index.

    Raises ExitFileUnreadable.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            found = (Difference(*fault) for fault in _faults(archive))
            return len(archive.namelist()), next(found, None)
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, EOFError) as error:
        raise ExitFileUnreadable(f"Ce fichier n’est pas un dossier de sortie lisible ({error}).") from error


def _faults(archive: zipfile.ZipFile) -> Iterator[tuple[str, str, str]]:
    yield from manifest_faults(archive)
    text = archive.read(INDEX).decode("utf-8-sig")
    for line in csv.DictReader(io.StringIO(text), delimiter=";"):
        if line["present"] != "oui":
            continue
        if (found := digest_of(archive, line["chemin"])) != line["sha256"]:
            yield line["chemin"], found, line["sha256"]
