"""Writing the indicators of a contract's own: what they are, what is typed of them, their end."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from contracts.models import Contract
from contracts.selectors.lifetime import local_today
from contracts.services import upsert_row
from contracts.services.lines import hold
from core.engine import formats
from core.engine.months import Month
from core.scope import Side, for_contract
from journal.services import record
from kpis.engine.catalogue import TOLD_ALONE, told_bounds
from kpis.engine.formulas import FormulaRefused
from kpis.engine.own import DECLARED, FORMULA, LARGEST, NO_DECISION, checked_formula, next_code
from kpis.models import IndicatorEntry, IndicatorSetting
from kpis.selectors.following import Following, following_of
from kpis.services.own_values import closed_months, refresh_told
from kpis.services.refusing import IndicatorRefused
from kpis.services.settings import held_setting
from slas.selectors.months import latest_month

CLOSED = "Le mois {month} est clos : sa valeur ne change plus. Choisissez un mois ouvert."
OUT_OF_BOUNDS = "Cette valeur ne se peut pas. Écrivez : {}"
REASON_LENGTH = 10
LABELS = {
    "kind": "nature", "name": "nom", "unit": "unité", "sense": "sens favorable", "view": "point de vue",
    "timing": "avance ou retard", "formula": "formule", "target": "cible", "threshold": "seuil", "owner": "porteur",
    "decision": "décision servie", "in_committee": "montré en comité",
}  # fmt: skip


@dataclass(frozen=True)
class OwnSaid:
    """An indicator of the contract's own as the referent says it."""

    kind: str
    name: str
    unit: str
    sense: str
    view: str
    timing: str
    formula: str
    target: Decimal | None
    threshold: Decimal | None
    owner: str
    decision: str
    in_committee: bool = False


def save_own(*, contract: Contract, code: str, said: OwnSaid, user: Any, role: str) -> str:
    """Create an indicator (empty `code`) or change one, and compute its values; returns its code. Raises IndicatorRefused.

    What closed months hold is left as it is, even when the formula changes.
    """
    with transaction.atomic(), for_contract(contract.pk):
        hold(contract)
        kinds = dict(
            IndicatorSetting.objects.filter(contract=contract).exclude(kind="").values_list("code", "kind")
        )
        _refuse(said, {known: kind for known, kind in kinds.items() if known != code})
        before = IndicatorSetting.objects.filter(contract=contract, code=code).first() if code else None
        if before is not None and before.kind != said.kind:
            raise IndicatorRefused(
                {"kind": "La nature ne change pas : retirez cet indicateur et créez-en un autre."}
            )
        taken = code or next_code(kinds)
        if not taken:
            raise IndicatorRefused({"name": "Les 99 indicateurs possibles sont pris : modifiez-en un."})
        moved = [label for name, label in LABELS.items() if before and _moved(before, said, name)]
        key = {"contract": contract, "code": taken}
        _, counts = upsert_row(model=IndicatorSetting, key=key, values=vars(said))
        if counts.changed:
            record(
                contract_id=contract.pk, subject=taken, actor=user, role=role,
                action="indicator.changed" if before else "indicator.created",
                details={"fields": ", ".join(moved)} if before else {"title": said.name},
            )  # fmt: skip
            refresh_told(contract)
    return taken


def _moved(before: IndicatorSetting, said: OwnSaid, name: str) -> bool:
    return bool(getattr(before, name) != getattr(said, name))


def _refuse(said: OwnSaid, kinds: dict[str, str]) -> None:
    faults: dict[str, str] = {}
    if not said.decision.strip():
        faults["decision"] = NO_DECISION
    if said.kind == FORMULA:
        try:
            checked_formula(said.formula, kinds)
        except FormulaRefused as refusal:
            faults["formula"] = str(refusal)
    elif said.formula:
        faults["formula"] = "Une formule ne vaut que pour un indicateur calculé : videz-la."
    if faults:
        raise IndicatorRefused(faults)


