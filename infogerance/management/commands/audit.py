"""`manage.py audit REF [--json]`: what a contract lacks, and its score by heading."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand

from contracts.commands import asked_contract
from contracts.selectors.lifetime import local_today
from infogerance.selectors.review import Review, ReviewPart, review_for


class Command(BaseCommand):
    help = "Contrôle un contrat : ce qui lui manque, pourquoi, où le remplir, et sa note par rubrique."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("contrat", metavar="REF", help="référence ou adresse du contrat")
        parser.add_argument("--json", action="store_true", help="un objet JSON sur la sortie standard")

    def handle(self, *args: Any, **options: Any) -> None:
        contract = asked_contract(options["contrat"])
        review = review_for(contract, local_today(contract))
        if options["json"]:
            self.stdout.write(json.dumps(told(review), ensure_ascii=False))
            return
        for part in review.parts:
            self.stdout.write(f"{part.result.title} : {part.count}")
            for line in part.lines:
                places = ", ".join(place.text for place in line.finding.places)
                self.stdout.write(f"  {line.check.code} {line.word.lower()} : {line.check.lack} ({places})")
                self.stdout.write(f"      {line.check.why} Clé : {line.check.key}")
        self.stdout.write(f"{review.title} : {review.count_words}.")


def told(review: Review) -> dict[str, Any]:
    """The review as one object; scores are counts, so that nothing is rounded."""
    return {
        "contract": review.contract.reference,
        "day": review.today.isoformat(),
        "passed": review.audit.passed,
        "applicable": review.audit.applicable,
        "headings": [_heading(part) for part in review.parts],
    }


def _heading(part: ReviewPart) -> dict[str, Any]:
    return {
        "title": part.result.title,
        "passed": len(part.result.passed),
        "applicable": part.result.applicable,
        "not_applicable": [check.code for check in part.result.aside],
        "findings": [
            {
                "code": line.check.code,
                "severity": "avertissement" if line.finding.is_warning else "manque",
                "finding": line.check.lack,
                "why": line.check.why,
                "places": [place.text for place in line.finding.places],
                "field": line.check.field,
                "key": line.check.key,
                "page": line.check.page,
                "url": line.url,
            }
            for line in part.lines
        ],
    }
