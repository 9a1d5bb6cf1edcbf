"""What the commands about one contract share: the words that name it and its month, and the codes of a refusal."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Mapping
from typing import Any

from django.core.management.base import CommandError

from contracts.models import Contract
from contracts.selectors.lookup import ContractNotFound, find_contract
from core.engine.months import Month

REFUSED, NOT_NOW = 3, 4
"""Exit codes: what was asked is wrong; it is right, and cannot be done yet."""


def add_contract_and_month(parser: ArgumentParser) -> None:
    """The two words every command about a month begins with."""
    parser.add_argument("contrat", help="référence ou adresse du contrat")
    parser.add_argument("mois", help="mois, sous la forme 2026-03")


def asked_contract(words: str) -> Contract:
    """The contract of that reference or address. Raises CommandError (`REFUSED`) when there is none."""
    try:
        return find_contract(words)
    except ContractNotFound as error:
        raise CommandError(str(error), returncode=REFUSED) from error


def asked_contract_and_month(options: Mapping[str, Any]) -> tuple[Contract, Month]:
    """What `add_contract_and_month` reads. Raises CommandError (`REFUSED`) for what is not known or not a month."""
    return asked_contract(options["contrat"]), asked_month(options["mois"])


def asked_month(words: str) -> Month:
    """A month written 2026-03. Raises CommandError (`REFUSED`) otherwise."""
    try:
        return Month.parse(words)
    except ValueError as error:
        message = f"Mois illisible : « {words} ». Attendu : 2026-03."
        raise CommandError(message, returncode=REFUSED) from error
