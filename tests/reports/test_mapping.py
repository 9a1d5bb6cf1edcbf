"""Correspondences: proposed, tried without writing, kept as versions, reused, never leaked."""

from __future__ import annotations

import io
import json
from io import StringIO

import openpyxl
import pytest
from django.core.management import call_command
from django.urls import reverse

from core.engine.months import Month
from core.models import Job
from core.scope import for_contract, unscoped
from reports.models import Delivery, Mapping, Ticket
from reports.selectors import findings_for
from reports.services import IncomingFile, deposit, read_delivery, save_mapping
from reports.services.originals import context_for

MARCH = Month(2026, 3)
UNKNOWN = (
    "Fiche;Sujet;Étape;Gravité;Nature;Créée le;Rétablie le;Vue le\n"
    "F-1;Poste lent;Traitée;Bloquant;Panne;13/03/2026 08:00;13/03/2026 12:00;13/03/2026 08:10\n"
    "F-2;Compte;En traitement;Normal;Demande;14/03/2026 08:00;;14/03/2026 08:10\n"
)
COLUMNS = {
    "reference": "Fiche", "title": "Sujet", "status": "Étape", "priority": "Gravité", "type": "Nature",
    "opened_at": "Créée le", "resolved_at": "Rétablie le", "picked_up_at": "Vue le",
}  # fmt: skip
READING = {
    "header": UNKNOWN.split("\n", 1)[0].split(";"), "base": "", "columns": COLUMNS,
    "statuses": {"Traitée": "resolved", "En traitement": "in_progress"}, "types": {"Panne": "incident", "Demande": "request"},
    "priorities": {"Bloquant": "P1", "Normal": "P3"}, "reasons": {}, "timezone": "Europe/Paris", "date_order": "dmy",
    "defaults": {},
}  # fmt: skip


def hand_in(contract, content=UNKNOWN, month=MARCH, **options):
    files = [IncomingFile("tickets", "fiches.csv", content.encode())]
    return read_delivery(delivery=deposit(contract=contract, month=month, files=files, **options))


def dates_of(reference):
    ticket = Ticket.objects.get(reference=reference)
    return [
        f"{at:%d %H:%M}" if at else None for at in (ticket.opened_at, ticket.picked_up_at, ticket.resolved_at)
    ]


def test_an_unknown_header_is_asked_about_and_stores_nothing(scope):
    delivery = hand_in(scope)
    finding = findings_for(delivery).get()
    assert (delivery.outcome, finding.code, finding.line) == ("ASK", "unknown_header", 1)
    assert Ticket.objects.count() == 0


def test_an_unknown_workbook_is_asked_about_then_read(scope):
    book = openpyxl.Workbook()
    for line in UNKNOWN.splitlines():
        book.active.append(line.split(";"))
    book.create_sheet("Notes").append(["Extrait du mois"])
    content = io.BytesIO()
    book.save(content)

    def read():
        files = [IncomingFile("tickets", "fiches.xlsx", content.getvalue())]
        return read_delivery(delivery=deposit(contract=scope, month=MARCH, files=files))

    assert findings_for(read()).get().code == "unknown_header"
    save_mapping(contract=scope, name="Fiches", reading=READING)
    assert read().ticket_count == 2
    assert dates_of("F-1") == ["13 07:00", "13 07:10", "13 11:00"]


def test_a_saved_correspondence_reads_the_same_header_again(scope):
    mapping = save_mapping(contract=scope, name="Fiches", reading=READING)
    delivery = hand_in(scope)
    assert (delivery.outcome, delivery.profile, delivery.ticket_count) == ("WARN", "Fiches", 2)
    assert [f.code for f in findings_for(delivery)] == ["no_waiting_history"]
    assert delivery.files.get().mapping == mapping
    assert delivery.assumptions["fiches.csv"]["correspondance"] == "Fiches v1"
    assert dates_of("F-1") == ["13 07:00", "13 07:10", "13 11:00"]
    assert list(Ticket.objects.order_by("pk").values_list("status", "priority", "type")) == [
        ("resolved", "P1", "incident"), ("in_progress", "P3", "request"),
    ]  # fmt: skip


