"""Which indicators a contract follows, and how."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q

from contracts.models import Contract
from core.engine.months import Month
from kpis.engine.catalogue import CATALOGUE, COMPUTED, Definition
from kpis.engine.control import BASELINE
from kpis.models import IndicatorSetting


@dataclass(frozen=True)
class Following:
    """One indicator as this contract follows it. `target` is aimed at, `threshold` is not to be crossed.

    `named`: the contract itself says that it follows it.
    """

    definition: Definition
    target: Decimal | None = None
    threshold: Decimal | None = None
    in_committee: bool = False
    owner: str = ""
    baseline: int = BASELINE
    baseline_from: Month | None = None
    stated_decision: str = ""
    stated_target: Decimal | None = None
    named: bool = False

    @property
    def decision(self) -> str:
        """What the indicator helps decide: in the contract's words, else in those of the catalogue."""
        return self.stated_decision or self.definition.decision

    @property
    def code(self) -> str:
        return self.definition.code

    @property
    def name(self) -> str:
        """« Délai de résolution », without what follows the comma in the catalogue."""
        return self.definition.name.partition(",")[0]

    @property
    def line(self) -> Decimal | None:
        """What a drift is projected to: the threshold, the target where there is none."""
        return self.target if self.threshold is None else self.threshold

    @property
    def line_word(self) -> str:
        return "cible" if self.threshold is None else "seuil"


def of_a_followed_indicator() -> Q:
    """On rows with a contract and a code: those of the indicators that `followed_by` tells, inside one query."""
    named = IndicatorSetting.objects.filter(contract=OuterRef("contract"), code__in=COMPUTED)
    return Q(code__in=COMPUTED) & (~Exists(named) | Exists(named.filter(code=OuterRef("code"))))


def followed_by(contract: Contract) -> list[Following]:
    """The indicators the contract names and the portal computes, by code; all those it computes when the
    contract names none (1 query)."""
    settings = {row.code: row for row in IndicatorSetting.objects.filter(contract=contract)}
    named = [code for code in COMPUTED if code in settings] or COMPUTED
    return [_following(code, settings.get(code)) for code in named]


def following_of(contract: Contract, code: str) -> Following | None:
    """One computed indicator, followed by name or not; None for a code that the portal does not compute."""
    if code not in COMPUTED:
        return None
    return _following(code, IndicatorSetting.objects.filter(contract=contract, code=code).first())


def _following(code: str, setting: IndicatorSetting | None) -> Following:
    definition = CATALOGUE[code]
    if setting is None:
        return Following(definition, definition.target)
    return Following(
        definition,
        definition.target if setting.target is None else setting.target,
        setting.threshold,
        setting.in_committee,
        setting.owner,
        setting.baseline_months,
        setting.baseline_from,
        setting.decision,
        setting.target,
        named=True,
    )
