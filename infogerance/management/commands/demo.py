"""`manage.py demo`: two contracts and fifteen months of deliveries, all fictitious."""

from __future__ import annotations

import json
from argparse import ArgumentTypeError
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.days import portal_today
from core.engine.months import Month
from infogerance.demo.generator import SEED
from infogerance.demo.history import tell_history
from infogerance.demo.loading import Demo, DemoRefused, load_demo, process, recompute
from infogerance.demo.people import OPEN_DOOR, PEOPLE

NOT_NOW = 4


def month(text: str) -> Month:
    """A month of the command line."""
    try:
        return Month.parse(text)
    except ValueError as error:
        raise ArgumentTypeError(f"« {text} » n’est pas un mois ; écrivez par exemple 2026-03.") from error


class Command(BaseCommand):
    help = "Charge les contrats d’exemple, leurs comptes et quinze mois de rapports. Relancer ne change rien."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument(
            "--until", type=month, metavar="MOIS", help="dernier mois ; par défaut le dernier achevé"
        )
        parser.add_argument("--seed", type=int, default=SEED, help="graine du tirage")
        parser.add_argument(
            "--sync", action="store_true", help="traiter les rapports ici, sans moteur de tâches"
        )
        parser.add_argument("--password", help="mot de passe des comptes créés")
        parser.add_argument("--json", action="store_true", help="écrire le résultat en JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        password = options["password"] or OPEN_DOOR
        if settings.SECURE and not options["password"]:
            raise CommandError(
                "Le mot de passe d’exemple est public. Choisissez-en un : --password.", returncode=NOT_NOW
            )
        try:
            demo = load_demo(
                until=options["until"], now=timezone.now(), password=password, seed=options["seed"]
            )
        except DemoRefused as refusal:
            raise CommandError(str(refusal), returncode=NOT_NOW) from refusal
        errors = process(demo.deposits) if options["sync"] else []
        told = tell_history(
            contracts=list(demo.contracts.values()),
            until=max(made.month for made in demo.deposits),
            today=portal_today(),
        )
        errors += recompute(demo.contracts.values()) if options["sync"] else []
        demo = replace(demo, changed=demo.changed or told)
        self.stdout.write(_as_json(demo, password) if options["json"] else _as_text(demo, password))
        if errors:
            raise CommandError("\n".join(errors), returncode=NOT_NOW)


def _as_json(demo: Demo, password: str) -> str:
    return json.dumps(
        {
            "changed": demo.changed,
            "contracts": [
                {"reference": contract.reference, "slug": contract.slug}
                for contract in demo.contracts.values()
            ],
            "deliveries": [
                {"contract": made.contract.reference, "month": str(made.month), "new": made.new}
                for made in demo.deposits
            ],
            "logins": [
                {
                    "email": person.email,
                    "password": password,
                    "title": person.title,
                    "contracts": person.contracts,
                }
                for person in PEOPLE
            ],
        },
        ensure_ascii=False,
    )


def _as_text(demo: Demo, password: str) -> str:
    months = sorted({made.month for made in demo.deposits})
    new = sum(made.new for made in demo.deposits)
    lines = [
        f"Contrats d’exemple : {', '.join(demo.contracts)}, de {months[0]} à {months[-1]}.",
        f"{new} rapports déposés." if demo.changed else "Déjà en place, rien n’a changé.",
        "",
        f"{'Adresse':<26}{'Mot de passe':<20}{'Fonction':<26}Contrats",
    ]
    lines += [
        f"{person.email:<26}{password:<20}{person.title:<26}{', '.join(person.contracts) or 'administration'}"
        for person in PEOPLE
    ]
    return "\n".join(lines)
