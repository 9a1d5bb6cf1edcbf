"""`manage.py simulate_exit REF --notice DATE`: the exit that follows a notice received on a day."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from contracts.commands import REFUSED, asked_contract
from contracts.models import Contract
from contracts.selectors.lifetime import local_today
from core.engine import formats
from core.scope import for_contract
from reversibility.engine.simulator import Exit, NoticeRefused
from reversibility.selectors.simulation import CAUTIONS, course_of, exit_as_json


class Command(BaseCommand):
    help = "Simule une sortie : fin du contrat, reprise au plus tôt, phases et coût. N’écrit rien."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("contrat", metavar="REF", help="référence ou adresse du contrat")
        parser.add_argument(
            "--notice",
            metavar="DATE",
            action="append",
            required=True,
            help="jour où le préavis est reçu, 2026-06-30 ; répétée, les autres dates sont comparées",
        )
        parser.add_argument("--json", action="store_true", help="un objet JSON sur la sortie standard")

    def handle(self, *args: Any, **options: Any) -> None:
        contract = asked_contract(options["contrat"])
        days = [_day(words, contract) for words in options["notice"]]
        with for_contract(contract.pk):
            course = course_of(contract, local_today(contract))
            try:
                first, *others = [course.exit_on(day) for day in days]
            except NoticeRefused as refused:
                raise CommandError(str(refused), returncode=REFUSED) from refused
            edge = course.cliff_from(min(days))
        if options["json"]:
            found = {"contract": contract.reference} | exit_as_json(first)
            found["safe_until"] = edge.safe.notice.isoformat() if edge else None
            found["compared"] = [exit_as_json(one) for one in others]
            self.stdout.write(json.dumps(found, ensure_ascii=False))
            return
        for one in (first, *others):
            for line in _lines(one):
                self.stdout.write(line)
        if edge:
            self.stdout.write(
                f"Dernier jour utile : {_short(edge.safe.notice)}. Un jour plus tard, le contrat court jusqu’au "
                f"{_short(edge.late.contract_end)}, soit {formats.money(edge.committed)} engagés en plus."
            )


def _day(words: str, contract: Contract) -> date:
    try:
        day = date.fromisoformat(words)
    except ValueError as error:
        raise CommandError(
            f"Date illisible : « {words} ». Attendu : 2026-06-30.", returncode=REFUSED
        ) from error
    if day < contract.starts_on:
        raise CommandError(
            f"Le contrat prend effet le {_short(contract.starts_on)}. Choisissez ce jour ou un autre après.",
            returncode=REFUSED,
        )
    return day


def _short(day: date) -> str:
    return formats.date_short(day)


def _lines(found: Exit) -> list[str]:
    """One exit for a person at a terminal."""
    cost, window = found.cost, " – ".join(map(_short, found.window))
    lines = [
        f"Préavis reçu le {_short(found.notice)} : fin du contrat le {_short(found.contract_end)}, "
        f"reprise au plus tôt le {_short(found.take_over)} (transition {window}).",
        f"  Coût de {formats.money(cost.low)} à {formats.money(cost.high)}"
        + (f", plafond du contrat {formats.money(cost.cap)}." if cost.cap is not None else "."),
    ]
    lines += [
        f"  {one.phase.label} {one.phase.name} : {_short(one.first)} – {_short(one.last)}"
        for one in found.phases
        if not one.is_empty
    ]
    return lines + [f"  Attention : {CAUTIONS[caution]}" for caution in found.cautions]
