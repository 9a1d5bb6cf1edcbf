"""`manage.py load_contract FILE.toml`: a whole contract from one file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from contracts.commands import REFUSED
from contracts.engine.problems import FileRefused, Problem
from infogerance.contract_file import LoadReport, load_contract


class Command(BaseCommand):
    help = (
        "Charge un contrat depuis un fichier TOML (docs/format-contrat.md). Charger deux fois ne change rien."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("file", metavar="FICHIER.toml", help="fichier du contrat")
        parser.add_argument("--json", action="store_true", help="écrire le résultat en JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = load_contract(_read(Path(options["file"])))
        except FileRefused as refusal:
            if options["json"]:
                self.stdout.write(json.dumps(_refused(refusal), ensure_ascii=False))
            count = len(refusal.problems)
            head = f"Fichier refusé, {count} problème{'s' if count > 1 else ''} ; rien n’a été enregistré."
            raise CommandError(f"{head}\n{refusal}", returncode=REFUSED) from refusal
        if options["json"]:
            self.stdout.write(json.dumps(_loaded(report), ensure_ascii=False))
        else:
            self.stdout.write(_sentence(report))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        problem = Problem(str(path), "ce fichier ne peut pas être lu.", "Vérifiez le chemin et les droits.")
        raise FileRefused([problem]) from error


def _refused(refusal: FileRefused) -> dict[str, Any]:
    return {"outcome": "REJECT", "problems": [vars(problem) for problem in refusal.problems]}


def _loaded(report: LoadReport) -> dict[str, Any]:
    return {
        "outcome": "ACCEPT",
        "contract": report.contract.reference,
        "slug": report.contract.slug,
        "changed": report.total.changed,
        "sections": {name: vars(counts) for name, counts in report.sections.items()},
    }


def _sentence(report: LoadReport) -> str:
    total = report.total
    if not total.changed:
        return f"Contrat {report.contract.reference} : déjà à jour, rien n’a changé."
    return (
        f"Contrat {report.contract.reference} chargé : {total.created} lignes créées, "
        f"{total.updated} modifiées, {total.unchanged} inchangées, {total.removed} retirées."
    )
