"""The key dates of one or several contracts, with what was decided about each, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import OuterRef

from contracts.engine.key_dates import (
    POSTING,
    REVISION_LADDER,
    Dated,
    DateTerms,
    Option,
    Recurring,
    key_dates,
    safe_day,
)
from contracts.engine.reminders import Standing, standing
from contracts.engine.unsaid import kept_effect
from contracts.models import (
    Contract,
    ContractVersion,
    DateAnswer,
    DatedTerm,
    ExtensionOption,
    RevisionClause,
)
from contracts.selectors.record import renewal_words
from core.engine.holidays import french
from core.gathering import gather
from core.scope import Side, current


@dataclass(frozen=True)
class DateState:
    """One date as it stands: the rung of its ladder, and the decision taken for that very day.

    `open`: the client may decide, whether or not a reminder is due.
    """

    contract: Contract
    dated: Dated
    standing: Standing
    answer: DateAnswer | None = None
    open: bool = False


def states_of(
    contracts: Sequence[Contract], today: date, *, reminded_only: bool = False
) -> dict[int, list[DateState]]:
    """The dates of each contract, in order (3 queries; the client's own rows stay out of a provider's scope).

    `reminded_only`: versions carry no reminder, and are left unread (2 queries).
    """
    rows = ContractVersion.objects.filter(contract__in=contracts).order_by("number")
    dates = _dates(contracts, today, _by_contract([] if reminded_only else rows))
    armed = [d for found in dates.values() for d in found if _stand(d, today, False).state == "due"]
    answers = DateAnswer.objects.filter(contract__in=contracts).select_related("author").order_by("at", "pk")
    given = {(r.contract_id, r.key, r.day): r for r in (answers if armed or not reminded_only else [])}
    return {
        one.pk: [
            _state(one, dated, given.get((one.pk, dated.key, dated.day)), today)
            for dated in dates[one.pk]
            if dated.key != POSTING or current().side_of(one.pk) is Side.CLIENT
        ]
        for one in contracts
    }


def dates_of(contract: Contract, day: date) -> list[Dated]:
    """The dates of one contract as they stand on a day, amendments left out (1 query)."""
    return _dates([contract], day, _by_contract([]))[contract.pk]


def _dates(
    contracts: Sequence[Contract], today: date, versions: dict[int, list[ContractVersion]]
) -> dict[int, list[Dated]]:
    """The dates of each contract, in order (1 query)."""
    ours = {"contract": OuterRef("pk")}
    said = {
        contract.pk: rows
        for contract, rows in gather(
            Contract.objects.filter(pk__in=[one.pk for one in contracts]),
            options=ExtensionOption.objects.filter(**ours),
            named=DatedTerm.objects.filter(**ours),
            clauses=RevisionClause.objects.filter(**ours),
        )
    }
    return {
        one.pk: key_dates(
            replace(
                _terms(
                    one,
                    versions[one.pk],
                    sorted(said[one.pk]["options"], key=lambda row: row.number),
                    sorted(said[one.pk]["named"], key=lambda row: row.number),
                    today,
                ),
                revision=next(map(_revision, said[one.pk]["clauses"]), None),
            ),
            today,
        )
        for one in contracts
    }


def _stand(dated: Dated, today: date, answered: bool) -> Standing:
    return standing(dated.day, dated.ladder, today, answered=answered)


def _state(contract: Contract, dated: Dated, answer: DateAnswer | None, today: date) -> DateState:
    """Reminders and decisions are the client's: the other side reads the date alone."""
    ours = current().side_of(contract.pk) is Side.CLIENT
    seen = dated if ours else replace(dated, ladder=())
    expected = ours and (dated.decides or bool(dated.ladder)) and dated.day >= today
    return DateState(
        contract, dated, _stand(seen, today, answer is not None), answer, expected and answer is None
    )


def _by_contract(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.contract_id].append(row)
    return found


def _revision(clause: RevisionClause) -> Recurring:
    """The dates of the revision clause, in the words of a date that the contract names."""
    where = f" ({clause.clause})" if clause.clause else ""
    return Recurring(
        0, "Révision des prix", f"le forfait est révisé sur l’indice {clause.index}{where}", clause.first_on,
        clause.terms.kept_period, REVISION_LADDER, "revision",
    )  # fmt: skip


def _terms(
    contract: Contract,
    versions: list[ContractVersion],
    options: list[ExtensionOption],
    named: list[DatedTerm],
    today: date,
) -> DateTerms:
    clause = contract.clause
    safe = safe_day(clause, today)
    return DateTerms(
        starts_on=contract.starts_on,
        clause=clause,
        provider_clause=contract.provider_clause,
        renewal_words=renewal_words(contract),
        effect=kept_effect(contract.notice_effective_on),
        posting_margin=contract.posting_margin_days,
        ladder=tuple(contract.reminder_days),
        grace_months=versions[0].rules.start_grace_months if versions else 0,
        amendments=[(row.number, row.title, row.effective_on) for row in versions if row.number],
        options=[
            Option(row.number, row.title, row.months, row.exercise_by, row.exercised_on is not None)
            for row in options
        ],
        recurring=[
            Recurring(
                row.number,
                row.title,
                row.commits,
                row.first_on,
                row.every_months,
                tuple(row.reminder_days),
                row.kind,
            )
            for row in named
        ],
        holidays=french({safe.year - 1, safe.year}),
    )