def test_a_change_is_a_further_version_and_an_old_delivery_keeps_its_own(scope):
    first = save_mapping(contract=scope, name="Fiches", reading=READING)
    delivery = hand_in(scope)
    assert save_mapping(contract=scope, name="Fiches", reading=READING) == first
    second = save_mapping(contract=scope, name="Fiches", reading=READING | {"timezone": "UTC"})
    assert (first.version, second.version) == (1, 2)
    assert [m["version"] for m in context_for(delivery).mappings] == [1]
    april = hand_in(scope, month=Month(2026, 4))
    assert april.files.get().mapping == second
    assert dates_of("F-1")[0] == "13 08:00"


def test_month_first_dates_are_read_as_the_correspondence_says(scope):
    save_mapping(contract=scope, name="Fiches", reading=READING | {"date_order": "mdy"})
    content = UNKNOWN.replace("13/03/2026", "03/05/2026").replace("14/03/2026", "03/06/2026")
    hand_in(scope, content)
    assert dates_of("F-1")[0] == "05 07:00"


def test_a_correspondence_is_asked_for_by_its_name(scope):
    save_mapping(contract=scope, name="Fiches", reading=READING | {"header": ["autre"]})
    assert hand_in(scope).outcome == "ASK"
    assert hand_in(scope, profile="Fiches").outcome == "WARN"


def test_defaults_fill_what_the_export_does_not_tell(scope):
    columns = {name: text for name, text in COLUMNS.items() if name not in {"type", "priority"}}
    defaults = {"type": "request", "priority": "P2"}
    save_mapping(contract=scope, name="Fiches", reading=READING | {"columns": columns, "defaults": defaults})
    delivery = hand_in(scope)
    assert set(Ticket.objects.values_list("type", "priority")) == {("request", "P2")}
    assert "no_priority" not in delivery.cannot_tell


@pytest.fixture
def provider(contract, make_user):
    return make_user("provider", contract)


@pytest.fixture
def page(scope, client, provider):
    delivery = hand_in(scope)
    client.force_login(provider)
    return client, delivery, reverse("reports:mapping", args=[scope.slug, "2026-03", delivery.version])


def posted(response, **changes):
    form = response.context["form"]
    values = {name: form[name].value() or "" for name in form.fields}
    return values | changes


def test_the_page_proposes_the_right_correspondence(page):
    client, _, url = page
    form = client.get(url).context["form"]
    proposed = {name: form[f"col_{name}"].value() for name in COLUMNS}
    assert proposed == COLUMNS | {"picked_up_at": "", "reference": "Fiche"}
    words = {bound.label: bound.value() for _, bounds in form.words() for bound in bounds}
    assert words == {
        "Traitée": "resolved", "En traitement": "in_progress", "Panne": "incident", "Demande": "request",
        "Bloquant": "P1", "Normal": "P3",
    }  # fmt: skip


def test_the_preview_writes_nothing(page, scope):
    client, _, url = page
    response = client.post(url, posted(client.get(url), col_picked_up_at="Vue le"))
    assert response.status_code == 200
    assert (response.context["trial"].tickets, len(response.context["trial"].sample)) == (2, 2)
    assert "13/03/2026 à 08:10" in response.text
    with for_contract(scope.pk):
        assert (Mapping.objects.count(), Ticket.objects.count()) == (0, 0)


def test_saving_reads_the_delivery_again(page, scope):
    client, delivery, url = page
    Job.objects.update(state=Job.State.DONE)
    values = posted(client.get(url), col_picked_up_at="Vue le", name="Fiches", enregistrer="1")
    assert client.post(url, values).status_code == 302
    with for_contract(scope.pk):
        assert Mapping.objects.get().columns == COLUMNS
        assert Job.objects.get(kind="delivery").state == Job.State.QUEUED
        pages = [reverse(f"reports:{name}", args=[scope.slug, "2026-03", 1]) for name in ("version", "check")]
        waiting = client.get(pages[0]).text
        assert "sa lecture va commencer" in waiting
        assert "Questions à régler" not in waiting
        assert client.get(pages[1]).url == pages[0]
        delivery.refresh_from_db()
        assert read_delivery(delivery=delivery).outcome == "WARN"
        assert dates_of("F-1") == ["13 07:00", "13 07:10", "13 11:00"]


