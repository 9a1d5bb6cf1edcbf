"""Pages of indicators, signals and satisfaction: who sees what, in which shape."""

from __future__ import annotations

import pytest
from django.urls import reverse

from core.engine.months import Month
from kpis.models import Signal

MARCH = Month(2026, 3)
CLIENT_ROLES = ("referent", "executive", "reader")
PAGES = ("kpis:list", "kpis:signals", "kpis:backlog", "kpis:satisfaction")


@pytest.fixture
def shown(drift):
    """March 2026 delivered and computed, the backlog out of its limits, nine answers."""
    drift.deliver(MARCH)
    drift.follow("K22")
    drift.result(drift.commitment(), MARCH)
    drift.felt(MARCH, 6, 9)
    drift.ticket("2026-01-10T08:00", title="Double écran non reconnu")
    drift.line = drift.signal()
    return drift


@pytest.fixture
def reader(shown, client, make_user):
    client.force_login(make_user("reader", shown.contract))
    return client


def get(client, contract, name, *args, **query):
    return client.get(reverse(name, args=[contract.slug, *args]), query)


def text(response):
    return response.content.decode().replace("\u00a0", " ").replace("&nbsp;", " ").replace("\u202f", " ")


@pytest.mark.parametrize("role", [*CLIENT_ROLES, "provider"])
def test_every_role_reads_every_page(shown, client, make_user, role):
    client.force_login(make_user(role, shown.contract))
    for name in PAGES:
        assert get(client, shown.contract, name).status_code == 200
    page = get(client, shown.contract, "kpis:detail", "K08")
    assert "Encours en fin de mois : hausse de 1,8 par mois" in text(page)
    assert "4 points au-dessus de la limite haute" in text(page)
    assert "INC-0001" in text(page)


def test_strangers_and_unknown_codes_find_nothing(shown, client, make_user, make_contract):
    other = make_contract("INF-2025-01", "Client B", "Prestataire B")
    client.force_login(make_user("referent", other))
    for name in PAGES:
        assert get(client, shown.contract, name).status_code == 404
    assert get(client, shown.contract, "kpis:detail", "K08").status_code == 404
    assert client.post(reverse("kpis:answer", args=[other.slug, shown.line.pk])).status_code == 404
    for code, query in (("K99", {}), ("K29", {}), ("K08", {"part": "P9"}), ("K08", {"mois": "mars"})):
        assert get(client, other, "kpis:detail", code, **{"mois": "2026-03", **query}).status_code == 404


def test_a_contract_without_computed_month_says_what_comes_next(world, client, make_user):
    client.force_login(make_user("reader", world.contract))
    for name in PAGES:
        assert "dès que le premier rapport est déposé" in text(get(client, world.contract, name))
    assert get(client, world.contract, "kpis:detail", "K08").status_code == 200


def test_the_list_puts_what_changed_first_and_names_the_decision(shown, client, make_user):
    client.force_login(make_user("referent", shown.contract))
    page = text(get(client, shown.contract, "kpis:list"))
    assert "1 indicateur se dégrade sur 2" in page
    assert page.index("Encours en fin de mois") < page.index("Satisfaction</a><span")
    assert "Décider d’un renfort, d’un tri ou d’une revue des tickets en attente." in page
    assert "1 à expliquer" in page


def test_a_month_before_the_first_report_has_no_table(shown, client, make_user):
    client.force_login(make_user("referent", shown.contract))
    page = text(get(client, shown.contract, "kpis:list", mois="2024-06"))
    assert "Aucun indicateur calculé en juin 2024" in page
    assert "En attente : aucun indicateur" in page
    assert "pas encore de limites" in text(get(client, shown.contract, "kpis:detail", "K08", mois="2025-03"))


