"""The whole catalogue of one contract: what each indicator is, its figure of the month, and where what is missing is told."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from contracts.models import Contract
from core.engine import formats
from core.engine.months import Month
from kpis.engine.catalogue import CATALOGUE, Definition
from kpis.models import IndicatorSetting, IndicatorValue
from kpis.selectors.cards import reason_of
from kpis.selectors.following import Following, followed_by, following_from, own_followings
from kpis.selectors.readings import values_by_code
from kpis.selectors.wording import shown_bound, shown_size, shown_value

SENSES = {"up": "à la hausse", "down": "à la baisse"}
VIEWS = {"technical": "Technique", "perceived": "Perçu"}
TIMINGS = {"leading": "prévient", "lagging": "constate après coup"}
NOT_TOLD = "Saisir ou déclarer"
PLACES = {
    "K04": ("Déposer le fichier de pannes", "reports:deposit"),
    "K06": ("Déposer le fichier de pannes", "reports:deposit"),
    "K22": ("Ouvrir une enquête", "kpis:satisfaction_entry"),
    "K23": ("Ouvrir un écho métier", "kpis:satisfaction_entry"),
    "K24": ("Voir les unités d’œuvre", "contracts:work_units"),
    "K25": ("Voir les actions", "governance:actions"),
}
"""Where the facts of an indicator are given, when they do not come with the export of tickets."""
DEPOSIT = ("Voir les rapports", "reports:list")


@dataclass(frozen=True)
class CatalogueLine:
    """One indicator: how it is followed, its figure of the month or why there is none, and where to give it."""

    following: Following
    followed: bool
    row: IndicatorValue | None
    value: str
    size: str
    reason: str
    place: str
    url: str

    @property
    def definition(self) -> Definition:
        return self.following.definition

    @property
    def measured(self) -> bool:
        return self.row is not None and self.row.value is not None

    @property
    def nature(self) -> str:
        """« Technique, prévient »: the view, and whether it foretells or states."""
        return f"{VIEWS[self.definition.view]}, {TIMINGS[self.definition.timing]}"

    @property
    def sense(self) -> str:
        return f"{self.definition.unit or 'nombre'}, bon {SENSES[self.definition.sense]}"

    @property
    def target(self) -> str:
        return shown_bound(self.following, self.following.target)


@dataclass(frozen=True)
class CataloguePage:
    """Every indicator by code, the contract's own after those of the catalogue."""

    lines: list[CatalogueLine]

    @property
    def title(self) -> str:
        measured = sum(line.measured for line in self.lines)
        return f"{formats.count(measured, 'indicateur mesuré|indicateurs mesurés')} sur {len(self.lines)}"

    @property
    def lead(self) -> str:
        """How many months wait for somebody to tell them."""
        waiting = sum(not line.measured and line.place == NOT_TOLD for line in self.lines)
        words = "valeur est à saisir ou à déclarer|valeurs sont à saisir ou à déclarer"
        return f"{formats.count(waiting, words)}." if waiting else ""


def catalogue_page(contract: Contract, month: Month) -> CataloguePage:
    """The 28 of the catalogue and the contract's own, those retired left out, for one month (4 queries)."""
    settings = {row.code: row for row in IndicatorSetting.objects.filter(contract=contract, kind="")}
    own = [one for one in own_followings(contract) if one.retired_from is None]
    known = [*(following_from(code, settings.get(code)) for code in CATALOGUE), *own]
    followed = {one.code for one in followed_by(contract)}
    values = values_by_code(contract, month, since=month)
    lines = []
    for one in known:
        row = values.get(one.code, {}).get(month)
        lines.append(_line(contract, one, one.code in followed, row, month))
    return CataloguePage(lines)


def _line(
    contract: Contract, one: Following, followed: bool, row: IndicatorValue | None, month: Month
) -> CatalogueLine:
    value = row.value if row else None
    told = one.told_by and (value is None or (row is not None and "side" in row.extra))
    place, name = (NOT_TOLD, "") if told else PLACES.get(one.code, ("", "") if one.is_own else DEPOSIT)
    detail = f"{reverse('kpis:detail', args=[contract.slug, one.code])}?mois={month}"
    return CatalogueLine(
        following=one,
        followed=followed,
        row=row,
        value=shown_value(one, value),
        size=shown_size(row),
        reason="" if value is not None else reason_of(one, row),
        place=place,
        url=reverse(name, args=[contract.slug]) if name else f"{detail}#valeur",
    )
