"""`manage.py close_month REF MONTH`: freeze a month; `--revise` writes the next revision of a closed one."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from contracts.commands import NOT_NOW, add_contract_and_month, asked_contract_and_month
from core.engine import formats
from core.scope import for_contract
from journal.selectors import head_for
from slas.selectors.revisions import figures_of, revisions_for
from slas.services.closing.acts import ClosingRefused, MonthClosed, MonthOpen, close_month, revise_month


class Command(BaseCommand):
    help = "Clôt un mois : ses chiffres, ses verdicts et leurs preuves ne bougent plus."

    def add_arguments(self, parser: Any) -> None:
        add_contract_and_month(parser)
        parser.add_argument("--reason", default="", help="motif, demandé si des points restent ouverts")
        parser.add_argument(
            "--revise", action="store_true", help="réviser un mois déjà clos (motif obligatoire)"
        )
        parser.add_argument("--json", action="store_true", help="un objet JSON sur la sortie standard")

    def handle(self, *args: Any, **options: Any) -> None:
        contract, month = asked_contract_and_month(options)
        write = revise_month if options["revise"] else close_month
        with for_contract(contract.pk):
            try:
                snapshot = write(contract=contract, month=month, reason=options["reason"])
            except (MonthClosed, MonthOpen, ClosingRefused) as refused:
                raise CommandError(str(refused), returncode=NOT_NOW) from refused
            sequence, head = head_for(contract.pk)
            revision, figures = revisions_for(contract, month)[-1], figures_of(snapshot)
        whole = {
            "contract": contract.reference,
            "month": str(month),
            "revision": snapshot.revision,
            "sha256": snapshot.sha256,
            "journal": {"sequence": sequence, "hash": head},
            "changes": [
                {"code": c.code, "before": c.before, "after": c.after, "flipped": c.flipped}
                for c in revision.changes
            ],
        }
        if options["json"]:
            self.stdout.write(json.dumps(whole, ensure_ascii=False, indent=2))
            return
        self.stdout.write(f"{contract.reference}, {month} : {revision.title}.")
        for figure in figures:
            self.stdout.write(
                f"{figure.code:6} {figure.rate} {figure.target} : {formats.verdict(figure.state).lower()}"
            )
        self.stdout.write(f"Empreinte {snapshot.sha256}\nTête du journal n° {sequence}, {head}")
