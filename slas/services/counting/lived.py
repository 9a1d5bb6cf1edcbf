"""The outages of each month as they were lived, from the deliveries in force."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from contracts.models import Contract
from core.engine.months import Month
from reports.models import Delivery, DeliveryFile, Outage
from slas.engine.lived import LivedMonth, LivedService, Stop, live
from slas.models import Commitment
from slas.services.counting.availability import outage_end
from slas.services.ground.facts import utc_second
from slas.services.ground.promising import PromiseBook


def lived_months(contract: Contract, months: Sequence[Month]) -> dict[Month, LivedMonth]:
    """Every month that was delivered, among those asked (9 queries, however many months).

    A service has the hours of the commitment that measures its availability; an outage of another one is counted
    apart. Times without any measure are no outage.
    """
    told = _told(contract)
    book = PromiseBook.of(contract, priced=False)
    stops: dict[str, list[Stop]] = defaultdict(list)
    rows = Outage.objects.filter(contract=contract, delivery__is_current=True, unmeasured=False)
    for row in rows.order_by("started_at", "pk"):
        stop = Stop(utc_second(row.started_at), outage_end(row), row.users, row.degraded)
        stops[row.service.casefold()].append(stop)
    return {month: _lived(book, month, stops, told[month]) for month in months if month in told}


def _told(contract: Contract) -> dict[Month, bool]:
    """Delivered months, and whether each tells of outages, be it that there was none."""
    current = Delivery.objects.filter(contract=contract, is_current=True)
    files = DeliveryFile.objects.filter(contract=contract, kind=DeliveryFile.Kind.OUTAGES)
    with_file = set(files.filter(delivery__is_current=True).values_list("delivery_id", flat=True))
    return {
        month: stated or pk in with_file
        for pk, month, stated in current.values_list("pk", "month", "no_outage_stated")
    }


def _lived(book: PromiseBook, month: Month, stops: dict[str, list[Stop]], told: bool) -> LivedMonth:
    measured = {
        row.service.casefold(): row
        for row in book.in_force(month)
        if row.kind == Commitment.Kind.AVAILABILITY
    }
    period = (utc_second(month.start(book.timezone)), utc_second(month.end(book.timezone)))
    services = tuple(_service(book, month, row, stops[name]) for name, row in measured.items())
    outside = sum(
        _touches(stop, period) for name, own in stops.items() if name not in measured for stop in own
    )
    return LivedMonth(services, told, outside)


def _service(book: PromiseBook, month: Month, row: Commitment, stops: list[Stop]) -> LivedService:
    calendars = book.calendars.over(range(month.year - 1, month.year + 2))
    period = (utc_second(month.start(book.timezone)), utc_second(month.end(book.timezone)))
    here = [stop for stop in stops if _touches(stop, period)]
    weight = book.version_at(month.last_day).rules.degraded_weight
    hours = calendars.hours(row.calendar_id or 0)  # a constraint: availability has hours
    return live(row.service, hours, period, here, weight)


def _touches(stop: Stop, period: tuple[np.datetime64, np.datetime64]) -> bool:
    return bool(stop.start < period[1] and (np.isnat(stop.end) or stop.end > period[0]))
