"""What closed surveys give to the indicators of their month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from contracts.models import Contract
from core.engine.months import Month
from kpis.engine.indicators.surveys import Asked
from kpis.engine.questions import satisfied
from kpis.models import Survey


def closed_surveys(contract: Contract) -> list[Survey]:
    """In the order of their numbers (1 query)."""
    return list(Survey.objects.filter(contract=contract).exclude(closed_at=None).order_by("number"))


def month_of(survey: Survey) -> Month:
    """The month a wave speaks for: that of its last day."""
    return Month.of(survey.closes_on)


def surveyed_by_month(surveys: Iterable[Survey]) -> dict[Month, Asked]:
    """Ticket surveys of each month, those under 5 answers left out: beside the export, they could be told apart."""
    found: dict[Month, Asked] = {}
    for survey in surveys:
        marks = survey.results.get("marks", {}).get("satisfaction")
        if survey.kind == Survey.Kind.TICKET and marks:
            before = found.get(month_of(survey), Asked(0, 0, 0))
            found[month_of(survey)] = Asked(
                before.satisfied + satisfied(marks),
                before.answers + sum(marks),
                before.sent + survey.results["sent"],
            )
    return found


def recommended_by_month(surveys: Iterable[Survey]) -> dict[Month, list[int]]:
    """How many gave each mark from 0 to 10, the barometers of a month together; empty under 5 answers each."""
    found: dict[Month, list[int]] = defaultdict(lambda: [0] * 11)
    for survey in surveys:
        if survey.kind == Survey.Kind.BAROMETER:
            marks = survey.results.get("marks", {}).get("recommendation", [0] * 11)
            month = month_of(survey)
            found[month] = [sum(pair) for pair in zip(found[month], marks, strict=True)]
    return dict(found)
