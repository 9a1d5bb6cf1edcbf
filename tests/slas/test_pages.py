"""Pages of commitments, months and tickets: who gets them, what is not found, how many queries they take."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.slas.scenes import furnish

ROLES = ("referent", "executive", "reader", "provider")


PAGES = (
    "engagements/",
    "engagements/?mois=2026-02",
    "engagements/E06/2026-03/",
    "engagements/E06/2026-03/?tickets=dans-le-delai",
    "engagements/E08/2026-03/",
    "engagements/E10/2026-03/",
    "engagements/E14/2026-03/",
    "engagements/E06/2026-03/tickets/",
    "engagements/E03/2026-03/tickets/?tickets=tous&page=2",
    "mois/2026-03/",
    "tickets/L001/",
    "tickets/O001/",
    "tickets/C001/",
    "rapprochement/2026-03/",
)
MOST_QUERIES = 25 + 2
"""Those of a page, and the savepoint that a test's transaction puts around it."""
MISSING = (
    "engagements/?mois=2026-13",
    "engagements/?export=pdf",
    "engagements/E99/2026-03/",
    "engagements/E06/2026-3/",
    "engagements/E06/2031-03/",
    "engagements/E06/2026-03/tickets/?tickets=perdus",
    "engagements/E08/2026-03/tickets/",
    "engagements/E99/2026-03/tickets/",
    "mois/2031-01/",
    "mois/mars/",
    "tickets/INCONNU/",
    "rapprochement/2031-01/",
)


@pytest.mark.parametrize("path", PAGES)
def test_every_member_reads_every_page(visit, path):
    assert [visit(path, role).status_code for role in ROLES] == [200] * 4


@pytest.mark.parametrize("path", MISSING)
def test_what_does_not_exist_is_not_found(visit, path):
    assert visit(path).status_code == 404


@pytest.mark.parametrize("path", [*PAGES, *MISSING])
def test_a_stranger_finds_nothing(furnished, make_contract, make_user, path):
    other = make_contract(reference="USI-2023-11", client="Client B", provider="Prestataire B")
    client = Client()
    client.force_login(make_user("referent", other, email="ailleurs@exemple.fr"))
    assert client.get(f"/contrats/{furnished.contract.slug}/{path}").status_code == 404


def test_a_commitment_opens_on_its_latest_month(visit):
    response = visit("engagements/E06/")
    assert response.status_code == 302
    assert response.url.endswith("/engagements/E06/2026-03/")


def test_before_any_month_the_page_says_what_is_awaited(world, make_user):
    client = Client()
    client.force_login(make_user("reader", world.contract))
    page = client.get(f"/contrats/{world.contract.slug}/engagements/")
    assert page.status_code == 200
    assert "Aucun mois calculé" in page.content.decode()
    assert client.get(f"/contrats/{world.contract.slug}/engagements/E06/").status_code == 404


@pytest.mark.parametrize("tickets", [40, 400])
def test_queries_do_not_grow_with_tickets(
    world, make_user, make_contract, tickets, django_assert_max_num_queries
):
    furnish(world, tickets)
    user = make_user("referent", world.contract)
    if tickets == 400:
        from accounts.models import Membership
        from core.scope import unscoped

        for rank in (1, 2):
            with unscoped("tests build their world"):
                other = make_contract(reference=f"AUTRE-{rank}")
                Membership.objects.create(contract=other, user=user, side="client", role="referent")
    client = Client()
    client.force_login(user)
    for path in PAGES:
        with django_assert_max_num_queries(MOST_QUERIES):
            assert client.get(f"/contrats/{world.contract.slug}/{path}").status_code == 200
