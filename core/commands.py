"""Commands of the portal: French messages on stderr, one JSON object on stdout with `--json`, stable exit codes."""

from __future__ import annotations

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand

REFUSED, NOT_NOW = 3, 4


class Refused(Exception):
    """The input cannot be accepted: the message says what and how to mend it. Exit code 3."""


class NotNow(Exception):
    """The request is sound and cannot be done in the present state. Exit code 4."""


class PortalCommand(BaseCommand):
    """Base of the portal's commands: `run()` returns a dictionary, `say()` prints it for people."""

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--json", action="store_true", help="un objet JSON sur la sortie standard")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            result = self.run(**options)
        except (Refused, NotNow) as error:
            self.stderr.write(str(error))
            sys.exit(REFUSED if isinstance(error, Refused) else NOT_NOW)
        if options["json"]:
            self.stdout.write(json.dumps(result, ensure_ascii=False, indent=2))
        else:
            self.say(result)

    def run(self, **options: Any) -> dict[str, Any]:
        """Do the work; raise Refused or NotNow."""
        raise NotImplementedError

    def say(self, result: dict[str, Any]) -> None:
        """Print the result for people."""
        raise NotImplementedError
