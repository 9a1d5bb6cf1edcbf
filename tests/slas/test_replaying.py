"""Facts told again from the originals are those that the database holds, row by row."""

from __future__ import annotations

import random
from typing import Any

import pytest

from core.engine.months import Month
from core.scope import Side, for_contract
from reports.models import Delivery, DeliveryFile, StatusChange
from reports.services import IncomingFile, deposit, read_delivery
from reports.services.replaying import replay_of
from reports.services.restoring import restore_facts
from reports.services.withdrawing import withdraw_delivery
from slas.services.ground.dating import with_evidence
from slas.services.ground.facts import JUDGED_ON, Facts
from slas.services.ground.prioritising import with_first_priorities
from tests.slas.closable import file_of, line
from tests.slas.honest import journal_of

REFERENCES = [f"INC-{n:03}" for n in range(1, 13)]
UNLIKE = ("id", "ticket_id")


def replayed(contract: Any) -> Facts:
    replay = replay_of(contract)
    frame, pauses = replay.frames(JUDGED_ON)
    proven = with_first_priorities(
        with_evidence(frame, *replay.proofs()), replay.tellings(), contract.timezone
    )
    return Facts(proven, pauses, replay.reopenings(), replay.delivered)


def told(facts: Facts) -> dict[str, list[tuple[str, ...]]]:
    """The rows of every table by reference, as text."""
    names = dict(zip(facts.frame["id"].tolist(), facts.frame["reference"].tolist(), strict=True))
    columns = sorted(set(facts.frame.columns) - set(UNLIKE))
    tables = {"tickets": [tuple(map(str, row)) for row in facts.frame[columns].itertuples(index=False)]}
    for table in ("pauses", "reopenings"):
        frame = getattr(facts, table)
        rest = [name for name in frame.columns if name not in UNLIKE]
        tables[table] = [
            (names.get(ticket, ""), *map(str, row))
            for ticket, row in zip(
                frame["ticket_id"].tolist(), frame[rest].itertuples(index=False), strict=True
            )
        ]
    return {name: sorted(rows) for name, rows in tables.items()}


def tickets_of(chance: random.Random, references: list[str], month: int) -> list[str]:
    rows = []
    for reference in references:
        opened = f"{chance.randint(1, 9):02}/{month:02}/2026 09:{chance.randint(0, 59):02}"
        resolved = f"{chance.randint(10, 27):02}/{month:02}/2026 10:00" if chance.random() < 0.7 else ""
        rows.append(line(reference, opened, resolved, chance.choice(["P1", "P2", "P3"])))
    return rows


def hand(contract: Any, chance: random.Random, month: int, *, draft: bool = False) -> Delivery:
    references = sorted(chance.sample(REFERENCES, chance.randint(2, 8)))
    files = [
        IncomingFile(
            "tickets",
            "tickets.csv",
            file_of(tickets_of(chance, references, chance.choice([month, max(month - 1, 1)]))),
        )
    ]
    if chance.random() < 0.6:
        named = sorted(chance.sample(REFERENCES, chance.randint(1, 6)))
        files.append(
            IncomingFile(DeliveryFile.Kind.STATUS_LOG, "journal.csv", journal_of(chance, named, month))
        )
    delivery = deposit(contract=contract, month=Month(2026, month), files=files, draft=draft)
    return read_delivery(delivery=delivery)


@pytest.mark.parametrize("seed", range(8))
def test_facts_told_again_are_the_stored_ones(scope, seed):
    chance = random.Random(seed)
    for _ in range(chance.randint(3, 7)):
        hand(scope, chance, chance.randint(1, 4), draft=chance.random() < 0.15)
    assert Delivery.objects.filter(state="published").exists()
    assert told(replayed(scope)) == told(Facts.of(scope))


@pytest.mark.parametrize("seed", range(100, 104))
def test_a_withdrawn_version_leaves_nothing_behind(scope, seed):
    chance = random.Random(seed)
    with for_contract(scope.pk, Side.CLIENT):
        for month in (1, 2, 2):
            hand(scope, chance, month)
        current = Delivery.objects.filter(is_current=True, month=Month(2026, 2)).get()
        withdraw_delivery(delivery=current, reason="Fichier du mauvais mois.")
        restore_facts(delivery=current)
        hand(scope, chance, 3)
        assert told(replayed(scope)) == told(Facts.of(scope))


def test_journals_are_part_of_what_is_compared(scope):
    chance = random.Random(3)
    for month in (1, 2, 3, 3):
        hand(scope, chance, month)
    facts = Facts.of(scope)
    assert StatusChange.objects.exists()
    assert len(facts.pauses) + len(facts.reopenings) > 0
    assert (facts.frame["opened"] != facts.frame["told_opened"]).any()
