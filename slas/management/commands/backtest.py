"""`manage.py backtest REF --change FILE.toml`: the last months under a candidate amendment, nothing written."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from contracts.commands import NOT_NOW, REFUSED, asked_contract
from contracts.engine.problems import FileRefused
from core.engine import formats
from core.engine.months import Month
from core.scope import for_contract
from slas.services.prices.backtesting import NothingToReplay, backtest


class Command(BaseCommand):
    help = "Rejoue les derniers mois sous un avenant candidat ; rien n’est enregistré."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("contrat", help="référence ou adresse du contrat")
        parser.add_argument("--change", required=True, help="fichier TOML de l’avenant candidat")
        parser.add_argument("--months", type=int, default=12, help="nombre de mois rejoués (12)")
        parser.add_argument("--json", action="store_true", help="un objet JSON sur la sortie standard")

    def handle(self, *args: Any, **options: Any) -> None:
        if not 1 <= options["months"] <= 120:
            raise CommandError("--months : un nombre de 1 à 120.", returncode=REFUSED)
        contract = asked_contract(options["contrat"])
        try:
            change = Path(options["change"]).read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            message = f"Fichier illisible : {options['change']}. Donnez un fichier TOML en UTF-8."
            raise CommandError(message, returncode=REFUSED) from error
        try:
            with for_contract(contract.pk):
                found = backtest(contract=contract, change=change, months=options["months"])
        except FileRefused as refusal:
            raise CommandError(str(refusal), returncode=REFUSED) from refusal
        except NothingToReplay as refusal:
            raise CommandError(str(refusal), returncode=NOT_NOW) from refusal
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))
            return
        self.stdout.write("Simulation : rien n’est enregistré.")
        for line in found["months"]:
            month = formats.month_long(Month.parse(line["month"]))
            due = f"{formats.money(Decimal(line['due_before']), 2)} → {formats.money(Decimal(line['due_after']), 2)}"
            self.stdout.write(f"{month} : pénalités {due}, {line['flipped']} verdicts de ticket changés")
