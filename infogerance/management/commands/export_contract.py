"""`manage.py export_contract REF`: the contract as the file that `load_contract` reads."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from contracts.commands import asked_contract
from infogerance.contract_file import export_contract


class Command(BaseCommand):
    help = "Écrit un contrat en TOML (docs/format-contrat.md), sur la sortie ou dans un fichier."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("contract", metavar="REF", help="référence ou adresse du contrat")
        parser.add_argument("--out", metavar="FICHIER.toml", help="fichier à écrire")
        parser.add_argument("--json", action="store_true", help="écrire le résultat en JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        contract = asked_contract(options["contract"])
        text = export_contract(contract)
        if options["out"]:
            Path(options["out"]).write_text(text, encoding="utf-8")
        if options["json"]:
            answer = {"contract": contract.reference, "slug": contract.slug, "toml": text}
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        elif not options["out"]:
            self.stdout.write(text, ending="")
