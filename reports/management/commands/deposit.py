"""`manage.py deposit REF MONTH FILE…`: a month's files, read at once; exit 3 when they are not accepted."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from contracts.commands import NOT_NOW, REFUSED, add_contract_and_month, asked_contract_and_month
from core.engine.months import Month
from core.scope import for_contract
from reports.engine.findings import Finding
from reports.engine.omissions import SENTENCES
from reports.engine.profiles import PROFILES
from reports.models import Delivery, DeliveryFile
from reports.models import Finding as KeptFinding
from reports.selectors import findings_for
from reports.selectors.questions import questions_of
from reports.services import (
    AnswersRefused,
    DepositRefused,
    IncomingFile,
    NoSpaceLeft,
    Trial,
    answer_questions,
    deposit,
    read_delivery,
    try_files,
)
from reports.services.door import check_door, require_open

USAGE = 2
COMPANIONS = ("status_log", "outages", "maintenance", "declared", "satisfaction", "report")
FIELDS = (
    "severity",
    "code",
    "file",
    "sheet",
    "line",
    "column",
    "cell",
    "value",
    "reference",
    "message",
    "remedy",
)
ACCEPTED = {"ACCEPT", "WARN"}
MOST_ROUNDS = 10


SEVERITIES = dict(KeptFinding.Severity.choices)


class Command(BaseCommand):
    help = (
        "Dépose et lit les fichiers d’un mois : tickets (CSV, XLSX), rapport PDF, journal, pannes, déclarés."
    )

    def add_arguments(self, parser: Any) -> None:
        add_contract_and_month(parser)
        parser.add_argument(
            "fichiers", nargs="+", help="export des tickets ; un .pdf est gardé comme rapport"
        )
        parser.add_argument("--status-log", action="append", default=[], help="journal des statuts")
        parser.add_argument("--outages", action="append", default=[], help="pannes")
        parser.add_argument("--maintenance", action="append", default=[], help="maintenances")
        parser.add_argument("--declared", action="append", default=[], help="chiffres déclarés")
        parser.add_argument("--satisfaction", action="append", default=[], help="réponses de satisfaction")
        parser.add_argument(
            "--answer",
            action="append",
            default=[],
            metavar="CODE=VALEUR",
            help="réponse à une question de la lecture, par exemple date_order_ambiguous=dmy",
        )
        parser.add_argument("--report", action="append", default=[], help="rapport du prestataire, en PDF")
        parser.add_argument(
            "--no-outage", action="store_true", help="le prestataire déclare n’avoir eu aucune panne"
        )
        parser.add_argument(
            "--profile",
            default="",
            help=f"outil d’origine ({', '.join(PROFILES)}) ou nom d’une correspondance ; reconnu par défaut",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="dit ce qui serait lu, sans rien enregistrer"
        )
        parser.add_argument("--json", action="store_true", help="un objet JSON sur la sortie standard")

    def handle(self, *args: Any, **options: Any) -> None:
        contract, month = asked_contract_and_month(options)
        act = self._try if options["dry_run"] else self._deposit
        with for_contract(contract.pk):
            result = act(contract, month, options)
        self._tell(result, as_json=options["json"])
        if result["outcome"] not in ACCEPTED:
            sys.exit(REFUSED)

    def _deposit(self, contract: Any, month: Month, options: dict[str, Any]) -> dict[str, Any]:
        known = {"contract": contract.reference, "month": str(month)}
        try:
            delivery = deposit(
                contract=contract,
                month=month,
                files=incoming(options),
                profile=options["profile"],
                no_outage_stated=options["no_outage"],
            )
        except DepositRefused as refused:
            return known | refusal(refused.findings)
        except NoSpaceLeft as error:
            message = "Espace de stockage plein : rien n’a été gardé. Prévenez votre administrateur."
            raise CommandError(message, returncode=NOT_NOW) from error
        return known | outcome(answered(read_delivery(delivery=delivery), chosen(options["answer"])))

    def _try(self, contract: Any, month: Month, options: dict[str, Any]) -> dict[str, Any]:
        known = {"contract": contract.reference, "month": str(month), "dry_run": True}
        files = incoming(options)
        try:
            require_open(contract, month)
            check_door(contract, month, [(file, file.name) for file in files], options["profile"])
        except DepositRefused as refused:
            return known | refusal(refused.findings)
        paths = [(kind, Path(name)) for kind, name in named_files(options)]
        return known | trial_lines(
            try_files(
                contract=contract,
                month=month,
                files=paths,
                profile=options["profile"],
                no_outage_stated=options["no_outage"],
            )
        )

    def _tell(self, result: dict[str, Any], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(result, ensure_ascii=False, indent=2))
            return
        self.stdout.write(f"{result['outcome']} : {result['rows']} lignes lues, {result['tickets']} tickets.")
        for code in result["cannot_tell"]:
            self.stdout.write(SENTENCES[code][0])
        if result.get("dry_run"):
            self._tell_trial(result)
        for finding in result["findings"][:100]:
            place = ", ".join(
                part
                for part in (
                    finding["file"],
                    f"feuille « {finding['sheet']} »" if finding["sheet"] else "",
                    f"ligne {finding['line']}" if finding["line"] else "",
                    f"« {finding['column']} »" if finding["column"] else "",
                )
                if part
            )
            head = " : ".join(part for part in (SEVERITIES[finding["severity"]], place) if part)
            self.stderr.write(f"{head} : {finding['message']} {finding['remedy']}")
        for question in result["questions"]:
            listed = " ; ".join(f"{o['value']} : {o['label']}" for o in question["options"])
            self.stderr.write(f"--answer {question['code']}=… {listed}")
        if result["finding_count"] > 100:
            self.stderr.write(f"{result['finding_count']} constats en tout.")

    def _tell_trial(self, result: dict[str, Any]) -> None:
        for file, taken in result["assumptions"].items():
            words = " · ".join(f"{name} : {value}" for name, value in taken.items())
            self.stdout.write(f"{file} · {words}")
        for sample in result.get("samples", []):
            self.stdout.write(" · ".join(value for value in sample.values() if value))


def named_files(options: dict[str, Any]) -> list[tuple[DeliveryFile.Kind, str]]:
    """The given names with the kind of each file."""
    named = [
        (DeliveryFile.Kind.REPORT if name.lower().endswith(".pdf") else DeliveryFile.Kind.TICKETS, name)
        for name in options["fichiers"]
    ]
    return named + [(DeliveryFile.Kind(kind), name) for kind in COMPANIONS for name in options[kind]]


def incoming(options: dict[str, Any]) -> list[IncomingFile]:
    """The named files with their kinds. Raises CommandError for one that cannot be opened."""
    named = named_files(options)
    try:
        return [IncomingFile(kind, Path(name).name, Path(name).read_bytes()) for kind, name in named]
    except OSError as error:
        message = f"Fichier illisible : {error.filename}. Vérifiez le chemin et les droits de lecture."
        raise CommandError(message, returncode=USAGE) from error


def chosen(given: list[str]) -> dict[str, str]:
    """Answers by question code or key. Raises CommandError for one that is not written CODE=VALEUR."""
    pairs = [answer.partition("=") for answer in given]
    if wrong := [code for code, sign, _ in pairs if not sign]:
        message = f"Réponse illisible : « {wrong[0]} ». Attendu : CODE=VALEUR."
        raise CommandError(message, returncode=USAGE)
    return {code: value for code, _, value in pairs}


def answered(delivery: Delivery, choices: dict[str, str]) -> Delivery:
    """Give the answers to the questions put, and read again, until a question is left without an answer.

    Raises CommandError for an answer that is not among the options.
    """
    for _ in range(MOST_ROUNDS):
        asked = {q.key: choices.get(q.key, choices.get(q.code, "")) for q in questions_of(delivery)}
        if delivery.state != Delivery.State.WAITING or not asked or not all(asked.values()):
            return delivery
        try:
            answer_questions(delivery=delivery, answers=asked)
        except AnswersRefused as refused:
            raise CommandError(str(refused), returncode=REFUSED) from refused
        delivery = read_delivery(delivery=delivery)
    return delivery


def outcome(delivery: Delivery) -> dict[str, Any]:
    """What was read, and every finding kept."""
    return {
        "version": delivery.version,
        "outcome": delivery.outcome,
        "profile": delivery.profile,
        "rows": delivery.row_count,
        "tickets": delivery.ticket_count,
        "assumptions": delivery.assumptions,
        "cannot_tell": delivery.cannot_tell,
        "files": [
            {"kind": f.kind, "name": f.name, "sha256": f.sha256} for f in delivery.files.order_by("pk")
        ],
        "questions": [
            {"code": q.code, "key": q.key, "message": q.message, "options": q.options}
            for q in questions_of(delivery)
        ],
        "finding_count": delivery.finding_count,
        "findings": [{name: getattr(finding, name) for name in FIELDS} for finding in findings_for(delivery)],
    }


def trial_lines(trial: Trial) -> dict[str, Any]:
    """What would be read, in the same shape, with five tickets as they would be stored."""
    names = ("outcome", "profile", "rows", "tickets", "assumptions", "cannot_tell", "samples")
    return {
        "version": None,
        **{name: trial.summary[name] for name in names},
        "finding_count": trial.summary["findings"],
        "findings": [{name: finding[name] for name in FIELDS} for finding in trial.findings],
    }


def refusal(findings: list[Finding]) -> dict[str, Any]:
    """What was refused at the door, in the same shape."""
    return {
        "version": None,
        "outcome": "REJECT",
        "profile": "",
        "rows": 0,
        "tickets": 0,
        "assumptions": {},
        "cannot_tell": [],
        "files": [],
        "questions": [],
        "finding_count": len(findings),
        "findings": [{name: getattr(finding, name) for name in FIELDS} for finding in findings],
    }
