"""Packs that leave: once for each reader of a version, in words that only say what the reader may know."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.core import mail
from django.db import DatabaseError, transaction

from accounts.models import Membership
from core.jobs import finish, take
from core.models import Job
from core.storage import discard_file, open_file
from governance.engine.letters import write
from governance.models import ActionItem, Committee, Decision, Pack, PackDelivery
from governance.selectors.sending import briefs_for
from governance.services import (
    SendingRefused,
    ask_sending,
    choose_manner,
    render_pack,
    send_packs,
)
from journal.models import JournalEntry
from slas.models import MonthRecord
from tests.governance.posting import deliver, plain, to


@pytest.fixture
def people(world: Any, make_user: Any) -> dict[str, Any]:
    return {role: make_user(role, world) for role in ("referent", "executive", "reader", "provider")}


@pytest.fixture
def send(committee: Committee, people: Any) -> Any:
    """Send as the referent, then do every mail that waits; returns how many mails were asked."""

    def go() -> int:
        job = ask_sending(committee=committee, user=people["referent"], role="referent")
        made = send_packs(job)["mails"]
        finish(take(job.pk) or job, Job.State.DONE)
        deliver()
        return made

    return go


def test_each_reader_gets_their_variant_once(send: Any) -> None:
    assert send() == 4
    sent = {message.to[0]: [name for name, *_ in message.attachments] for message in mail.outbox}
    assert sent == {
        "referent@exemple.fr": [
            "COPIL-INF-2024-07-2026-03-client-provisoire.pdf",
            "copil-2026-04-16.ics",
        ],
        "executive@exemple.fr": [
            "COPIL-INF-2024-07-2026-03-executif-provisoire.pdf",
            "copil-2026-04-16.ics",
        ],
        "reader@exemple.fr": ["COPIL-INF-2024-07-2026-03-client-provisoire.pdf", "copil-2026-04-16.ics"],
        "provider@exemple.fr": ["COPIL-INF-2024-07-2026-03-partage-provisoire.pdf", "copil-2026-04-16.ics"],
    }
    assert send() == 0
    assert len(mail.outbox) == 4
    states = set(PackDelivery.objects.values_list("state", "attempts", "fault"))
    assert states == {("sent", 1, "")}


@pytest.mark.any_store
def test_the_mail_says_what_is_to_decide_first(send: Any, world: Any) -> None:
    send()
    told = to("executive@exemple.fr")
    assert plain(told.subject) == (
        "[À décider avant le 16/04/2026] COPIL INF-2024-07 : 5 décisions, 12 engagements respectés sur 14"
    )
    assert len(told.subject) == 96
    first = Decision.objects.get(origin="penalty")
    place = f"http://127.0.0.1:8000/contrats/{world.slug}"
    paragraphs = plain(told.body).split("\n\n")
    assert paragraphs[:2] == [
        "Bonjour,",
        "En bref : 12 engagements respectés sur 14. GTR P3 : 85,12 % pour 90 %, 4e mois de suite. "
        "Disponibilité ERP : 99,62 % pour 99,9 %. Le décompte du prestataire omet 13 tickets hors délai. "
        "Pénalité provisoire : 2 035 €.",
    ]
    asked = paragraphs[2].split("\n")
    assert asked[:2] == [
        "Cinq décisions sont demandées au comité :",
        f"H1 Appliquer la pénalité de 2 035 € HT ? : {place}/decisions/{first.pk}/",
    ]
    assert len(asked) == 6
    pack = Pack.objects.get(variant="executif")
    assert paragraphs[3:] == [
        f"Dossier joint (PDF, 2 pages, {-(-pack.size // 1000)} ko).\n"
        f"Version web accessible : {place}/comites/copil-2026-04-16/dossier/executif/",
        "Données provisoires, arrêtées au 09/04/2026 à 06:10.",
        "Réunion le jeudi 16 avril 2026 de 10:00 à 11:30 (invitation jointe).",
        f"Gérer mes notifications : {place}/notifications/\nPortail de pilotage du contrat\n",
    ]


@pytest.mark.any_store
def test_the_html_part_says_the_same_without_image_or_script(send: Any) -> None:
    send()
    told = to("referent@exemple.fr")
    html, kind = told.alternatives[0]
    assert kind == "text/html"
    assert "<img" not in html
    assert "<script" not in html
    links = [part.split('"')[0] for part in html.split('href="')[1:]]
    assert len(links) == 7
    assert all(link in told.body for link in links)
    assert len(html.encode()) < 100_000


@pytest.mark.any_store
def test_the_attachments_are_the_frozen_file_and_the_invitation(send: Any) -> None:
    send()
    (_, pdf, kind), (_, invitation, calendar) = to("provider@exemple.fr").attachments
    pack = Pack.objects.get(variant="partage")
    with open_file(pack.storage_name) as file:
        assert (pdf, kind) == (file.read(), "application/pdf")
    assert calendar == "text/calendar"
    assert "DTSTART:20260416T080000Z" in invitation


@pytest.mark.any_store
def test_nothing_of_the_closed_session_reaches_the_provider(send: Any, committee: Committee) -> None:
    Decision.objects.filter(committee=committee, origin="penalty").update(question="ZZSENTINELLE ?")
    Decision.objects.filter(committee=committee, origin="gap").update(question="Question partagée ?")
    send()
    told = to("provider@exemple.fr")
    whole = plain(f"{told.subject}{told.body}{told.alternatives[0][0]}{told.attachments[1][1]}")
    assert "Question partagée ?" in whole
    assert "Trois décisions sont demandées au comité" in whole
    for secret in ("ZZSENTINELLE", "2 035", "H1", "préavis", "/dossier/client", "referent@", "executive@"):
        assert secret not in whole, secret
    assert "ZZSENTINELLE ?" in plain(to("referent@exemple.fr").body)


def test_a_closed_month_and_a_held_committee_are_told_so(committee: Committee, people: Any) -> None:
    MonthRecord.objects.filter(month=committee.month).update(state="closed")
    committee.state = Committee.State.HELD
    brief = briefs_for(committee, [Pack.Variant.CLIENT])[Pack.Variant.CLIENT]
    letter = write(brief, document="PDF", attached=False)
    assert plain(letter.subject) == "COPIL INF-2024-07 : 5 décisions, 12 engagements respectés sur 14"
    assert "Mois clos, données arrêtées au 09/04/2026 à 06:10." in letter.text
    assert "Réunion" not in letter.text


def test_a_long_subject_is_cut_at_a_hundred_characters(committee: Committee, people: Any) -> None:
    brief = briefs_for(committee, [Pack.Variant.SHARED])[Pack.Variant.SHARED]
    long = replace(brief, facts=replace(brief.facts, reference="MARCHE-2026-INFOGERANCE-DU-SIEGE"))
    subject = write(long, document="PDF", attached=True).subject
    assert len(subject) <= 100
    assert subject.startswith("[À décider avant le 16/04/2026] COPIL MARCHE-2026-INFOGERANCE-DU-SIEGE")
    assert subject.endswith("…")
    none = write(replace(brief, asked=[]), document="PDF", attached=True)
    assert plain(none.subject) == "COPIL INF-2024-07 : 12 engagements respectés sur 14"
    assert "Aucune décision n’est demandée." in none.text


def test_each_person_chooses_the_file_or_its_link(send: Any, world: Any, people: Any) -> None:
    member = Membership.objects.get(user=people["provider"])
    choose_manner(member=member, attached=False, digest="weekly")
    send()
    told = to("provider@exemple.fr")
    assert [name for name, *_ in told.attachments] == ["copil-2026-04-16.ics"]
    pages = Pack.objects.get(variant="partage").pages
    assert f"Dossier (PDF, {pages} pages," in plain(told.body)
    assert f"/contrats/{world.slug}/comites/copil-2026-04-16/dossier/partage.pdf?version=1" in told.body
    act = JournalEntry.objects.get(action="pack.manner_chosen")
    assert (act.actor, act.details) == (
        people["provider"],
        {"means": "lien seulement", "digest": "chaque semaine"},
    )


def test_sending_freezes_the_version_and_a_change_makes_another(send: Any, committee: Committee) -> None:
    send()
    first = Pack.objects.get(variant="client")
    assert first.frozen_at is not None
    for change in (lambda: Pack.objects.filter(pk=first.pk).update(pages=1), first.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert render_pack(committee=committee, variant="client") == first
    ActionItem.objects.filter(number=35).update(title="Coffre repris")
    send()
    assert list(
        Pack.objects.filter(variant="client").order_by("version").values_list("version", flat=True)
    ) == [1, 2]
    client = PackDelivery.objects.filter(reader__email="referent@exemple.fr").order_by("pack__version")
    assert [row.pack.version for row in client] == [1, 2]
    shared = PackDelivery.objects.filter(reader__email="provider@exemple.fr")
    assert [row.pack.version for row in shared] == [1]


def test_a_frozen_version_whose_file_is_lost_is_kept_and_made_again(send: Any, committee: Committee) -> None:
    send()
    first = Pack.objects.get(variant="partage")
    discard_file(first.storage_name)
    second = render_pack(committee=committee, variant="partage")
    assert (second.version, Pack.objects.filter(variant="partage").count()) == (2, 2)
    assert render_pack(committee=committee, variant="partage") == second


def test_the_journal_tells_each_variant_sent(send: Any, people: Any) -> None:
    send()
    acts = JournalEntry.objects.filter(action="pack.sent").order_by("sequence")
    assert [(row.subject, row.details["readers"], row.actor, row.actor_role) for row in acts] == [
        ("copil-2026-04-16 exemplaire client v1", 2, people["referent"], "referent"),
        ("copil-2026-04-16 exemplaire partagé v1", 1, people["referent"], "referent"),
        ("copil-2026-04-16 exemplaire direction v1", 1, people["referent"], "referent"),
    ]


def test_a_month_not_computed_sends_nothing(committee: Committee, people: Any) -> None:
    MonthRecord.objects.filter(month=committee.month).update(computed_at=None)
    with pytest.raises(SendingRefused, match="mars 2026 n’est pas calculé"):
        ask_sending(committee=committee, user=people["referent"], role="referent")
    assert not Job.objects.filter(kind="pack_sending").exists()


def test_asking_twice_is_asking_once(committee: Committee, people: Any) -> None:
    asked = [ask_sending(committee=committee, user=people["referent"], role="referent") for _ in range(2)]
    assert asked[0] == asked[1]
