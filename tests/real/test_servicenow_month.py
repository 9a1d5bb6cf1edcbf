"""A real month from the command line: contract, deposit, compute, explain, against a recount ticket by ticket.

`PORTAL_REAL_DATA` names the folder of `servicenow_incidents_2016_raw.csv.gz`. The recount reads the file again with
the csv module and walks tables of open minutes; it shares no code with the portal.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from django.core.management import call_command
from pypdf import PdfReader

from contracts.models import Contract
from core.engine import formats
from core.scope import for_contract, unscoped
from slas.models import TicketVerdict
from tests.real.test_servicenow_import import OVER, PRIORITIES, moment, read_again
from tests.slas.recount import Case, Hours, Promise, judged

HOUR = 3600
START, END = date(2016, 1, 1), date(2017, 6, 1)
HOLIDAYS = frozenset(
    date(year, month, day)
    for year, days in {
        2016: (
            (1, 1),
            (3, 28),
            (5, 1),
            (5, 5),
            (5, 8),
            (5, 16),
            (7, 14),
            (8, 15),
            (11, 1),
            (11, 11),
            (12, 25),
        ),
        2017: ((1, 1), (4, 17), (5, 1), (5, 8), (5, 25)),
    }.items()
    for month, day in days
)
ACCEPTED = {"waiting_user", "waiting_third_party"}


@pytest.fixture
def raw():
    return gzip.decompress(
        Path(os.environ["PORTAL_REAL_DATA"], "servicenow_incidents_2016_raw.csv.gz").read_bytes()
    )


def run(capsys, *arguments):
    capsys.readouterr()
    call_command(*arguments, "--json")
    return json.loads(capsys.readouterr().out)


def seconds(instant):
    return None if instant is None else int(instant.timestamp())


def changes_of(raw):
    """The instant of the last change of priority of each ticket."""
    updates = {}
    for number, row in enumerate(csv.DictReader(io.StringIO(raw.decode()))):
        key = (moment(row["sys_updated_at"]), int(row["sys_mod_count"]), number)
        updates.setdefault(row["number"], []).append((key, PRIORITIES[row["priority"]]))
    found = {}
    for reference, steps in updates.items():
        for (_, before), (key, after) in pairwise(sorted(steps)):
            if before != after:
                found[reference] = key[0]
    return found


def left_later(raw, as_of):
    """The resolution in which a ticket stood when it was reopened at or after an instant, by reference."""
    updates, found = {}, {}
    for number, row in enumerate(csv.DictReader(io.StringIO(raw.decode()))):
        key = (moment(row["sys_updated_at"]), int(row["sys_mod_count"]), number)
        updates.setdefault(row["number"], []).append((key, row["incident_state"] in OVER))
    for reference, steps in updates.items():
        since, highest = None, -1
        for (at, count, _), over in sorted(steps):
            if count < highest:
                continue  # stamped after its successor
            highest = count
            if since and not over and seconds(at) >= as_of:
                found[reference] = seconds(since)
                break
            since = (since or at) if over else None
    return found


def cases_of(raw, as_of):
    """Every ticket of the file as the recount reads it.

    One that came back after the instant of judgement keeps the resolution in which it stood then.
    """
    tickets, pauses = read_again(raw)
    changed = changes_of(raw)
    standing = left_later(raw, as_of)
    found = {
        reference: Case(
            reference, seconds(opened), priority, seconds(picked), seconds(resolved), seconds(closed),
            first_priority=first, changed=seconds(changed.get(reference)),
        )
        for reference, (priority, first, opened, picked, resolved, closed, *_) in tickets.items()
    }  # fmt: skip
    for reference, resolved in standing.items():
        found[reference].resolved = resolved
    for reference, start, end, reason in pauses:
        if reason in ACCEPTED:
            found[reference].pauses.append((seconds(start), seconds(end)))
    return found


def promises():
    office = {"": Hours.office(START, END, 8, 18, HOLIDAYS)}
    always = {"": Hours.always(START, END)}
    every = dict.fromkeys(("P1", "P2", "P3", "P4"), 2 * HOUR)
    return [
        Promise("S1", True, every, office),
        Promise("S2", False, {"P1": 4 * HOUR, "P2": 24 * HOUR}, always),
        Promise("S3", False, {"P3": 20 * HOUR, "P4": 50 * HOUR}, office),
    ]


@pytest.mark.django_db
def test_a_real_month_equals_the_recount(raw, tmp_path, capsys):
    file = tmp_path / "incidents.csv"
    file.write_bytes(raw)
    call_command("load_contract", str(Path(__file__).with_name("servicenow.toml")))
    deposited = run(capsys, "deposit", "SNOW-2016", "2016-03", str(file))
    assert deposited["outcome"] == "WARN"
    computed = run(capsys, "compute", "SNOW-2016", "2016-03")
    with unscoped("tests build their world"):
        contract = Contract.objects.get(reference="SNOW-2016")
    as_of = seconds(moment("1/4/2016 00:00"))
    with for_contract(contract.pk):
        stored = {
            (v.commitment.code, v.ticket.reference): v
            for v in TicketVerdict.objects.select_related("commitment", "ticket")
        }
    cases, tallies = cases_of(raw, as_of), Counter()
    kinds = promises()
    for promise in kinds:
        for case in cases.values():
            expected = judged(case, kinds, promise, as_of) if case.opened < as_of else None
            got = stored.pop((promise.code, case.reference), None)
            assert (expected is None) == (got is None), (promise.code, case)
            if expected is None:
                continue
            assert (got.state, got.target_seconds) == (expected.state, expected.target), (promise.code, case)
            assert got.elapsed_seconds == expected.elapsed, (promise.code, case)
            assert seconds(got.verdict_at) == expected.at, (promise.code, case)
            assert (str(got.month) if got.month else None) == expected.month, (promise.code, case)
            tallies[promise.code, expected.month, expected.state] += 1
    assert not stored
    for line in computed["commitments"]:
        key = line["code"], "2016-03"
        met, missed = tallies[*key, "met"], tallies[*key, "breached"]
        assert (line["met"], line["missed"], line["counted"]) == (met, missed, met + missed)
        assert met + missed > 20
    explained(capsys, cases, kinds, as_of)
    packed(capsys, tmp_path / "pack.pdf", computed["commitments"])


def packed(capsys, path, lines):
    """The committee's PDF prints the counts that were recounted."""
    run(capsys, "pack", "SNOW-2016", "2016-03", "--out", str(path))
    printed = "".join("".join(page.extract_text() for page in PdfReader(path).pages).split())
    for line in lines:
        tally = f"{formats.number(line['met'])}/{formats.number(line['counted'])}"
        assert "".join(tally.split()) in printed, line["code"]


def explained(capsys, cases, kinds, as_of):
    """Some tickets in full: tiles without hole, counted seconds, deadline crossed when the recount says so."""
    longest = sorted(cases.values(), key=lambda case: len(case.pauses), reverse=True)[:4]
    for case in [*longest, *list(cases.values())[::700]]:
        if case.opened >= as_of:
            continue
        told = run(capsys, "explain", "SNOW-2016", case.reference)
        for line in told["commitments"]:
            promise = next(kind for kind in kinds if kind.code == line["code"])
            expected = judged(case, kinds, promise, as_of)
            parts = line["segments"]
            assert (line["verdict"], line["elapsed"]) == (expected.state, expected.elapsed)
            assert sum(part["seconds"] for part in parts if part["kind"] == "counted") == expected.elapsed
            assert all(before["to"] == after["from"] for before, after in pairwise(parts))
            assert line["clause"].startswith("art. 3.")
