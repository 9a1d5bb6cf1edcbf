"""What surrounds the judgement: indicators, satisfaction, term, exit plan, actions."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from django.db.models import Count, OuterRef

from contracts.engine.dates import Term, term
from contracts.models import Contract, ContractVersion
from contracts.selectors.record import renewal_kind
from core.engine.months import Month, month_range
from core.engine.typography import NBSP
from core.gathering import gather
from core.scope import Side
from governance.engine.facts import (
    ActionFacts,
    Answers,
    CostRange,
    ExitFacts,
    IndicatorFacts,
    Proof,
    Recurrence,
    TermFacts,
)
from governance.engine.lateness import Dated, Kept, days_late, kept, kept_in_year
from governance.models import ActionItem
from kpis.engine.proportions import wilson
from kpis.models import IndicatorSetting, IndicatorValue, Signal
from kpis.selectors.cards import stable_codes
from kpis.selectors.conclusions import reached_words, slope_text
from kpis.selectors.following import following_from, limits_begun, named_among
from kpis.selectors.satisfaction import alarm_words
from reports.models import Ticket
from reversibility.engine.readiness import readiness, state_on
from reversibility.selectors import standings
from slas.engine.verdicts import Verdict
from slas.models import CommitmentMonth

HISTORY = 24
ANSWERED = 6
RECENT_DAYS = 62
RECURRENT, SHOWN = 3, 5
JUDGED = frozenset({Verdict.MET, Verdict.BREACHED})


def indicator_values(contract: Contract, month: Month) -> dict[str, dict[Month, IndicatorValue]]:
    """Values up to a month, whole indicators only (1 query)."""
    rows = IndicatorValue.objects.filter(contract=contract, part="", month__lte=str(month))
    found: dict[str, dict[Month, IndicatorValue]] = defaultdict(dict)
    for row in rows.annotate(begun=limits_begun(month)):
        found[row.code][row.month] = row
    return found


def indicator_facts(
    contract: Contract,
    month: Month,
    values: dict[str, dict[Month, IndicatorValue]],
    *,
    with_stable: bool = True,
) -> tuple[IndicatorFacts, ...]:
    """Each indicator that the contract follows and that has values, of the catalogue then of its own, with the signal it
    gives in the month (1 query; with which ones are stable, 2)."""
    ((_, of),) = gather(
        Contract.objects.filter(pk=contract.pk),
        settings=IndicatorSetting.objects.filter(contract=OuterRef("pk")),
        signals=Signal.objects.filter(contract=OuterRef("pk"), month=month),
    )
    settings = {row.code: row for row in of["settings"]}
    own = sorted(
        code
        for code, row in settings.items()
        if row.kind and (not row.retired_from or month < row.retired_from)
    )
    signals: dict[str, list[Signal]] = defaultdict(list)
    for signal in sorted(of["signals"], key=lambda row: (row.code, row.kind)):
        signals[signal.code].append(signal)
    codes = [*named_among(settings), *own]
    followed = [following_from(code, settings.get(code)) for code in codes]
    stable = stable_codes(contract, month, followed, values) if with_stable else frozenset()
    return tuple(
        replace(
            _indicator(code, month, values[code], signals[code], settings.get(code)), stable=code in stable
        )
        for code in codes
        if _measured(month, values.get(code, {}))
    )


def reopened_facts(month: Month, values: dict[Month, IndicatorValue]) -> IndicatorFacts | None:
    """The share of reopened tickets, which the page of what users feel tells whether the contract follows it or not."""
    return _indicator("K11", month, values, [], None) if _measured(month, values) else None


def _measured(month: Month, rows: dict[Month, IndicatorValue]) -> list[Month]:
    """The months of the last two years that have a value, in order."""
    return sorted(one for one, row in rows.items() if row.value is not None and one > month.shift(-HISTORY))


def _indicator(
    code: str,
    month: Month,
    rows: dict[Month, IndicatorValue],
    signals: list[Signal],
    setting: IndicatorSetting | None,
) -> IndicatorFacts:
    following = following_from(code, setting)
    definition = following.definition
    months = tuple(month_range(_measured(month, rows)[0], month))
    acts = (setting.baseline_from if setting else None, *(row.begun for row in rows.values()))  # type: ignore[attr-defined]
    begun = max((act for act in acts if act and act <= month), default=months[0])
    drift: dict[str, Any] = next((signal.evidence for signal in signals if signal.kind == "trend"), {})
    # A direction is shown only when every rule of the month agrees with it, a degradation first.
    direction = min((signal.direction for signal in signals), key=("worse", "better").index, default="")
    return IndicatorFacts(
        code=code,
        name=definition.name.split(",")[0],
        unit="%" if definition.unit == "%" else "h" if definition.unit == "h" else "",
        rising_is_good=definition.sense == "up",
        months=months,
        values=tuple(rows[one].value if one in rows else None for one in months),
        direction=direction,
        alarm=any(signal.alarm for signal in signals),
        rules=tuple(signal.kind for signal in signals if signal.direction == direction),
        decision=setting.decision if setting and setting.decision else definition.decision,
        target=setting.target if setting else None,
        threshold=setting.threshold if setting else None,
        slope=drift.get("slope"),
        pace=f"{slope_text(following, drift['slope'])} par{NBSP}mois" if drift else "",
        reached=reached_words(following, drift.get("months_to_threshold"), rows[month].value)
        if drift
        else "",
        months_to_threshold=drift.get("months_to_threshold"),
        baseline=setting.baseline_months if setting else 12,
        bounds=definition.bounds,
        phase=max(begun.index - months[0].index, 0),
    )


def answers_facts(
    values: dict[Month, IndicatorValue], results: list[CommitmentMonth], month: Month
) -> tuple[Answers, ...]:
    """Satisfaction of the last six months beside the share of commitments met; nothing when none was answered."""
    verdicts: dict[Month, list[str]] = defaultdict(list)
    for result in results:
        verdicts[result.month].append(result.verdict)
    span = month_range(month.shift(1 - ANSWERED), month)
    found = tuple(_answers(one, values.get(one), verdicts[one]) for one in span)
    return found if any(one.answers for one in found) else ()


def _answers(month: Month, row: IndicatorValue | None, verdicts: list[str]) -> Answers:
    satisfied, answers = (row.numerator or 0, row.denominator or 0) if row else (0, 0)
    judged = [verdict for verdict in verdicts if verdict in JUDGED]
    share = Fraction(100 * judged.count(Verdict.MET), len(judged)) if judged else None
    usual, alarm = wilson(satisfied, answers), wilson(satisfied, answers, 0.90)
    bounds = {}
    if usual and alarm:
        bounds = {"low": 100 * usual.low, "high": 100 * usual.high}
        bounds |= {"alarm_low": 100 * alarm.low, "alarm_high": 100 * alarm.high}
    return Answers(
        month=month,
        satisfied=satisfied,
        answers=answers,
        resolved=int((row.extra.get("resolved") if row else 0) or 0),
        sent=int((row.extra.get("sent") if row else 0) or 0),
        alarm=alarm_words(row),
        commitments=share,
        watermelon=bool(
            row and "satisfaction" in row.extra.get("watermelon_reasons", ()) and row.extra.get("watermelon")
        ),
        **bounds,
    )


def recurrences(contract: Contract, month: Month) -> tuple[Recurrence, ...]:
    """What came back most in the 90 days that end with the month (1 query): same failures first, then by number."""
    end = month.end(contract.timezone)
    rows = Ticket.objects.filter(
        contract=contract,
        type=Ticket.Type.INCIDENT,
        opened_at__gte=end - timedelta(days=90),
        opened_at__lt=end,
    ).exclude(status=Ticket.Status.CANCELLED)
    counts = list(
        rows.values_list("service", "category").annotate(times=Count("pk")).order_by("service", "category")
    )
    by_service: Counter[str] = Counter()
    for service, _, times in counts:
        by_service[service] += times
    found = [
        Recurrence(service, category, times, by_service[service])
        for service, category, times in counts
        if service
    ]
    found.sort(key=lambda row: (not row.same_failure, -row.count, row.service, row.category))
    return tuple(row for row in found if row.count >= RECURRENT)[:SHOWN]


def term_facts(contract: Contract, version: ContractVersion, day: date) -> TermFacts:
    """The end of the contract as of a day, and the term that follows once its notice is too late."""
    clause = contract.clause
    found = term(clause, day)
    now = _term_facts(contract, version, found, day)
    if found.next_last_safe_receipt is None:
        return now
    return replace(now, following=_term_facts(contract, version, term(clause, found.committed_until), day))


def _term_facts(contract: Contract, version: ContractVersion, found: Term, day: date) -> TermFacts:
    clause = contract.clause
    # What silence costs: the term that follows if no notice is received in time.
    late = clause.end(found.renewals + 1) if clause.may_renew(found.renewals) else found.current_end
    return TermFacts(
        end=found.current_end,
        last_safe=found.last_safe_receipt,
        days_left=(found.last_safe_receipt - day).days,
        possible=day <= found.last_safe_receipt,
        committed_until=late,
        renewal=renewal_kind(contract),
        notice_months=contract.notice_months,
        monthly_fee=version.monthly_fee,
    )


def exit_facts(contract: Contract, day: date, cost: CostRange | None = None) -> ExitFacts | None:
    """The exit plan on a day (1 query), with what leaving costs: the model is client-only, so another side reads none.

    A proof dated after that day is not there yet.
    """
    plan = standings(contract, day)
    if not plan:
        return None
    proofs = tuple(
        Proof(
            one.row.number, one.row.name, one.row.get_owner_side_display(), state_on(one.line, day),
            one.line.proof_on, one.row.weight,
        )
        for one in plan
    )  # fmt: skip
    return ExitFacts(proofs, 100 * (readiness([one.line for one in plan], day).score or Fraction(0)), cost)


def action_facts(rows: Iterable[ActionItem], day: date) -> tuple[ActionFacts, ...]:
    """Actions open on a day, and those ended since about the committee before, by number.

    One done after that day is still under way on it.
    """
    states = ActionItem.State
    found = []
    for row in sorted((row for row in rows if row.created_on <= day), key=lambda row: row.number):
        done_on = _known(row.done_on, day)
        state = states.DOING if row.done_on and not done_on else row.state
        if done_on and (day - done_on).days > RECENT_DAYS:
            continue
        late = days_late(row.due_on, row.state, row.done_on, day)
        on_time = kept(dated(row), day)
        owner = f"{row.owner_role}, {row.get_owner_side_display().lower()}"
        found.append(
            ActionFacts(
                row.number, row.title, owner, row.owner_side, row.due_on, state, late, on_time, row.reason
            )
        )
    return tuple(found)


def actions_kept(rows: Iterable[ActionItem], day: date) -> Kept:
    """What was kept of the actions due in the 12 months up to a day, the list of `action_facts` being the recent ones."""
    return kept_in_year((dated(row) for row in rows if row.created_on <= day), day)


def dated(row: ActionItem) -> Dated:
    """The dates of an action."""
    return Dated(row.due_on, row.state, row.done_on)


def _known(done: date | None, day: date) -> date | None:
    """A date, unless it is still to come on `day`."""
    return done if done and done <= day else None


def version_in_force(contract: Contract, day: date) -> ContractVersion:
    """The contract version that applies on a day (1 query); the first one before it began."""
    rows = list(ContractVersion.objects.filter(contract=contract).order_by("effective_on"))
    return next((row for row in reversed(rows) if row.effective_on <= day), rows[0])


def closed_session_term(
    contract: Contract, version: ContractVersion, day: date, side: Side
) -> TermFacts | None:
    """What the client thinks of its own notice is not the provider's."""
    return term_facts(contract, version, day) if side == Side.CLIENT else None
