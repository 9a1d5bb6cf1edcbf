"""Whatever honest people do, in any order, `verify` raises no alarm."""

from __future__ import annotations

import random
from typing import Any

import pytest

from reports.models import Delivery
from reports.services.replaying import Told
from slas.models import MonthSnapshot
from slas.services.closing.verifying import verify_contract
from slas.services.ground.facts import Facts
from tests.slas.closable import promise
from tests.slas.honest import Life
from tests.slas.parties import member_of
from tests.slas.test_replaying import replayed, told

ACTS = 30


@pytest.mark.parametrize("seed", [0, 7, 29, 32])
def test_no_alarm_on_an_honest_life(world: Any, make_user: Any, seed: int) -> None:
    promise(world)
    chance = random.Random(seed)
    people = [member_of(world.contract, make_user, role) for role in ("referent", "provider")]
    life, done = Life(world.contract, chance, *people), []
    read_before: dict[str, Told] = {}
    for _ in range(ACTS):
        done.append(life.act())
        if not MonthSnapshot.objects.exists():
            continue
        fault = verify_contract(world.contract, read_before).fault
        assert fault is None, "\n".join([*done, fault.words])
    while life.waiting:
        done.append(f"work {life.work()}")
    if Delivery.objects.filter(is_current=True).exists():
        assert told(replayed(world.contract)) == told(Facts.of(world.contract)), "\n".join(done)
