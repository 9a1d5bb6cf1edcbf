"""`manage.py trends REF KPI`: the series of an indicator, its limits, signals, trend and projection."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from contracts.commands import NOT_NOW, REFUSED, asked_contract, asked_month
from contracts.models import Contract
from core.engine import formats
from core.engine.months import Month
from core.scope import for_contract
from kpis.engine.catalogue import CATALOGUE
from kpis.models import IndicatorValue
from kpis.selectors.detail import parts_of
from kpis.selectors.following import following_of, with_rebases
from kpis.selectors.trends import trends_of

KINDS = {
    "point_outside": "point hors des limites",
    "run_of_eight": "8 mois de suite d’un même côté de la moyenne",
    "three_of_four": "3 mois sur 4 près d’une limite",
    "trend": "tendance établie",
}
DIRECTIONS = {"worse": "dégradation", "better": "amélioration"}


class Command(BaseCommand):
    help = "Donne la série d’un indicateur, ses limites, ses signaux, sa tendance et sa projection."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("contract", metavar="REF", help="référence ou adresse du contrat")
        parser.add_argument("code", metavar="KPI", help="code du catalogue, par exemple K08")
        parser.add_argument("--part", default="", help="une priorité, par exemple P3")
        parser.add_argument("--month", default="", help="dernier mois lu, par exemple 2026-03")
        parser.add_argument("--json", action="store_true", help="écrire le résultat en JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        contract = asked_contract(options["contract"])
        with for_contract(contract.pk):
            found = _read(contract, options["code"].upper(), options["part"], options["month"])
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False))
            return
        for line in _lines(found):
            self.stdout.write(line)


def _read(contract: Contract, code: str, part: str, month: str) -> dict[str, Any]:
    following = following_of(contract, code)
    if following is None:
        raise CommandError(_unknown(code), returncode=REFUSED)
    until = asked_month(month) if month else _last_month(contract, code)
    if until is None:
        raise CommandError(
            f"Aucune valeur calculée pour {code}. Déposez un rapport, puis lancez manage.py compute.",
            returncode=NOT_NOW,
        )
    parts = parts_of(contract, code, until)
    if part and part not in parts:
        known = f"Détails connus : {', '.join(parts)}." if parts else "Cet indicateur n’a pas de détail."
        raise CommandError(f"Détail inconnu : « {part} ». {known}", returncode=REFUSED)
    [followed] = with_rebases(contract, [following])
    found = trends_of(contract, followed, part, until)
    if found is None:
        raise CommandError(f"{code} n’a aucun mois mesuré jusqu’à {until}.", returncode=NOT_NOW)
    return found


def _unknown(code: str) -> str:
    return f"Indicateur inconnu : « {code} ». Écrivez un code parmi : {', '.join(CATALOGUE)}."


def _last_month(contract: Contract, code: str) -> Month | None:
    rows = IndicatorValue.objects.filter(contract=contract, code=code)
    return rows.order_by("-month").values_list("month", flat=True).first()


def _lines(found: dict[str, Any]) -> list[str]:
    """The same facts for a person at a terminal."""
    lines = [f"{found['contract']} {found['code']} {found['part']}".strip() + f" : {found['name']}"]
    for point in found["series"]:
        value = _number(point["value"]) if point["value"] else point["reason"]
        lines.append(f"  {point['month']}  {value}  {point['reading'] or ''}".rstrip())
    for limits in found["limits"]:
        if limits["center"] is not None:
            low, mid, high = (formats.number(limits[name], 2) for name in ("lower", "center", "upper"))
            lines.append(f"Limites depuis {limits['from']} : {low} à {high}, moyenne {mid}.")
    for signal in found["signals"]:
        lines.append(
            f"{'Alarme' if signal['alarm'] else 'Signal'} {signal['month']} : {KINDS[signal['kind']]}, {DIRECTIONS[signal['direction']]}."
        )
    ahead = found["projection"]
    if ahead and ahead["month"]:
        months = formats.count(ahead["months"], "mois")
        lines.append(f"Seuil {_number(ahead['threshold'])} atteint en {ahead['month']}, dans {months}.")
    return lines


def _number(text: str) -> str:
    return formats.number(Fraction(text))
