"""The parser's process: its death is a refused file, its limits hold, nothing stays behind."""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from django.conf import settings

from reports.models import Delivery, Ticket
from reports.services.sandbox import ParserDied, parsed
from tests.reports.conftest import native

CONTEXT = {
    "month": "2026-03", "timezone": "Europe/Paris", "received_at": 1_795_000_000, "priorities": ["P1", "P3", "P4"],
    "priority_map": {}, "parties": [], "profile": "",
}  # fmt: skip


@pytest.fixture
def own_temporaries(tmp_path):
    """Temporary folders are made here, where nothing else makes any."""
    before, tempfile.tempdir = tempfile.tempdir, str(tmp_path)
    yield tmp_path
    tempfile.tempdir = before


def test_a_whole_result_ends_with_its_mark(own_temporaries):
    tmp_path = own_temporaries
    path = tmp_path / "t.csv"
    path.write_bytes(native())
    with parsed([{"kind": "tickets", "name": "t.csv", "path": str(path)}], CONTEXT) as lines:
        kinds = [line["type"] for line in lines]
    assert (kinds[0], kinds[-1]) == ("summary", "end")
    assert [path.name for path in Path(tmp_path).iterdir()] == ["t.csv"]


def test_a_death_is_said(tmp_path):
    with (
        parsed([{"kind": "tickets", "name": "t.csv", "path": str(tmp_path / "absent")}], CONTEXT) as lines,
        pytest.raises(ParserDied),
    ):
        list(lines)


def test_a_file_that_kills_the_parser_is_refused(hand_in, settings):
    delivery = hand_in()
    Delivery.objects.filter(pk=delivery.pk).update(state="received", is_current=False)
    Ticket.objects.all().delete()
    for path in Path(settings.PRIVATE_STORAGE_ROOT).rglob("*"):
        if path.is_file():
            path.unlink()  # the parser now fails on its first step
    from reports.services import read_delivery

    delivery.refresh_from_db()
    read_delivery(delivery=delivery)
    assert (delivery.outcome, delivery.state) == ("REJECT", "refused")
    assert Ticket.objects.count() == 0


def test_the_limits_are_taken_on():
    code = (
        "import resource; from reports.parser import limit_resources as limit; limit();"
        "print(resource.getrlimit(resource.RLIMIT_AS)[0], resource.getrlimit(resource.RLIMIT_CPU)[0])"
    )
    environment = {"PYTHONPATH": str(settings.BASE_DIR)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == [str(704 << 20), "30"]
    assert resource.getrlimit(resource.RLIMIT_CPU)[0] != 30