def test_errors_are_said_in_place_and_choices_kept(page, scope):
    client, _, url = page
    values = posted(client.get(url), col_opened_at="", col_title="Fiche", name="natif", enregistrer="1")
    response = client.post(url, values)
    assert response.status_code == 422
    form = response.context["form"]
    assert set(form.errors) == {"col_opened_at", "col_title", "name"}
    assert form["col_title"].value() == "Fiche"
    with for_contract(scope.pk):
        assert Mapping.objects.count() == 0


def test_a_word_left_unassociated_is_refused(page):
    client, _, url = page
    values = posted(client.get(url), enregistrer="1")
    name = next(n for n in values if n.startswith("statuses_"))
    response = client.post(url, values | {name: ""})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [name]


def test_another_contract_of_the_provider_lends_its_correspondence_inside_the_scope_only(
    page, scope, provider
):
    from accounts.models import Membership
    from contracts.models import Contract

    client, _, url = page
    with unscoped("tests build their world"):
        other = Contract.objects.get(pk=scope.pk)
        other.pk, other.reference, other.slug = None, "AUTRE", "autre-abc123"
        other.save(force_insert=True)
        save_mapping(
            contract=other,
            name="Prêtée",
            reading=READING | {"priorities": {"Bloquant": "P2", "Normal": "P4"}},
        )
    assert client.get(url).context["desk"].is_offered is False
    assert "Prêtée" not in client.get(url).text
    with unscoped("tests build their world"):
        known = Membership.objects.get(user=provider, contract=scope)
        Membership.objects.create(user=known.user, contract=other, side=known.side, role=known.role)
    response = client.get(url)
    assert response.context["desk"].is_offered is True
    words = {b.label: b.value() for _, bounds in response.context["form"].words() for b in bounds}
    assert (words["Bloquant"], words["Normal"]) == ("P2", "P4")


def test_the_dry_run_says_what_would_be_read_and_writes_nothing(contract, tmp_path):
    path = tmp_path / "fiches.csv"
    path.write_text(UNKNOWN, encoding="utf-8")

    def run():
        out = StringIO()
        try:
            call_command("deposit", "INF-2024-07", "2026-03", str(path), "--dry-run", "--json", stdout=out)
        except SystemExit as stop:
            return stop.code, json.loads(out.getvalue())
        return 0, json.loads(out.getvalue())

    code, result = run()
    assert (code, result["outcome"], result["findings"][0]["code"]) == (3, "ASK", "unknown_header")
    with for_contract(contract.pk):
        save_mapping(contract=contract, name="Fiches", reading=READING)
    code, result = run()
    assert (code, result["outcome"], result["rows"], result["tickets"]) == (0, "WARN", 2, 2)
    assert result["cannot_tell"] == ["no_waiting_history"]
    assert result["samples"][0]["opened_at"] == "2026-03-13 07:00:00"
    assert result["assumptions"]["fiches.csv"] == {
        "encodage": "utf-8", "separateur": "point-virgule", "fuseau": "Europe/Paris", "lignes": 2, "colonnes": 8,
        "profil": "Correspondance «\u00a0Fiches\u00a0», version 1", "ordre_des_dates": "jour, mois, année",
        "correspondance": "Fiches v1",
    }  # fmt: skip
    with for_contract(contract.pk):
        assert (Delivery.objects.count(), Ticket.objects.count(), Job.objects.count()) == (0, 0, 0)


def test_every_column_of_a_ticket_may_be_told_by_a_correspondence():
    from reports.engine.profiles.fields import FIELDS
    from reports.engine.rows import ANSWERS, DATES, TEXTS

    assert {*TEXTS, *DATES, *ANSWERS} <= FIELDS.keys()
