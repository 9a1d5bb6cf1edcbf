"""The way out of a file that is not understood: the page of correspondences, and what it proposes."""

from __future__ import annotations

from django.urls import reverse

from core.scope import for_contract
from reports.models import Mapping, Ticket
from reports.selectors import findings_for
from reports.services import read_delivery
from tests.reports.conftest import ROWS, native
from tests.reports.test_mapping import hand_in, page, posted, provider

__all__ = ["page", "provider"]


def test_a_column_chosen_since_shows_its_proposals_before_it_is_kept(page, scope):
    client, _, url = page
    start = posted(client.get(url))
    values = {n: v for n, v in start.items() if not n.startswith("priorities_")} | {"col_priority": "Gravité"}
    response = client.post(url, values | {"enregistrer": "1"})
    assert (response.status_code, response.context["form"].is_new_column) == (200, True)
    words = {
        b.label: (b.value(), b.help_text) for _, bounds in response.context["form"].words() for b in bounds
    }
    assert words["Bloquant"] == ("P1", "Proposé, à vérifier.")
    assert "pas encore enregistrée" in response.text
    with for_contract(scope.pk):
        assert Mapping.objects.count() == 0


def test_the_portal_s_own_columns_keep_their_meaning_when_a_word_is_associated(scope, client, provider):
    """« Suspendu (min) » counts minutes: read as a duration of another tool, it would count seconds."""
    content = native(ROWS[0].replace(";P3;", ";Très haute;"), ROWS[1]).decode()
    delivery = hand_in(scope, content)
    finding = findings_for(delivery).get()
    assert "correspondances du dépôt" in finding.remedy
    client.force_login(provider)
    check = client.get(reverse("reports:check", args=[scope.slug, "2026-03", 1]))
    url = reverse("reports:mapping", args=[scope.slug, "2026-03", 1])
    assert f'<a class="btn btn-primary" href="{url}">' in check.text
    form = client.get(url).context["form"]
    assert (form["col_pause_minutes"].value(), form["col_pause_duration"].value()) == ("Suspendu (min)", "")
    assert "profil «\u00a0Modèle du portail\u00a0»" in form["col_reference"].help_text
    values = posted(client.get(url), enregistrer="1", name="Modèle")
    assert client.post(url, values).status_code == 302
    with for_contract(scope.pk):
        delivery.refresh_from_db()
        assert read_delivery(delivery=delivery).state == "published"
        assert Ticket.objects.get(reference="INC001").priority == "P1"
        assert Ticket.objects.get(reference="INC001").declared_pause_seconds == 1800


def test_an_unknown_header_counts_as_a_question_and_leads_to_the_correspondences(page, scope):
    client, *_ = page
    response = client.get(reverse("reports:check", args=[scope.slug, "2026-03", 1]))
    check = response.context["check"]
    assert (check.stop_count, check.question_count, check.leads_to_mapping) == (0, 1, True)
    assert "1\u00a0point à associer dans les correspondances" in response.text.replace(
        "1 point", "1\u00a0point"
    )
