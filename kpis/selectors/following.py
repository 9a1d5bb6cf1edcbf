"""Which indicators a contract follows, and how."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, Subquery

from contracts.models import Contract
from core.engine.months import Month
from kpis.engine.catalogue import CATALOGUE, COMPUTED, TOLD_ALONE, TYPED, Definition
from kpis.engine.control import BASELINE
from kpis.engine.own import DECLARED, ENTERED, FORMULA, is_own, own_definition
from kpis.models import IndicatorSetting, Rebase


@dataclass(frozen=True)
class Following:
    """One indicator as this contract follows it. `target` is aimed at, `threshold` is not to be crossed.

    `named`: the contract itself says that it follows it. `kind`: of the contract's own, how it is measured; empty for
    one of the catalogue. `rebases`: dated acts that laid new limits, as (month, first month whose reading knows it).
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
    kind: str = ""
    formula: str = ""
    retired_from: Month | None = None
    rebases: tuple[tuple[Month, Month], ...] = ()

    @property
    def is_own(self) -> bool:
        return bool(self.kind)

    @property
    def told_by(self) -> str:
        """How its months are told: declared (either side may tell it), entered by the referent; empty where none is."""
        if self.kind in {DECLARED, ENTERED}:
            return self.kind
        return DECLARED if self.code in TYPED else ""

    @property
    def is_set_here(self) -> bool:
        """Whether its page may say how it is followed: naming one of those computed would hide the others."""
        return not self.is_own and (self.named or self.code in TOLD_ALONE)

    def rebased(self, until: Month) -> tuple[Month, ...]:
        """Months from which limits are laid anew, as known at the end of a month."""
        starts = (self.baseline_from,) if self.baseline_from else ()
        return starts + tuple(month for month, read_from in self.rebases if read_from <= until)

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
    rows = IndicatorSetting.objects.filter(contract=OuterRef("contract"))
    named = rows.filter(code__in=COMPUTED)
    own = rows.filter(~Q(kind="") | Q(code__in=TOLD_ALONE), code=OuterRef("code"), retired_from=None)
    known = Q(code__in=COMPUTED) & (~Exists(named) | Exists(named.filter(code=OuterRef("code"))))
    return known | Q(Exists(own))


def followed_by(contract: Contract) -> list[Following]:
    """The indicators the contract names, by code, and all those the portal computes when it names none of these; then the
    contract's own, those retired left out (1 query)."""
    settings = {row.code: row for row in IndicatorSetting.objects.filter(contract=contract)}
    named = named_among(settings)
    own = sorted(code for code, row in settings.items() if row.kind and row.retired_from is None)
    return [following_from(code, settings.get(code)) for code in (*named, *own)]


def named_among(codes: Collection[str]) -> Sequence[str]:
    """Indicators of the catalogue that a contract follows, `codes` being those that it names."""
    counted = [code for code in COMPUTED if code in codes] or COMPUTED
    return sorted({*counted, *(code for code in TOLD_ALONE if code in codes)})


def own_followings(contract: Contract) -> list[Following]:
    """Every indicator of the contract's own, those retired too, by code (1 query)."""
    rows = IndicatorSetting.objects.filter(contract=contract).exclude(kind="").order_by("code")
    return [following_from(row.code, row) for row in rows]


def following_of(contract: Contract, code: str) -> Following | None:
    """One indicator of the catalogue, followed by name or not, or of the contract's own; None for an unknown code."""
    if code not in CATALOGUE and not is_own(code):
        return None
    setting = IndicatorSetting.objects.filter(contract=contract, code=code).first()
    return None if setting is None and is_own(code) else following_from(code, setting)


def with_rebases(contract: Contract, followed: Iterable[Following]) -> list[Following]:
    """The same, with the dated acts that laid their limits anew: what a reading needs besides (1 query)."""
    known = list(followed)
    acts: dict[str, list[tuple[Month, Month]]] = defaultdict(list)
    rows = Rebase.objects.filter(contract=contract, code__in=[one.code for one in known])
    for code, month, read_from in rows.order_by("month").values_list("code", "month", "read_from"):
        acts[code].append((month, read_from))
    return [replace(one, rebases=tuple(acts[one.code])) if one.code in acts else one for one in known]


def limits_begun(until: Month) -> Subquery:
    """For a query of values: the month of the last dated act that laid the limits anew, as known at the end of a month."""
    acts = Rebase.objects.filter(
        contract=OuterRef("contract"), code=OuterRef("code"), read_from__lte=str(until), month__lte=str(until)
    )
    return Subquery(acts.order_by("-month").values("month")[:1])


def following_from(code: str, setting: IndicatorSetting | None) -> Following:
    """One indicator as its row says, or as the catalogue does where the contract has none."""
    if setting is None:
        definition = CATALOGUE[code]
        return Following(definition, definition.target)
    definition = definition_of(setting)
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
        kind=setting.kind,
        formula=setting.formula if setting.kind == FORMULA else "",
        retired_from=setting.retired_from,
    )


def definition_of(setting: IndicatorSetting) -> Definition:
    """What an indicator says of itself: in the catalogue, or in the contract's own words."""
    if not setting.kind:
        return CATALOGUE[setting.code]
    return own_definition(
        setting.code,
        kind=setting.kind,
        name=setting.name,
        unit=setting.unit,
        sense=setting.sense,
        view=setting.view,
        timing=setting.timing,
        formula=setting.formula,
        decision=setting.decision,
    )
