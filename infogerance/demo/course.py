"""From an opening to a whole life: pick-up, waits, resolution, and what the contract makes of them."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from core.engine.months import Month
from infogerance.demo.catalogue import OPPOSABLE, WAITS
from infogerance.demo.lives import Judged, Life, Wait
from infogerance.demo.office import Office
from infogerance.demo.worlds import Delay, World


@dataclass(frozen=True)
class Opening:
    """What is known when a ticket is opened."""

    type: str
    priority: str
    at: datetime
    title: str
    category: str
    service: str
    group: str
    site: str
    requester: str


def live(
    rng: Random, world: World, office: Office, opening: Opening, *, pace: int, late: bool, slow_start: bool
) -> Life:
    """A ticket that goes through its course. `pace`: median working minutes; `late`: beyond its delay."""
    first, last = world.response[opening.priority], world.resolution[opening.priority]
    response = _response(rng, first, slow_start)
    used = last.minutes + rng.randint(40, 700) if late else _used(rng, pace, response, last.minutes)
    waits = () if late or last.round_the_clock else _waits(rng, office, opening.at, response, used)
    return course(office, opening, world, response=response, used=used, waits=waits)


def course(
    office: Office,
    opening: Opening,
    world: World,
    *,
    response: int,
    used: int,
    waits: tuple[tuple[int, Wait], ...] = (),
) -> Life:
    """The life of a ticket picked up after `response` counted minutes and resolved after `used`."""
    first, last = world.response[opening.priority], world.resolution[opening.priority]
    picked_up = run(office, first, opening.at, response)
    stops = [(spent, wait) for spent, wait in waits if wait.reason in OPPOSABLE]
    start, spent = (stops[-1][1].end, stops[-1][0]) if stops else (opening.at, 0)
    resolved = run(office, last, start, used - spent)
    if resolved < picked_up:
        raise ValueError(f"{opening.title}, {opening.at}: resolved before it is picked up")
    judged = (
        judge(office, first, response, picked_up, start=opening.at, left=first.minutes),
        judge(office, last, used, resolved, start=start, left=last.minutes - spent),
    )
    return Life(
        type=opening.type,
        title=opening.title,
        priority=opening.priority,
        opened=opening.at,
        picked_up=picked_up,
        resolved=resolved,
        category=opening.category,
        site=opening.site,
        service=opening.service,
        requester=opening.requester,
        group=opening.group,
        waits=tuple(wait for _, wait in waits),
        wait_minutes=sum(office.between(wait.start, wait.end) for _, wait in waits),
        judged=judged,
        told=judged,
    )


def run(office: Office, delay: Delay, at: datetime, minutes: int) -> datetime:
    """The instant when `minutes` have run in the hours of the delay."""
    return at + timedelta(minutes=minutes) if delay.round_the_clock else office.after(at, minutes)


def judge(office: Office, delay: Delay, used: int, done: datetime, *, start: datetime, left: int) -> Judged:
    """Kept: settled when done. Missed: settled when the budget runs out, `left` minutes after `start`."""
    if used <= delay.minutes:
        return Judged(delay.commitment, True, Month.of(done.date()))
    over = start + timedelta(minutes=left) if delay.round_the_clock else office.overrun(start, left)
    return Judged(delay.commitment, False, Month.of(over.date()))


def left_open(life: Life, *, until: datetime, hidden: frozenset[Month]) -> Life:
    """The same late ticket, resolved only at `until` and left out of some exports."""
    return replace(life, resolved=until, hidden=hidden, waits=(), wait_minutes=0)


def lowered(office: Office, world: World, opening: Opening, *, response: int, used: int) -> Life:
    """A P2 that the provider makes a P3 one working hour after its deadline."""
    before = course(office, opening, world, response=response, used=used)
    after = course(office, replace(opening, priority="P3"), world, response=response, used=used)
    limit = world.resolution["P2"].minutes
    return replace(
        after,
        initial_priority="P2",
        priority_changed=office.after(opening.at, limit + 60),
        judged=before.judged,
    )


def cancel(office: Office, life: Life, minutes: int) -> Life:
    """The ticket is cancelled well within its delays: it counts nowhere."""
    at = office.after(life.picked_up, minutes)
    return replace(life, resolved=at, cancelled=True, waits=(), wait_minutes=0, judged=(), told=())


def _response(rng: Random, delay: Delay, slow: bool) -> int:
    if slow:
        return delay.minutes + rng.randint(5, delay.minutes)
    return max(1, int(delay.minutes * 0.92 * rng.betavariate(1.8, 4)))


def _used(rng: Random, pace: int, response: int, limit: int) -> int:
    drawn = int(pace * math.exp(rng.gauss(0, 0.42)))
    return max(response + 5, min(drawn, int(limit * 0.97)))


def _waits(
    rng: Random, office: Office, opened: datetime, response: int, used: int
) -> tuple[tuple[int, Wait], ...]:
    """At most one wait, after `spent` counted minutes."""
    if used - response < 60 or rng.random() > 0.18:
        return ()
    reason = rng.choices([word for word, _ in WAITS], [weight for _, weight in WAITS])[0]
    spent = rng.randint(response + 10, used - 20)
    length = rng.randint(45, 780) if reason in OPPOSABLE else min(120, used - spent - 10)
    start = office.after(opened, spent)
    return ((spent, Wait(start, office.after(start, length), reason)),)
