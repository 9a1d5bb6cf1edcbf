"""Every file of the catalogue through the real form and through `deposit --json`: no fault, nothing half imported."""

from __future__ import annotations

import io
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from core import jobs
from core.models import Job
from core.scope import for_contract
from reports.models import DeclaredFigure, Delivery, Maintenance, Outage, StatusChange, Ticket, TicketPause
from tests.reports.engine.test_catalogue import STATUSES, STORED, TYPES, UPLOADS

pytestmark = pytest.mark.any_store

FACTS: tuple[Any, ...] = (Ticket, TicketPause, StatusChange, Outage, Maintenance, DeclaredFigure)
REFERENCE = json.loads((UPLOADS / "reference_rows.json").read_text(encoding="utf-8"))["rows"]
TITLES = {row[0]: row[2] for row in REFERENCE}
catalogue = pytest.mark.parametrize("case", STORED, ids=lambda case: case["file"][:3])


def counts() -> list[int]:
    return [model.objects.count() for model in FACTS]


def stored_tickets() -> list[list[Any]]:
    """Tickets as the catalogue writes them, but for the requester, who is a pseudonym."""

    def minute(instant: Any) -> str | None:
        return f"{instant:%Y-%m-%dT%H:%MZ}" if instant else None

    return [
        [
            t.reference, TYPES[t.type], t.title, t.priority, STATUSES[t.status],
            *(minute(at) for at in (t.opened_at, t.picked_up_at, t.resolved_at, t.closed_at)),
            t.declared_pause_seconds // 60, t.pause_reason or None, t.category, t.site, t.service, t.group,
            t.reopen_count, None if t.satisfaction is None else float(t.satisfaction),
        ]
        for t in Ticket.objects.order_by("reference")
    ]  # fmt: skip


def check_stored(case: Any, outcome: str, before: list[int]) -> None:
    """Either everything of the file is stored, or nothing."""
    if outcome not in {"ACCEPT", "WARN"}:
        assert counts() == before
        return
    if case["same_as"] == "001":
        wanted = [[cell for k, cell in enumerate(row) if k != 14] for row in sorted(REFERENCE)]
        assert stored_tickets() == wanted
    if case["rows"]:
        assert Ticket.objects.filter(last_delivery__is_current=True).count() == int(case["rows"])


def prior(contract: Any, case: Any) -> None:
    from core.engine.months import Month
    from reports.services import IncomingFile, deposit, read_delivery

    if case["prior"]:
        first = [IncomingFile("tickets", "reference.csv", (UPLOADS / "001_reference.csv").read_bytes())]
        read_delivery(delivery=deposit(contract=contract, month=Month.parse(case["period"]), files=first))


@catalogue
def test_by_the_form(case, contract, client, make_user):
    client.force_login(make_user("provider", contract))
    with for_contract(contract.pk):
        prior(contract, case)
        before = counts()
    upload = SimpleUploadedFile("x", (UPLOADS / case["file"]).read_bytes())
    upload._name = case["upload_as"]
    data = {"month": case["period"], "tickets": upload, "certified": "on"}
    answer = client.post(reverse("reports:deposit", args=[contract.slug]), data)
    assert answer.status_code in {302, 422}
    if answer.status_code == 422:
        assert "REJECT" in case["expect"]
        with for_contract(contract.pk):
            assert (counts(), Delivery.objects.exclude(version=1).count()) == (before, 0)
        return
    with for_contract(contract.pk):
        delivery = Delivery.objects.order_by("-version").first()
        job = delivery.job
    for _ in range(2 if case["prior"] else 1):  # one line of work: the first version's turn comes first
        jobs.run(job.pk)
    with for_contract(contract.pk):
        job.refresh_from_db()
    assert job.state == Job.State.DONE
    pages = [client.get(reverse(f"reports:{name}", args=[contract.slug, case["period"], delivery.version]))
             for name in ("version", "check", "errors")]  # fmt: skip
    assert [page.status_code for page in pages] == [200, 200, 200]
    with for_contract(contract.pk):
        delivery.refresh_from_db()
        assert delivery.outcome in case["expect"].split("|")
        check_stored(case, delivery.outcome, before)
    told = " ".join(page.content.decode("utf-8-sig") for page in pages).replace("\u00a0", " ")
    lines = {f"ligne {row.split(';')[3].strip(chr(34))}" for row in told.splitlines() if row.count('";"') > 2}
    for name in filter(None, case["names"].split("|")):
        assert name in told or name.replace("'", "’") in told or name in lines or name.capitalize() in told, (
            name
        )


@catalogue
def test_by_the_command(case, contract, tmp_path):
    with for_contract(contract.pk):
        prior(contract, case)
        before = counts()
    name = Path(case["upload_as"].replace("\\", "/")).name[:200]
    path = tmp_path / name
    path.write_bytes((UPLOADS / case["file"]).read_bytes())
    out = StringIO()
    code: Any = 0
    try:
        call_command(
            "deposit", contract.slug, case["period"], str(path), json=True, stdout=out, stderr=io.StringIO()
        )
    except SystemExit as stop:
        code = stop.code
    result = json.loads(out.getvalue())
    assert result["outcome"] in case["expect"].split("|")
    assert code == (0 if result["outcome"] in {"ACCEPT", "WARN"} else 3)
    told = " ".join(
        f"ligne {f['line']} {f['column']} {f['value']} {f['message']} {f['reference']} {f['sheet']}"
        for f in result["findings"]
    )
    assert [name for name in case["names"].split("|") if name not in told] == []
    if result["outcome"] == "ASK":
        assert all(question["options"] for question in result["questions"])
    with for_contract(contract.pk):
        check_stored(case, result["outcome"], before)
