"""`manage.py exit_file REF --out F.zip`, `manage.py exit_file --check F.zip`: the exit file, and its checking."""

from __future__ import annotations

import json
import os
from hashlib import file_digest
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from contracts.commands import NOT_NOW, REFUSED, asked_contract
from core.archive import write_archive
from core.scope import for_contract
from infogerance.services.exit_file import ExitFileUnreadable, check_exit_file, exit_members

DIFFERS, USAGE = 1, 2


class Command(BaseCommand):
    help = "Écrit tout ce qu’il faut pour quitter le portail, en formats ouverts ; ou vérifie un tel fichier."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("contrat", metavar="REF", nargs="?", help="référence ou adresse du contrat")
        asked = parser.add_mutually_exclusive_group(required=True)
        asked.add_argument("--out", metavar="F.zip", type=Path, help="fichier à écrire")
        asked.add_argument(
            "--check", metavar="F.zip", type=Path, help="fichier à vérifier contre son manifeste"
        )
        parser.add_argument("--json", action="store_true", help="un objet JSON sur la sortie standard")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["check"]:
            self._check(options["check"], options["json"])
        elif options["contrat"]:
            self._write(options["contrat"], options["out"], options["json"])
        else:
            raise CommandError("Nommez le contrat : manage.py exit_file REF --out F.zip.", returncode=USAGE)

    def _write(self, words: str, path: Path, as_object: bool) -> None:
        """Into a file beside, then in one move: an archive cut short never bears the name."""
        contract, partial = asked_contract(words), path.with_name(f"{path.name}.part")
        try:
            with os.fdopen(os.open(partial, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as target:
                with for_contract(contract.pk):
                    write_archive(target, exit_members(contract))
                target.seek(0)
                digest = file_digest(target, "sha256").hexdigest()
            partial.replace(path)
        except OSError as error:
            raise CommandError(
                f"Impossible d’écrire {path} : {error.strerror}.", returncode=NOT_NOW
            ) from error
        finally:
            partial.unlink(missing_ok=True)
        size = path.stat().st_size
        if as_object:
            found = {"contract": contract.reference, "file": str(path), "size": size, "sha256": digest}
            self.stdout.write(json.dumps(found, ensure_ascii=False))
        else:
            self.stdout.write(f"{path} : {size} octets, empreinte {digest}")

    def _check(self, path: Path, as_object: bool) -> None:
        try:
            members, difference = check_exit_file(path)
        except ExitFileUnreadable as error:
            raise CommandError(str(error), returncode=REFUSED) from error
        if as_object:
            found = {"file": str(path), "members": members, "fault": str(difference) if difference else None}
            self.stdout.write(json.dumps(found, ensure_ascii=False))
        if difference:
            raise CommandError(f"{path.name} : {difference}", returncode=DIFFERS)
        if not as_object:
            self.stdout.write(f"{path.name} : {members} fichiers conformes à leur empreinte")
