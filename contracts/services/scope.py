"""Changing the scope: a whole list at once, one line in place, or what an approved amendment says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from contracts.engine.list_faults import Fault, ListRefused
from contracts.engine.scope_amending import ScopeChange
from contracts.engine.scope_cells import COLUMNS
from contracts.engine.scope_list import last_numbers, read_scope_list
from contracts.engine.scope_rows import read_row
from contracts.engine.terms import ScopeLine
from contracts.models import Consumption, Contract, ScopeItem, WorkUnitPrice
from contracts.selectors.promises import told_promises
from contracts.selectors.scope_lines import lines_by_item, setting_of
from contracts.selectors.scope_to_come import scope_to_come
from contracts.services.rows import Counts, upsert_row
from contracts.services.scope_rows import write_scope
from core.engine.formats import date_short
from journal.services import record


@transaction.atomic
def import_scope(*, contract: Contract, user: User, rows: Sequence[Mapping[str, Any]], today: date) -> Counts:
    """Take a list of the scope (texts by field, and `line`); lines that it does not give stay as they are.

    Raises ListRefused, with every fault and nothing stored, when any cell of any line is wrong.
    """
    Contract.objects.select_for_update().get(pk=contract.pk)
    known = {(line.status, line.number): line for line in lines_by_item(contract).values()}
    lines = read_scope_list(rows, known, setting_of(contract, today))
    counts = write_scope(contract=contract, lines=lines, prune=False)
    if counts.changed:
        record(
            contract_id=contract.pk, action="scope.imported", subject=contract.reference, actor=user,
            details={"created": counts.created, "updated": counts.updated} | told_promises(contract),
        )  # fmt: skip
    return counts


@transaction.atomic
def edit_scope_item(
    *, contract: Contract, item: ScopeItem, user: User, cells: Mapping[str, str], status: str, today: date
) -> bool:
    """Change one line from what was typed; False when it says what was known.

    An item that changes status takes the next number there. Raises ListRefused when a cell is wrong.
    """
    Contract.objects.select_for_update().get(pk=contract.pk)
    item = ScopeItem.objects.get(pk=item.pk)
    known = lines_by_item(contract, [item])[item.pk]
    number = known.number if status == known.status else _next_number(contract, status)
    line, wrongs = read_row(cells, replace(known, status=status, number=number), setting_of(contract, today))
    if wrongs:
        raise ListRefused(Fault(0, wrong.field, wrong.value, wrong.message, wrong.remedy) for wrong in wrongs)
    if line == known:
        return False
    if number != known.number or status != known.status:
        _refuse_move(contract, known)
        _move(contract, known, line)
    write_scope(contract=contract, lines=[line], prune=False)
    record(
        contract_id=contract.pk, action="scope.edited", subject=line.name, actor=user,
        details={"fields": ", ".join(_changed(known, line))} | told_promises(contract),
    )  # fmt: skip
    return True


def _refuse_move(contract: Contract, known: ScopeLine) -> None:
    """What was booked on an exclusion keeps its price, and what two persons approved its object."""
    coming = scope_to_come(contract).changes_of(known.key)
    booked = Consumption.objects.filter(contract=contract).filter(
        Q(exclusion=known.number) | Q(unit__exclusion=known.number)
    )
    if coming:
        day = date_short(coming[0][0].day)
        told = f"L’avenant {coming[0][0].number}, approuvé, change cet élément le {day}."
        remedy = "Attendez ce jour, ou proposez un autre avenant."
    elif known.status == ScopeItem.Status.OUT and booked.exists():
        told = "Des consommations sont saisies sur cette exclusion."
        remedy = "Proposez un avenant : elles gardent leur prix, et il vaut dès sa prise d’effet."
    else:
        return
    raise ListRefused([Fault(0, "status", known.status, told, remedy)])


def amend_scope(*, contract: Contract, changes: Sequence[ScopeChange]) -> Counts:
    """Bring the scope to what an amendment says. Whoever approves it opens the transaction and writes the journal."""
    for change in changes:
        if change.before is not None and change.moves:
            _move(contract, change.before, change.after)
    counts = write_scope(contract=contract, lines=[change.after for change in changes], prune=False)
    for change in changes:
        if change.before is not None and change.before.unit_price != change.after.unit_price:
            counts += _reprice(contract, change.after)
    return counts


def _reprice(contract: Contract, line: ScopeLine) -> Counts:
    """The new price of an exclusion joins the list of the unit that prices it, from the day of the amendment."""
    listed = WorkUnitPrice.objects.filter(contract=contract, unit__exclusion=line.number, level="")
    present = listed.order_by("-effective_on").first()
    if line.status != ScopeItem.Status.OUT or line.unit_price is None or present is None:
        return Counts()
    day = line.formers[-1].until + timedelta(days=1)
    key = {"contract": contract, "unit": present.unit, "level": "", "effective_on": day}
    return upsert_row(model=WorkUnitPrice, key=key, values={"amount": line.unit_price})[1]


def _move(contract: Contract, known: ScopeLine, line: ScopeLine) -> None:
    """Rows of a scope are told apart by status and number: the item moves first, then takes what is said of it."""
    rows = ScopeItem.objects.filter(contract=contract, status=known.status, number=known.number)
    rows.update(status=line.status, number=line.number, grey_since=line.grey_since)


def _next_number(contract: Contract, status: str) -> int:
    return last_numbers(lines_by_item(contract).values()).get(status, 0) + 1


def _changed(before: ScopeLine, after: ScopeLine) -> list[str]:
    """Columns whose value moved, as the page names them; a moved number follows from the status."""
    names = [field.name for field in fields(ScopeLine) if field.name not in {"number", "volumes", "formers"}]
    return [COLUMNS[name].lower() for name in names if getattr(before, name) != getattr(after, name)]
