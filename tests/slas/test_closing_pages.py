"""The page of a closing, its commands and its mail: what each side may see and do."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from core.engine.formats import VERDICTS
from core.engine.months import Month
from core.models import Job
from core.scope import for_contract, unscoped
from journal.models import JournalEntry
from slas.models import MonthRecord, MonthSnapshot
from slas.services.closing.acts import close_month
from tests.slas.closable import closable

MARCH = Month(2026, 3)
REASON = "Écart accepté en comité."
CLOSED = {"acte": "cloture", "reason": REASON, "sure": "on"}


@pytest.fixture
def contract(world):
    return closable(world)


@pytest.fixture
def visit(make_user, contract):
    def build(role: str) -> Client:
        client = Client()
        client.force_login(make_user(role, contract))
        return client

    return build


def address(contract: Any, page: str = "cloture/2026-03/") -> str:
    return f"/contrats/{contract.slug}/{page}"


def record_of(contract: Any) -> MonthRecord:
    with unscoped("tests look"):
        return MonthRecord.objects.get(contract=contract, month=MARCH)


def test_the_referent_closes_from_the_page(visit, contract):
    client = visit("referent")
    page = client.get(address(contract)).content.decode()
    assert "Clore mars 2026" in page
    assert "1\u00a0ticket connu" not in page
    answer = client.post(address(contract), CLOSED)
    assert (answer.status_code, answer["Location"]) == (302, address(contract))
    assert record_of(contract).state == "closed"
    page = client.get(address(contract)).content.decode()
    assert "Mars 2026 est clos" in page
    assert REASON in page
    board = client.get(address(contract, "mois/2026-03/")).content.decode()
    assert "Clos le " in board


def test_a_missing_reason_is_asked_and_nothing_is_closed(visit, contract):
    client = visit("referent")
    answer = client.post(address(contract), {"acte": "cloture", "reason": "court"})
    assert answer.status_code == 422
    assert "Écrivez au moins 10 caractères." in answer.content.decode()
    assert record_of(contract).state != "closed"


def test_points_left_open_are_closed_on_an_explicit_yes(visit, contract):
    client = visit("referent")
    page = client.get(address(contract)).content.decode()
    assert "Ce qui sera figé" in page
    assert "février 2026" in page.partition("Effet")[0]
    assert "Je clos ce mois malgré" in page
    answer = client.post(address(contract), {"acte": "cloture", "reason": REASON})
    assert answer.status_code == 422
    assert "Cochez pour clore avec des points ouverts." in answer.content.decode()
    assert record_of(contract).state != "closed"


def test_reading_the_checks_asks_for_no_password(visit, contract):
    client = visit("referent")
    client.get("/")
    session = client.session
    session["started_at"] -= 16 * 60
    session["account_authentication_methods"] = []
    session.save()
    assert client.get(address(contract)).status_code == 200
    asked = client.post(address(contract), CLOSED, follow=True)
    assert "engage le contrat" in asked.content.decode()
    assert record_of(contract).state != "closed"


def test_the_counts_are_those_of_the_pages_they_come_from(contract):
    from slas.selectors.checks import checks_page
    from slas.selectors.closing import checks_for
    from slas.selectors.sincerity import sincerity_page

    with unscoped("tests change their world"):
        record = record_of(contract)
        record.omissions |= {"vanished": ["A", "B"], "dropped": ["C"]}
        record.save()
    with for_contract(contract.pk):
        texts = [check.text.replace("\u00a0", " ") for check in checks_for(contract, MARCH)]
        march = next(one for one in sincerity_page(contract).submissions if one.month == MARCH)
        waiting = checks_page(contract, MARCH).waiting
    assert march.absent == 3
    assert any(text.startswith("3 tickets connus") for text in texts)
    assert any(text.startswith(f"{waiting} constat") for text in texts)


def test_a_second_closing_is_refused_with_its_reason(visit, contract):
    client = visit("referent")
    client.post(address(contract), CLOSED)
    answer = client.post(address(contract), CLOSED)
    assert answer.status_code == 409
    assert "déjà clos" in answer.content.decode()
    answer = client.post(address(contract), {"acte": "revision", "reason": "Contrôle de routine."})
    assert answer.status_code == 422
    assert "Rien n’a changé" in answer.content.decode()


@pytest.mark.parametrize("role", ["provider", "executive", "reader"])
def test_others_do_not_close(visit, contract, role):
    client = visit(role)
    assert client.get(address(contract)).status_code == 403
    assert client.post(address(contract), CLOSED).status_code == 403
    assert record_of(contract).state != "closed"


def test_an_old_session_gives_its_password_again(visit, contract):
    client = visit("referent")
    client.get("/")
    session = client.session
    session["started_at"] -= 16 * 60
    session["account_authentication_methods"] = []
    session.save()
    answer = client.post(address(contract), CLOSED)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/reauthentification/?next=")
    assert record_of(contract).state != "closed"


def test_the_password_given_again_opens_what_it_was_asked_for(visit, contract):
    client = visit("referent")
    client.get("/")
    session = client.session
    session["started_at"] -= 16 * 60
    session["account_authentication_methods"] = []
    session.save()
    page = reverse("slas:evidence", args=[contract.slug, "2026-03"])
    close_month(contract=contract, month=MARCH, reason=REASON)
    asked = client.get(page)
    assert asked.status_code == 302
    wrong = client.post(asked["Location"], {"password": "autre chose"})
    assert wrong.status_code == 200
    back = client.post(asked["Location"], {"password": "un mot de passe long"})
    assert back["Location"] == page
    opened = client.get(page)
    assert opened.status_code == 200
    assert opened.getvalue()[:2] == b"PK"


def test_both_sides_take_the_evidence_and_amounts_stay_with_the_client(visit, contract):
    close_month(contract=contract, month=MARCH, reason=REASON)
    names = {}
    for role in ("referent", "provider"):
        answer = visit(role).get(address(contract, "preuves/2026-03.zip"))
        assert answer.status_code == 200
        assert answer["Content-Disposition"] == 'attachment; filename="preuves-INF-2024-07-2026-03-r1.zip"'
        with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
            names[role] = set(archive.namelist())
    assert names["referent"] - names["provider"] == {"penalites.json"}
    assert visit("reader").get(address(contract, "preuves/2026-02.zip")).status_code == 404


def test_the_journal_is_read_by_each_side_as_it_may(visit, contract):
    close_month(contract=contract, month=MARCH, reason=REASON)
    with unscoped("tests build their world"):
        from journal.services import record

        record(contract_id=contract.pk, action="signal.answered", subject="K01", details={"after": "secret"})
    client = visit("referent").get(address(contract, "journal/")).content.decode()
    provider = visit("provider").get(address(contract, "journal/")).content.decode()
    assert "Chaîne intacte" in client
    assert "Mois clos" in provider
    assert "secret" in client
    assert "secret" not in provider
    filtered = visit("reader").get(address(contract, "journal/?acte=month.closed")).content.decode()
    assert "1\u00a0acte au journal" in filtered
    export = visit("executive").get(address(contract, "journal/?acte=month.closed&export=csv"))
    assert export.content.decode().count("\r\n") == 2


def test_both_sides_are_told_with_the_head_of_the_journal(make_user, contract):
    from infogerance.pipeline import process_closing

    for role in ("referent", "provider"):
        make_user(role, contract)
    snapshot = close_month(contract=contract, month=MARCH, reason=REASON)
    assert process_closing(Job.objects.get(kind="closing")) == {"mails": 2}
    head = JournalEntry.objects.get(action="month.closed")
    assert {message.to[0] for message in mail.outbox} == {"referent@exemple.fr", "provider@exemple.fr"}
    assert mail.outbox[0].subject == "INF-2024-07\u00a0: mars 2026 clos"
    bodies = {message.to[0].partition("@")[0]: message.body for message in mail.outbox}
    numbered = f"n° {head.sequence}, {head.hash}"
    assert {who: numbered in body for who, body in bodies.items()} == {"referent": True, "provider": False}
    for body in bodies.values():
        assert head.hash in body
        assert "E06\u00a0: 85,7\u00a0% pour ≥\u00a090\u00a0%, non respecté" in body
        assert snapshot.sha256 in body
        assert "€" not in body


def told(*arguments: str) -> Any:
    output = io.StringIO()
    call_command(*arguments, "--json", stdout=output)
    return json.loads(output.getvalue())


def test_the_commands_close_and_verify(contract, tmp_path):
    with pytest.raises(CommandError) as refused:
        call_command("close_month", contract.slug, "2026-03")
    assert refused.value.returncode == 4
    closed = told("close_month", contract.slug, "2026-03", "--reason", REASON)
    assert (closed["revision"], closed["month"]) == (1, "2026-03")
    found = told("verify", contract.slug)
    [one] = found["contracts"]
    assert (one["fault"], one["months"], found["missing_guards"]) == (None, 1, [])
    assert one["head"] == closed["journal"]["hash"]
    with pytest.raises(CommandError, match="introuvable"):
        call_command("verify", str(tmp_path / "rien.zip"))


def test_the_closing_is_told_in_french(contract):
    output = io.StringIO()
    call_command("close_month", contract.slug, "2026-03", "--reason", REASON, stdout=output)
    states = [line.rpartition(" : ")[2] for line in output.getvalue().splitlines() if line.startswith("E0")]
    assert {"respecté", "non respecté"} <= set(states) <= {word.lower() for word in VERDICTS.values()}


def test_verify_names_the_first_bad_place(contract):
    from core import guards
    from slas.models import TicketVerdict

    close_month(contract=contract, month=MARCH, reason=REASON)
    guards.take_down()
    TicketVerdict.objects.filter(ticket__reference="INC-030", commitment__code="E06").update(state="met")
    with pytest.raises(CommandError) as found:
        call_command("verify", contract.slug, stdout=io.StringIO())
    guards.put_up()
    assert found.value.returncode == 1
    expected = "verdicts de 2026-03, E06 2024-01-01 INC-030 1, state\u00a0: trouvé «\u00a0met\u00a0», attendu «\u00a0breached\u00a0»"
    assert expected in str(found.value)
    assert MonthSnapshot.objects.count() == 1
