"""`manage.py compute REF MONTH`: the figures of a month, commitment by commitment."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from contracts.commands import NOT_NOW, add_contract_and_month, asked_contract_and_month
from core.engine import formats
from core.engine.ratios import round_half_up
from core.scope import for_contract
from infogerance.pipeline import compute
from reports.selectors import delivered_months
from slas.models import CommitmentMonth
from slas.selectors.figures import declared_percent, gap_of, percent_of, tidy
from slas.selectors.results import board_for


class Command(BaseCommand):
    help = "Recalcule un mois et en donne les chiffres, engagement par engagement."

    def add_arguments(self, parser: Any) -> None:
        add_contract_and_month(parser)
        parser.add_argument("--json", action="store_true", help="un objet JSON sur la sortie standard")

    def handle(self, *args: Any, **options: Any) -> None:
        contract, month = asked_contract_and_month(options)
        with for_contract(contract.pk):
            if month not in delivered_months(contract):
                raise CommandError(
                    f"Aucun rapport déposé pour {formats.month_long(month)}. Déposez-le : manage.py deposit.",
                    returncode=NOT_NOW,
                )
            compute(contract, [month])
            results = board_for(contract, month)
        lines = [figures(result) for result in results]
        if options["json"]:
            whole = {"contract": contract.reference, "month": str(month), "commitments": lines}
            self.stdout.write(json.dumps(whole, ensure_ascii=False, indent=2))
            return
        for line, result in zip(lines, results, strict=True):
            rate = "—" if line["rate"] is None else f"{line['rate']} %"
            words = formats.verdict(line["verdict"])
            words += " (volume réduit)" if result.small_volume else ""
            self.stdout.write(
                f"{line['code']:6} {line['met']}/{line['counted']} {rate} ≥ {line['target']} : {words}"
            )


def figures(result: CommitmentMonth) -> dict[str, Any]:
    """One commitment; rates as decimal strings of four decimals, `null` when not applicable."""
    rate, declared, gap = percent_of(result), declared_percent(result), gap_of(result)
    return {
        "code": result.commitment.code,
        "counted": result.counted,
        "met": result.met,
        "missed": result.counted - result.met,
        "pending": result.pending,
        "excluded": result.excluded,
        "not_measurable": result.not_measurable,
        "rate": None if rate is None else str(round_half_up(rate, 4)),
        "target": str(tidy(result.commitment.required_rate)),
        "verdict": result.verdict,
        "declared": None if declared is None else str(round_half_up(declared, 4)),
        "gap": None if gap is None else str(round_half_up(gap, 4)),
        "penalty": None if result.penalty is None else str(result.penalty),
    }
