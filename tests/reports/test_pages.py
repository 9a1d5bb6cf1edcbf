"""Pages of deliveries: who may see and do what, what a refusal answers, what a download carries."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from reports.models import Ticket
from tests.reports.conftest import ROWS, native


@pytest.fixture
def enter(client, contract, make_user):
    """Log in as a role and give the client."""

    def act(role):
        client.force_login(make_user(role, contract))
        return client

    return act


def send(client, contract, content, name="tickets.csv", month="2026-03"):
    return client.post(
        reverse("reports:deposit", args=[contract.slug]),
        {"month": month, "tickets": SimpleUploadedFile(name, content), "certified": "on"},
    )


@pytest.mark.parametrize(
    ("role", "status"), [("provider", 200), ("referent", 200), ("executive", 403), ("reader", 403)]
)
def test_who_may_deposit(enter, contract, role, status):
    assert enter(role).get(reverse("reports:deposit", args=[contract.slug])).status_code == status


def test_a_deposit_leads_to_its_version(enter, contract):
    client = enter("provider")
    answer = send(client, contract, native())
    url = reverse("reports:version", args=[contract.slug, "2026-03", 1])
    assert (answer.status_code, answer.url) == (302, url)
    page = client.get(url).content.decode()
    assert "Votre fichier est bien reçu" in page
    assert 'http-equiv="refresh"' in page


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("vide.csv", b"", "Le fichier est vide"),
        ("rapport.csv", b"%PDF-1.4 x", "un PDF"),
        ("a.exe", b"x", "Format non reconnu"),
    ],
)
def test_a_refusal_at_the_door_is_422_with_its_remedy(enter, contract, name, content, words):
    answer = send(enter("provider"), contract, content, name)
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_no_file_is_422(enter, contract):
    answer = enter("provider").post(reverse("reports:deposit", args=[contract.slug]), {"month": "2026-03"})
    assert answer.status_code == 422
    assert "Joignez l’export des tickets du mois." in answer.content.decode()


@pytest.fixture
def refused(hand_in):
    return hand_in(
        native(ROWS[0].replace("02/03/2026 12:00", "31/02/2026 12:00").replace("Poste lent", "<b>x</b>"))
    )


def test_the_control_page_names_line_column_value_and_remedy(refused, enter, contract):
    page = (
        enter("provider").get(reverse("reports:check", args=[contract.slug, "2026-03", 1])).content.decode()
    )
    for words in ("1 point à corriger", "Résolu le", "31/02/2026 12:00", "Date impossible", "jj/mm/aaaa"):
        assert words in page.replace("\u00a0", " ")
    assert Ticket.objects.count() == 0


def test_errors_as_csv(refused, enter, contract):
    answer = enter("reader").get(reverse("reports:errors", args=[contract.slug, "2026-03", 1]))
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith('"Gravité";"Fichier"')
    assert '"31/02/2026 12:00"' in lines[1]


def test_the_original_is_saved_and_never_run(hand_in, enter, contract):
    hand_in()
    answer = enter("reader").get(reverse("reports:original", args=[contract.slug, "2026-03", 1]))
    assert answer.content == native()
    assert answer.headers["Content-Disposition"] == 'attachment; filename="tickets.csv"'
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_every_page_answers(hand_in, enter, contract):
    hand_in()
    client = enter("referent")
    slug, version = contract.slug, [contract.slug, "2026-03", 1]
    for url in (
        reverse("reports:list", args=[slug]),
        reverse("reports:delivery", args=version[:2]),
        reverse("reports:version", args=version),
        reverse("reports:check", args=version),
        reverse("reports:template", args=[slug, "csv"]),
        reverse("reports:template", args=[slug, "xlsx"]),
    ):
        assert client.get(url).status_code == 200, url


@pytest.mark.parametrize(
    "path",
    ["rapports/2026-13/", "rapports/2026-03/v9/", "rapports/2026-03/v9/original/", "rapports/modele.pdf"],
)
def test_what_never_was_is_404(enter, contract, path):
    assert enter("referent").get(f"/contrats/{contract.slug}/{path}").status_code == 404


def test_a_foreign_contract_is_404(enter, contract, make_contract, hand_in):
    hand_in()
    other = make_contract("AUTRE", client="Client B")
    client = enter("referent")
    for name in ("reports:list", "reports:deposit"):
        assert client.get(reverse(name, args=[other.slug])).status_code == 404
