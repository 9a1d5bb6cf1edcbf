"""`manage.py explain REF TICKET`: why a ticket was judged so, to the second."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from contracts.commands import NOT_NOW, REFUSED, asked_contract
from contracts.models import Contract
from core.engine import formats
from core.scope import for_contract
from slas.selectors.explanations import Explanation, ticket_page


class Command(BaseCommand):
    help = "Explique le verdict d’un ticket : segments, échéance, clause."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("contrat", help="référence ou adresse du contrat")
        parser.add_argument("ticket", help="référence du ticket")
        parser.add_argument("--json", action="store_true", help="un objet JSON sur la sortie standard")

    def handle(self, *args: Any, **options: Any) -> None:
        contract = asked_contract(options["contrat"])
        with for_contract(contract.pk):
            page = ticket_page(contract, options["ticket"])
            if page is None:
                raise CommandError(
                    f"Ticket inconnu : « {options['ticket']} ». Vérifiez la référence dans l’export déposé.",
                    returncode=REFUSED,
                )
            if not page.explanations:
                raise CommandError(
                    "Aucun engagement n’a encore jugé ce ticket. Calculez son mois : manage.py compute.",
                    returncode=NOT_NOW,
                )
            found = [explained(contract, item) for item in page.explanations]
        if options["json"]:
            whole = {"contract": contract.reference, "ticket": options["ticket"], "commitments": found}
            self.stdout.write(json.dumps(whole, ensure_ascii=False, indent=2))
            return
        for shown, item in zip(page.explanations, found, strict=True):
            verdict = formats.verdict(item["verdict"])
            self.stdout.write(f"{item['code']} : {verdict}, {item['elapsed']} s pour {item['target']} s")
            self.stdout.write(f"  {shown.sentence}\n  {shown.rule}")
            if shown.decided:
                self.stdout.write(f"  {shown.decided}")
            for part, words in shown.lines:
                begin, end = (formats.datetime_short(at, contract.timezone) for at in (part.start, part.end))
                self.stdout.write(f"  {begin} → {end}  {words}  {part.seconds} s")


def explained(contract: Contract, item: Explanation) -> dict[str, Any]:
    """One commitment over the ticket; segments tile its life."""
    verdict = item.verdict
    return {
        "code": verdict.commitment.code,
        "verdict": verdict.state,
        "month": str(verdict.month) if verdict.month else None,
        "elapsed": verdict.elapsed_seconds,
        "target": verdict.target_seconds,
        "paused": verdict.paused_seconds,
        "deadline": verdict.deadline_at.isoformat() if verdict.deadline_at else None,
        "clause": verdict.commitment.clause,
        "calendar": item.calendar,
        "contract_version": item.life.version.number,
        "anomaly": verdict.anomaly or None,
        "settled_by": verdict.settled_by_dispute.number if verdict.settled_by_dispute else None,
        "segments": [
            {
                "from": part.start.isoformat(),
                "to": part.end.isoformat(),
                "kind": part.kind.value,
                "reason": words,
                "seconds": part.seconds,
            }
            for part, words in item.lines
        ],
    }
