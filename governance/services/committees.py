"""The month's COPIL and the decisions its data ask for."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict
from datetime import date
from typing import Any

from django.db import transaction

from contracts.engine.dates import nth_business_day
from contracts.models import Contract, Site
from contracts.selectors.calendars import days_off_at
from core.engine.months import Month
from core.scope import Audience, Side, for_contract
from governance.engine.decisions import ask
from governance.engine.questions import Question
from governance.engine.sittings import MEETING_DAY
from governance.models import CLOSED_SERIES, Committee, Decision
from governance.selectors.asked import asked_before, notice_put_off
from governance.selectors.packs import NoResult, facts_for
from governance.services.convening import free_slug
from governance.services.decisions import drop_answered
from journal import services as journal


class NothingToPrepare(Exception):
    """The month has no result yet; the message is in French."""


def prepare_committee(*, contract: Contract, month: Month) -> Committee:
    """The COPIL about `month`, made when first needed, with the decisions asked from the data.

    Doing it again refreshes the questions still open, adds new ones, withdraws those the data no longer ask;
    a decision already taken is never touched. Raises NothingToPrepare before the month's first computation.
    """
    with transaction.atomic(), for_contract(contract.pk):
        committee = _committee(contract, month)
        try:
            facts, _ = facts_for(contract, committee, Side.CLIENT)
        except NoResult as missing:
            raise NothingToPrepare(f"Le comité ne peut pas être préparé : {missing}") from missing
        drop_answered(contract=contract, month=month)
        late = facts.term is not None and facts.term.following is not None
        questions = ask(
            facts, asked_before(contract, month), notice_put_off=late and notice_put_off(committee)
        )
        if committee.state == Committee.State.PLANNED and _renew(committee, questions):
            _record(committee, questions)
    return committee


def clear_committee(*, contract: Contract, month: Month) -> None:
    """Take back the questions that a month asked before its report was withdrawn; decisions taken stay."""
    with transaction.atomic():
        for committee in Committee.objects.filter(contract=contract, month=month):
            if committee.state == Committee.State.PLANNED and _renew(committee, []):
                _record(committee, [])


def meeting_day(month: Month, sites: Iterable[Site]) -> date:
    """The day of the COPIL that reviews a month, worked at every site of the contract."""
    following = month.shift(1)
    return nth_business_day(following, MEETING_DAY, days_off_at(sites, following.year, following.year))


def _record(committee: Committee, questions: list[Question]) -> None:
    journal.record(
        contract_id=committee.contract_id,
        action="committee.prepared",
        subject=committee.slug,
        details={"decisions": [question.origin for question in questions]},
    )


def _committee(contract: Contract, month: Month) -> Committee:
    kind = Committee.Kind.STEERING
    found = Committee.objects.select_related("contract").filter(contract=contract, kind=kind, month=month)
    found = found.exclude(state=Committee.State.LAPSED)
    if committee := found.first():
        return committee
    day = meeting_day(month, Site.objects.filter(contract=contract))
    committee, _ = found.get_or_create(
        contract=contract,
        kind=kind,
        month=month,
        defaults={"held_on": day, "slug": free_slug(contract, kind, day)},
    )
    return committee


def _renew(committee: Committee, questions: list[Question]) -> bool:
    """Bring the open questions in line with the data; True when anything changed.

    What people asked stays, as do the words that they wrote in the place of the data's.
    """
    stored = {row.origin: row for row in Decision.objects.filter(committee=committee)}
    wanted = {question.origin: question for question in questions}
    changed = False
    for origin, row in stored.items():
        if origin not in wanted and row.state == Decision.State.ASKED and not row.own:
            row.delete()
            changed = True
    for origin, question in wanted.items():
        row = stored.get(origin)
        values = _values(question, row.by_hand if row else ())
        if row is None:
            stored[origin] = Decision.objects.create(
                contract_id=committee.contract_id,
                committee=committee,
                number=next_number(stored.values(), question.closed_session),
                origin=origin,
                **values,
            )
            changed = True
        elif row.state == Decision.State.ASKED and any(
            getattr(row, name) != value for name, value in values.items()
        ):
            Decision.objects.filter(pk=row.pk).update(**values)
            changed = True
    return changed


def next_number(rows: Iterable[Decision], closed: bool) -> int:
    """The next number of its series."""
    base = CLOSED_SERIES if closed else 0
    return max((row.number for row in rows if (row.number > CLOSED_SERIES) == closed), default=base) + 1


def _values(question: Question, by_hand: Collection[str]) -> dict[str, Any]:
    said = {
        "audience": Audience.CLIENT if question.closed_session else Audience.BOTH,
        "question": question.question,
        "resolution": question.resolution,
        "options": [asdict(option) for option in question.options],
        "recommendation": question.recommendation,
        "stake": question.stake,
        "decider": question.decider,
        "evidence": question.evidence,
    }
    return {name: value for name, value in said.items() if name not in by_hand}
