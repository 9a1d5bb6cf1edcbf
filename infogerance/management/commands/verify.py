"""`manage.py verify [REF | ARCHIVE.zip] [--head N:HASH]`: closed months against their originals, and the journal's chain."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from contracts.commands import REFUSED, asked_contract
from contracts.models import Contract
from core import guards
from core.scope import for_contract, unscoped
from journal.engine.heads import Head, HeadUnreadable, read_head
from slas.services.closing.evidence import ArchiveUnreadable, check_archive
from slas.services.closing.verifying import Verified, as_json, verify_contract

DIFFERS = 1


class Command(BaseCommand):
    help = "Recalcule les mois clos depuis les originaux et parcourt le journal ; nomme le premier endroit qui diffère."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("quoi", nargs="?", help="contrat, ou archive de preuves .zip ; par défaut tout")
        parser.add_argument(
            "--head",
            metavar="N:EMPREINTE",
            help="tête du journal citée par un dossier ou un courriel : la chaîne doit encore y passer",
        )
        parser.add_argument("--json", action="store_true", help="un objet JSON sur la sortie standard")

    def handle(self, *args: Any, **options: Any) -> None:
        what, head = options["quoi"] or "", _asked_head(options["head"])
        if head and not what:
            raise CommandError(
                "Une tête est celle d’un seul journal : nommez le contrat ou l’archive.", returncode=REFUSED
            )
        if what.endswith(".zip"):
            self._archive(Path(what), head, options["json"])
        else:
            self._contracts(what, head, options["json"])

    def _archive(self, path: Path, head: Head | None, as_object: bool) -> None:
        if not path.is_file():
            raise CommandError(f"Archive introuvable : {path}.", returncode=REFUSED)
        try:
            act, fault = check_archive(path, head)
        except ArchiveUnreadable as error:
            raise CommandError(str(error), returncode=REFUSED) from error
        if as_object:
            words = fault.words if fault else None
            self.stdout.write(
                json.dumps({"archive": path.name, "act": act, "fault": words}, ensure_ascii=False)
            )
        else:
            self.stdout.write(
                f"{path.name} : {act['month']}, révision {act['revision']}, empreinte {act['sha256']}"
            )
        if fault:
            raise CommandError(f"{path.name} : {fault.words}", returncode=DIFFERS)

    def _contracts(self, what: str, head: Head | None, as_object: bool) -> None:
        found = [self._verified(contract, head) for contract in self._asked(what)]
        lacking = guards.missing()
        if as_object:
            whole = {"contracts": [as_json(one) for one in found], "missing_guards": lacking}
            self.stdout.write(json.dumps(whole, ensure_ascii=False, indent=2))
        else:
            for one in found:
                self.stdout.write(
                    f"{one.contract} : {one.months} mois clos, {one.revisions} clôtures et révisions, "
                    f"journal de {one.entries} lignes, tête {one.head[:12]}"
                )
                if head and not one.fault:
                    self.stdout.write(f"La chaîne passe par la tête donnée, {head}.")
        faults = [f"{one.contract} : {one.fault.words}" for one in found if one.fault]
        if lacking:
            faults.append(
                f"protections absentes de la base : {', '.join(lacking)} ; relancez manage.py migrate."
            )
        if faults:
            raise CommandError("\n".join(faults), returncode=DIFFERS)

    def _asked(self, what: str) -> list[Contract]:
        if what:
            return [asked_contract(what)]
        with unscoped("the operator verifies every contract"):
            return list(Contract.objects.order_by("reference"))

    def _verified(self, contract: Contract, head: Head | None) -> Verified:
        with for_contract(contract.pk):
            return verify_contract(contract, head=head)


def _asked_head(words: str | None) -> Head | None:
    try:
        return None if words is None else read_head(words)
    except HeadUnreadable as error:
        raise CommandError(str(error), returncode=REFUSED) from error
