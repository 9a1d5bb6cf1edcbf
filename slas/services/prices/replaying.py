"""The book of promises under a candidate amendment: unsaved rows in the place of stored ones."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from contracts.engine.price_amending import KnownUnits
from contracts.engine.scope_amending import KnownScope
from contracts.engine.terms import Hours
from contracts.engine.terms_amending import KnownTerms
from contracts.models import Contract, ContractVersion, ServiceCalendar
from contracts.selectors.exit_terms import exit_terms
from contracts.selectors.scope_to_come import scope_to_come
from contracts.selectors.terms_to_come import terms_to_come
from contracts.selectors.work_unit_file import export_work_units
from slas.engine.candidate import Candidate, Known, read_candidate
from slas.engine.promises import Delay
from slas.engine.terms import Promise
from slas.models import Commitment, PenaltyRule
from slas.selectors.commitments import export_commitments
from slas.selectors.hours import HoursBook, clock_text
from slas.services.ground.facts import CLOCKED, promise_of
from slas.services.ground.promising import PromiseBook


def known_of(contract: Contract, book: PromiseBook, day: date) -> Known:
    """What a candidate is checked against, as amendments approved before leave it (14 queries)."""
    scope = scope_to_come(contract)
    return Known(
        commitments=export_commitments(contract),
        calendars=frozenset(_calendars(contract)),
        priorities=frozenset(name for version in book.versions for name in version.rules.priorities),
        starts_on=contract.starts_on,
        last_effect=book.versions[-1].effective_on,
        scope=KnownScope(scope.then, scope.sites, contract.starts_on, day),
        terms=KnownTerms(terms_to_come(contract).then, day, exit_terms().read),
        units=KnownUnits(export_work_units(contract), list(scope.then.values()), day),
    )


def candidate_for(contract: Contract, book: PromiseBook, text: str, day: date = date.max) -> Candidate:
    """A candidate read against its contract. Raises FileRefused.

    `day`: when its quantities would start; a replay, which counts none, leaves them after everything known.
    """
    return read_candidate(text, known_of(contract, book, day))


def amended_book(contract: Contract, book: PromiseBook, candidate: Candidate) -> PromiseBook:
    """The book as if the candidate had been in force all along. Nothing is saved."""
    keys = _calendars(contract)
    fresh = {one.code: -rank for rank, one in enumerate(candidate.hours, 1) if one.code not in keys}
    keys = keys | fresh
    changed = {(one.code, one.effective_from): one for one in candidate.promises}
    rows, prices, promises = [], dict(book.prices), []
    for row in book.commitments:
        promise = changed.get((row.code, row.effective_from))
        kept = row if promise is None else _commitment(row, promise, keys)
        rows.append(kept)
        if promise is not None:
            prices[row.pk] = [_price(row, asdict(price)) for price in promise.prices]
        if row.kind in CLOCKED:
            own = promise_of(book.timezone, row)
            promises.append(
                own
                if promise is None
                else replace(own, calendar=kept.calendar_id or 0, delays=_delays(promise))
            )
    return replace(
        book,
        versions=[_version(version, candidate) for version in book.versions],
        commitments=rows,
        promises=promises,
        prices=prices,
        calendars=_hours(book.calendars, candidate.hours, keys),
    )


def _calendars(contract: Contract) -> dict[str, int]:
    return dict(ServiceCalendar.objects.filter(contract=contract).values_list("code", "pk"))


def _version(version: ContractVersion, candidate: Candidate) -> ContractVersion:
    fee = version.monthly_fee if candidate.monthly_fee is None else candidate.monthly_fee
    return ContractVersion(
        pk=version.pk,
        contract_id=version.contract_id,
        number=version.number,
        effective_on=version.effective_on,
        title=version.title,
        monthly_fee=fee,
        settings=version.settings | candidate.settings,
    )


def _commitment(row: Commitment, promise: Promise, calendars: dict[str, int]) -> Commitment:
    return Commitment(
        pk=row.pk,
        contract_id=row.contract_id,
        code=row.code,
        name=promise.name,
        kind=row.kind,
        gtr_kind=promise.gtr_kind,
        service=promise.service,
        calendar_id=calendars[promise.calendar] if promise.calendar else None,
        required_rate=promise.required_rate,
        min_volume=promise.min_volume,
        clause=promise.clause,
        effective_from=row.effective_from,
        effective_to=row.effective_to,
        position=row.position,
    )


def _price(row: Commitment, values: dict[str, Any]) -> PenaltyRule:
    return PenaltyRule(contract_id=row.contract_id, commitment_id=row.pk, **values)


def _delays(promise: Promise) -> tuple[Delay, ...]:
    """Most precise first, as the engine reads them."""
    ordered = sorted(promise.targets, key=lambda target: (target.priority == "", target.ticket_type == ""))
    return tuple(Delay(t.priority, t.ticket_type, t.amount, t.unit) for t in ordered)


def _hours(book: HoursBook, hours: tuple[Hours, ...], keys: dict[str, int]) -> HoursBook:
    windows, always = dict(book.windows), set(book.always_open)
    for one in hours:
        week: dict[int, list[tuple[str, str]]] = defaultdict(list)
        for window in one.windows:
            week[window.weekday].append((clock_text(window.opens), clock_text(window.closes)))
        windows[keys[one.code]] = week
        always.discard(keys[one.code])
        if one.always_open:
            always.add(keys[one.code])
    return replace(book, windows=windows, always_open=frozenset(always), _made={})