def retire_own(*, contract: Contract, code: str, reason: str, user: Any, role: str) -> Month:
    """Measure an indicator no more, from the first month that is not closed; its past stays. Raises IndicatorRefused."""
    if len(reason.strip()) < REASON_LENGTH:
        raise IndicatorRefused({"reason": f"Dites pourquoi, en {REASON_LENGTH} caractères au moins."})
    with transaction.atomic(), for_contract(contract.pk):
        hold(contract)
        month = first_open(contract)
        row = IndicatorSetting.objects.exclude(kind="").get(contract=contract, code=code)
        row.retired_from, row.in_committee, row.idle_since = month, False, None
        row.save(update_fields=["retired_from", "in_committee", "idle_since"])
        record(
            contract_id=contract.pk, action="indicator.retired", subject=code, actor=user, role=role,
            details={"month": str(month)}, reason=reason.strip(),
        )  # fmt: skip
        refresh_told(contract)
    return month


def first_open(contract: Contract) -> Month:
    """The first month after the last closed one, the current one where none ever was."""
    closed = closed_months(contract)
    if closed:
        return max(closed).shift(1)
    return latest_month(contract) or Month.of(local_today(contract))


def enter_value(
    *, contract: Contract, code: str, month: Month, value: Decimal, source: str, side: str, user: Any, role: str
) -> IndicatorEntry:  # fmt: skip
    """Keep the value of one open month, with where it comes from and who typed it. Raises IndicatorRefused.

    The provider types what it declares; the referent types the rest, and may type a declaration in its place.
    """
    with transaction.atomic(), for_contract(contract.pk):
        hold(contract)
        following = following_of(contract, code)
        if following is None or not following.told_by:
            raise IndicatorRefused({"value": "Cet indicateur se calcule : aucune valeur ne s’y saisit."})
        _refuse_entry(contract, following, month, value, source, side)
        if code in TOLD_ALONE:
            held_setting(contract, code)
        key = {"contract": contract, "code": code, "month": month}
        before = IndicatorEntry.objects.filter(**key).first()
        row, _ = IndicatorEntry.objects.update_or_create(
            **key,
            defaults={
                "value": value, "source": source.strip(), "side": side, "author": user,
                "at": timezone.now().replace(microsecond=0),
            },
        )  # fmt: skip
        record(
            contract_id=contract.pk, action="indicator.entered", subject=f"{code} {month}", actor=user, role=role,
            details={"before": _text(before.value) if before else "", "value": _text(value), "source": row.source},
        )  # fmt: skip
        refresh_told(contract)
    return row


def _refuse_entry(
    contract: Contract, following: Following, month: Month, value: Decimal, source: str, side: str
) -> None:
    faults: dict[str, str] = {}
    last = latest_month(contract)
    if side == Side.PROVIDER and following.told_by != DECLARED:
        faults["value"] = "Cet indicateur est saisi par le client : demandez-lui de le corriger."
    if month in closed_months(contract):
        faults["month"] = CLOSED.format(month=formats.month_of(month))
    elif last is None or month > last:
        faults["month"] = "Ce mois n’est pas encore calculé : attendez le rapport du prestataire."
    elif following.retired_from is not None and month >= following.retired_from:
        faults["month"] = "L’indicateur est retiré depuis ce mois : choisissez-en un plus ancien."
    low, high = told_bounds(following.definition) if not following.is_own else (None, None)
    if abs(value) >= LARGEST:
        faults["value"] = "Ce nombre dépasse dix milliards : vérifiez les zéros."
    elif (low is not None and value < low) or (high is not None and value > high):
        faults["value"] = OUT_OF_BOUNDS.format(following.definition.typed)
    if not source.strip():
        faults["source"] = "Dites d’où vient la valeur, par exemple : relevé de l’outil de sauvegarde."
    if faults:
        raise IndicatorRefused(faults)


def _text(value: Decimal) -> str:
    """« 4,5 », as a person typed it."""
    return formats.number(value.normalize())