@pytest.mark.parametrize(
    ("name", "args", "line"),
    [
        ("kpis:list", (), '"INF-2024-07";"K08";"Encours en fin de mois";"tickets";"63'),
        ("kpis:detail", ("K08",), '"INF-2024-07";"K08";"";"2026-03";"63'),
        ("kpis:signals", (), '"K08";"Encours en fin de mois";"2026-03";"Dégradation";"Alarme"'),
        ("kpis:satisfaction", (), '"2026-03";"1";"1";"6";"9";"18"'),
    ],
)
def test_each_list_is_a_file_too(shown, reader, name, args, line):
    client = reader
    found = get(client, shown.contract, name, *args, export="csv")
    assert found["Content-Type"] == "text/csv; charset=utf-8"
    assert line in found.content.decode("utf-8-sig").replace("\u00a0", " ")
    assert get(client, shown.contract, name, *args, export="xlsx").content[:2] == b"PK"
    assert get(client, shown.contract, name, *args, export="pdf").status_code == 404


def test_the_referent_explains_a_signal_without_javascript(shown, client, make_user):
    client.force_login(make_user("referent", shown.contract))
    url = reverse("kpis:answer", args=[shown.contract.slug, shown.line.pk])
    assert f'action="{url}"' in text(get(client, shown.contract, "kpis:signals"))
    back = f"{reverse('kpis:signals', args=[shown.contract.slug])}?mois=2026-03#s{shown.line.pk}"
    assert client.get(url)["Location"] == back
    assert client.post(url, {"text": "Fusion des files P3 et P4."})["Location"] == back
    page = text(get(client, shown.contract, "kpis:signals"))
    assert "Les alarmes de mars 2026 sont expliquées" in page
    assert "Explication enregistrée." in page
    assert "Fusion des files P3 et P4." in page


def test_an_empty_explanation_is_refused_in_place(shown, client, make_user):
    client.force_login(make_user("referent", shown.contract))
    url = reverse("kpis:answer", args=[shown.contract.slug, shown.line.pk])
    page = client.post(url, {"text": "Vu."})
    assert page.status_code == 422
    assert "Écrivez au moins 10 caractères" in text(page)
    assert "Vu.</textarea>" in text(page)
    assert Signal.objects.get().answer == ""
    fragment = client.post(url, {"text": ""}, headers={"HX-Request": "true"})
    assert fragment.status_code == 422
    assert text(fragment).lstrip().startswith('<div id="answers">')


def test_a_swap_gives_the_lines_back(shown, client, make_user):
    client.force_login(make_user("referent", shown.contract))
    url = reverse("kpis:answer", args=[shown.contract.slug, shown.line.pk])
    fragment = client.post(url, {"text": "Fusion des files."}, headers={"HX-Request": "true"})
    assert fragment.status_code == 200
    assert "Fusion des files." in text(fragment)
    assert "Les alarmes de mars 2026 sont expliquées" in text(fragment)
    assert 'role="status" hx-swap-oob="true"' in text(fragment)
    assert "<html" not in text(fragment)
    assert "Explication enregistrée." not in text(get(client, shown.contract, "kpis:signals"))


@pytest.mark.parametrize("role", ["executive", "reader", "provider"])
def test_others_read_signals_and_may_not_answer(shown, client, make_user, role):
    client.force_login(make_user(role, shown.contract))
    url = reverse("kpis:answer", args=[shown.contract.slug, shown.line.pk])
    assert client.post(url, {"text": "Fusion des files."}).status_code == 403
    assert "<textarea" not in text(get(client, shown.contract, "kpis:signals"))


def test_pages_ask_few_questions_whatever_the_number_of_tickets(
    shown, client, make_user, django_assert_max_num_queries
):
    client.force_login(make_user("referent", shown.contract))
    for _ in range(30):
        shown.ticket("2026-02-10T08:00")
    for name in PAGES:
        with django_assert_max_num_queries(25):
            get(client, shown.contract, name)
    with django_assert_max_num_queries(25):
        get(client, shown.contract, "kpis:detail", "K08")
