"""Every ticket of a demonstration contract: the everyday flow of each month, then the planted ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, time, timedelta
from random import Random

from core.engine.holidays import french
from core.engine.months import Month
from infogerance.demo import phenomena as plan
from infogerance.demo.chance import Stream
from infogerance.demo.course import cancel, course, live
from infogerance.demo.lives import Life
from infogerance.demo.office import Office
from infogerance.demo.openings import Desk
from infogerance.demo.stories import planted
from infogerance.demo.worlds import World


def desk_of(world: World, months: list[Month]) -> Desk:
    """The desk with the office hours of each site over the series, and a year on."""
    years = range(months[0].year, months[-1].year + 3)
    offices = {name: Office(french(years, zone) | world.closures) for name, zone, _ in world.sites}
    common = Office(french(years, "alsace-moselle") | world.closures)
    return Desk(world, common, offices)


def all_lives(world: World, months: list[Month], seed: int) -> list[Life]:
    """Every ticket of the series in order of opening, numbered, with its satisfaction. Same seed, same lives."""
    desk = desk_of(world, months)
    lives: list[Life] = []
    for rank, month in enumerate(months):
        # One stream of chance per month: a change in one month leaves the others as they were.
        rng = Stream(seed, world.reference, month)
        lives += ordinary(rng, desk, rank, month)
        if world.planted:
            lives += planted(rng, desk, rank, months)
    return number(world, answer(world, months, seed, reopen(world, months, seed, lives)))


def ordinary(rng: Random, desk: Desk, rank: int, month: Month) -> list[Life]:
    """The everyday tickets of a month, each kind with its exact number of late ones."""
    mix = desk.world.mix(rank)
    quiet = desk.world.planted and rank == plan.CLEAN
    pace = plan.P3_MEDIAN_MINUTES[rank] if desk.world.planted else desk.world.medians["P3"]
    return [
        *_majors(rng, desk, rank, month, mix.p1),
        *_kind(rng, desk, month, "P2", count=mix.p2, late=0 if quiet or mix.p2 < 22 else rank % 2, slow=0),
        *_kind(rng, desk, month, "P3", count=mix.p3, late=mix.late_p3, slow=3, pace=pace),
        *_kind(rng, desk, month, "P4", count=mix.p4, late=mix.late_p4, slow=2),
        *_kind(rng, desk, month, "demande", count=mix.requests, late=2, slow=2),
    ]


def _majors(rng: Random, desk: Desk, rank: int, month: Month, count: int) -> list[Life]:
    lives = []
    for turn in range(count):
        day = desk.moment(rng, month, weekday_only=True).date()
        opening = desk.major(rng, datetime.combine(day, time(rng.randint(8, 16), rng.randrange(60))))
        late = desk.world.planted and rank == plan.LATE_P1 and turn == 0
        used = plan.LATE_P1_MINUTES if late else rng.randint(35, 200)
        lives.append(course(desk.hours(opening), opening, desk.world, response=rng.randint(2, 12), used=used))
    return lives


def _kind(
    rng: Random, desk: Desk, month: Month, kind: str, *, count: int, late: int, slow: int, pace: int = 0
) -> list[Life]:
    """`count` tickets of one kind, of which `late` beyond their delay and `slow` picked up late."""
    priority = "P4" if kind == "demande" else kind
    moments = sorted(desk.moment(rng, month, weekday_only=kind == "P2") for _ in range(count))
    if desk.world.resolution[priority].round_the_clock:
        # Picked up in office hours, resolved around the clock: opened when both run.
        moments = sorted(at.replace(hour=min(max(at.hour, 8), 13)) for at in moments)
    # Late ones come from the first half: the month in which they are missed is then the month itself.
    early = [turn for turn, at in enumerate(moments) if at.day <= 15]
    unlucky = set(rng.sample(early, min(late, len(early))))
    sleepy = set(rng.sample(sorted(set(early) - unlucky), min(slow, len(early) - len(unlucky))))
    dropped = set(rng.sample(range(count), count // 80)) - unlucky - sleepy if priority == "P4" else set()
    lives = []
    for turn, at in enumerate(moments):
        opening = desk.request(rng, at) if kind == "demande" else desk.incident(rng, kind, at)
        life = live(
            rng,
            desk.world,
            desk.hours(opening),
            opening,
            pace=pace or desk.world.medians[priority],
            late=turn in unlucky,
            slow_start=turn in sleepy,
        )
        lives.append(cancel(desk.hours(opening), life, 20) if turn in dropped else life)
    return lives


def resolved_in(lives: Iterable[Life], month: Month) -> list[int]:
    """Positions of the tickets resolved, not cancelled, within a month."""
    return [
        turn
        for turn, life in enumerate(lives)
        if not life.cancelled and Month.of(life.resolved.date()) == month
    ]


def reopen(world: World, months: list[Month], seed: int, lives: list[Life]) -> list[Life]:
    """A share of the resolved tickets was opened again once."""
    lives = list(lives)
    for rank, month in enumerate(months):
        rng = Stream(seed, world.reference, month, "reopened")
        done = resolved_in(lives, month)
        for turn in rng.sample(done, round(world.mix(rank).reopened_share * len(done))):
            lives[turn] = replace(lives[turn], reopen_count=1)
    return lives


def answer(world: World, months: list[Month], seed: int, lives: list[Life]) -> list[Life]:
    """Satisfaction of the tickets resolved each month: the planned number of answers, of which satisfied ones."""
    lives = list(lives)
    for rank, month in enumerate(months):
        rng = Stream(seed, world.reference, month, "answers")
        done, mix = resolved_in(lives, month), world.mix(rank)
        answers = round(mix.answer_share * len(done))
        if not world.planted and rank == plan.LAST:
            answers = plan.WATERMELON_ANSWERS
        asked = rng.sample(done, answers)
        for place, turn in enumerate(asked):
            happy = place < round(mix.satisfied_share * answers)
            score = rng.choice((4, 5, 5)) if happy else rng.choice((1, 2, 3, 3))
            lives[turn] = replace(lives[turn], satisfaction=score)
    return lives


def number(world: World, lives: list[Life]) -> list[Life]:
    """References in order of opening, one series for incidents, one for requests, without a hole."""
    next_number = dict(zip(("Incident", "Demande"), world.first_numbers, strict=True))
    prefix = {"Incident": "INC", "Demande": "DEM"}
    numbered = []
    for life in sorted(lives, key=lambda life: life.opened):
        numbered.append(replace(life, reference=f"{prefix[life.type]}-{next_number[life.type]:05d}"))
        next_number[life.type] += 1
    return numbered


def end_of(month: Month) -> datetime:
    """First local instant after the month."""
    return datetime.combine(month.last_day + timedelta(days=1), time())
