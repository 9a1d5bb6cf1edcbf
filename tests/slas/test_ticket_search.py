"""A ticket found by the reference told over the phone, in the visitor's contract alone."""

from __future__ import annotations

import pytest

from tests.slas.reading import words


@pytest.fixture
def known(furnished):
    delivery = furnished.delivery("2026-01", "2026-02-06 10:00")
    for reference in ("INC-06923", "INC-06924", "DEM-06925"):
        furnished.ticket(reference, "2026-03-02 09:00", "2026-03-02 10:00", delivery=delivery)


@pytest.mark.usefixtures("known")
class TestSearch:
    @pytest.mark.parametrize("asked", ["INC-06923", "inc06923", " inc 6923 ", "6923", "06923"])
    def test_one_match_opens_its_page(self, visit, asked):
        response = visit("tickets/", data={"ref": asked})
        assert (response.status_code, response.url.endswith("/tickets/INC-06923/")) == (302, True)

    @pytest.mark.parametrize(("asked", "total"), [("692", "3 tickets"), ("inc-0692", "2 tickets")])
    def test_several_are_listed(self, visit, asked, total):
        page = words(visit("tickets/", data={"ref": asked}))
        assert f"{total} pour « {asked} »" in page
        assert "INC-06924" in page

    def test_none_says_so_and_what_to_do(self, visit):
        page = words(visit("tickets/", data={"ref": "INC-99999"}))
        assert "Aucun ticket « INC-99999 » dans ce contrat" in page
        assert "incidents du client" in page
        provider = words(visit("tickets/", "provider", data={"ref": "INC-99999"}))
        assert "Vérifiez le numéro" in provider
        assert "relevez-le" not in provider

    def test_nothing_asked_shows_the_field(self, visit):
        for path in ("tickets/", "engagements/", "engagements/E06/2026-03/tickets/"):
            response = visit(path)
            assert 'name="ref"' in response.content.decode(), path

    def test_markup_and_wildcards_are_only_text(self, visit):
        response = visit("tickets/", data={"ref": "<b>%_</b>"})
        assert "<b>%_" not in response.content.decode()
        assert "Aucun ticket" in words(response)

    def test_another_contract_s_tickets_are_not_there(self, known, make_contract, make_user):
        from django.test import Client

        other = make_contract(reference="USI-2023-11", client="Client B", provider="Prestataire B")
        client = Client()
        client.force_login(make_user("referent", other, email="ailleurs@exemple.fr"))
        page = words(client.get(f"/contrats/{other.slug}/tickets/", {"ref": "6923"}))
        assert "Aucun ticket « 6923 »" in page
