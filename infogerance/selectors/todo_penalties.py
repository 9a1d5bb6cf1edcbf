"""What each penalty awaits, and of whom: to notify, to observe, to decide, to apply."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from accounts.capabilities import Capability
from core.engine import formats
from core.scope import current
from governance.models import OPEN_DECISIONS, Decision
from governance.services.decisions import PENALTY
from infogerance.selectors.todo_line import Todo
from infogerance.selectors.todo_open import Able, Key, OpenMonths
from slas.models import PenaltyClaim, PenaltyDecision
from slas.selectors.penalty_states import observations_awaited

State = PenaltyClaim.State


def penalty_lines(claims: Iterable[PenaltyClaim], today: date, opened: OpenMonths, able: Able) -> list[Todo]:
    """The last revision of each penalty that waits for the visitor's side; `claims` by revision (2 queries at most)."""
    provided = current().provider & set(able[Capability.CONTEST])
    priced = set(able[Capability.PRICE])
    latest = {(row.contract_id, row.month): row for row in claims}
    found = [
        _line(row, "observations possibles", row.observe_until, "Observer")
        for row in latest.values()
        if row.contract_id in provided and observations_awaited(row, today)
    ]
    owned = [row for row in latest.values() if row.contract_id in priced]
    found += [line for row in owned if (line := _in_course(row, today))]
    drafts = [
        row for row in owned if row.state == State.CALCULATED and row.left and _key(row) not in opened.records
    ]
    return found + _drafts(drafts, opened)


def _key(row: PenaltyClaim) -> Key:
    return row.contract_id, row.month


def _in_course(row: PenaltyClaim, today: date) -> Todo | None:
    """What a notified penalty awaits of the client."""
    if row.state == State.CONTESTED:
        return _line(row, "observations à examiner", row.observe_until, "Décider")
    if row.state == State.NOTIFIED and not observations_awaited(row, today):
        return _line(row, "à valider, délai d’observations passé", row.observe_until, "Décider")
    if row.state == State.CONFIRMED:
        return _line(row, "avoir à recevoir", None, "Enregistrer")
    return None


def _drafts(rows: list[PenaltyClaim], opened: OpenMonths) -> list[Todo]:
    """Penalties of closed months that nobody notified; one that a committee is still asked about waits for it."""
    if not rows:
        return []
    keys = [_key(row) for row in rows]
    decided, asked = decisions_on(keys), _asked(keys)
    found = []
    for row in rows:
        key = _key(row)
        decision = decided.get(key)
        if key in asked:
            continue
        if decision is not None and decision.state == PenaltyDecision.State.REFUSED:
            found.append(_line(row, f"à exonérer, {decision.words}", opened.days.get(key), "Exonérer"))
        else:
            why = f"à notifier, {decision.words}" if decision else "à notifier"
            found.append(_line(row, why, opened.days.get(key), "Notifier"))
    return found


def decisions_on(keys: Iterable[Key]) -> dict[Key, PenaltyDecision]:
    """What committees decided of the penalties of some months (1 query)."""
    contracts, months = _sides(keys)
    rows = PenaltyDecision.objects.filter(contract_id__in=contracts, month__in=months)
    return {(row.contract_id, row.month): row for row in rows}


def _asked(keys: Iterable[Key]) -> set[Key]:
    """Months whose committee is still asked whether to apply the penalty."""
    contracts, months = _sides(keys)
    rows = Decision.objects.filter(
        contract_id__in=contracts, committee__month__in=months, origin=PENALTY, state__in=list(OPEN_DECISIONS)
    )
    return {*rows.values_list("contract_id", "committee__month")}


def _sides(keys: Iterable[Key]) -> tuple[set[int], set[str]]:
    listed = list(keys)
    return {contract for contract, _ in listed}, {str(month) for _, month in listed}


def _line(row: PenaltyClaim, what: str, due: date | None, action: str) -> Todo:
    return Todo(
        icon="doc",
        title=f"Pénalité {formats.month_of(row.month)}\u00a0: {what}",
        detail=f"{row.contract.reference}, {formats.money(row.left, 2)}",
        due=due,
        url=reverse("slas:penalty_month", args=[row.contract.slug, str(row.month)]),
        action=action,
    )
