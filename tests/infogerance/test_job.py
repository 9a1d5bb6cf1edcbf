"""The page of a background job."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from core.models import Job
from tests.infogerance.reading import links_of, main_of

pytestmark = pytest.mark.django_db


def test_a_waiting_job_refreshes_itself(world: Any, visit: Any) -> None:
    job = world.add_job("queued", kind="delivery")
    response = visit("provider", f"/taches/{job.pk}/")
    assert "Votre fichier est bien reçu" in main_of(response)
    assert f'hx-get="/taches/{job.pk}/"' in response.content.decode()
    refresh = f'<noscript><meta http-equiv="refresh" content="5;url=/taches/{job.pk}/"></noscript>'
    assert refresh in response.content.decode()


def test_progress_is_said(world: Any, visit: Any) -> None:
    job = world.add_job("running", step="lecture", done=2, total=5)
    assert "Calcul en cours… lecture : 2 sur 5" in main_of(visit("referent", f"/taches/{job.pk}/"))


def test_a_swap_gets_the_job_alone(world: Any, visit: Any) -> None:
    job = world.add_job("running")
    response = visit("referent", f"/taches/{job.pk}/", headers={"HX-Request": "true"})
    assert response.content.decode().strip().startswith(f'<div class="job" id="job-{job.pk}">')


@pytest.mark.parametrize(("kind", "path"), [("month", ""), ("pack", "comites/{committee}/#dossier")])
def test_a_finished_job_leads_to_its_result(
    world: Any, visit: Any, contract: Any, kind: str, path: str
) -> None:
    committee = world.hold_committee(7)
    job = world.add_job(kind=kind, payload={"committee": committee.pk})
    expected = f"/contrats/{contract.slug}/" + path.format(committee=committee.slug)
    assert expected in links_of(visit("referent", f"/taches/{job.pk}/"))


@pytest.mark.parametrize(
    ("state", "page"), [("published", ""), ("draft", ""), ("waiting", "controle/"), ("refused", "controle/")]
)
def test_a_finished_reading_gives_way_to_its_result(
    world: Any, visit: Any, contract: Any, state: str, page: str
) -> None:
    from reports.models import Delivery

    delivery = Delivery.objects.get(month="2026-03")
    Delivery.objects.filter(pk=delivery.pk).update(state=state)
    job = world.add_job(kind="delivery", payload={"delivery": delivery.pk})
    expected = f"/contrats/{contract.slug}/rapports/2026-03/v1/{page}"
    swap = visit("provider", f"/taches/{job.pk}/", headers={"HX-Request": "true"})
    assert (swap.status_code, swap["HX-Redirect"]) == (200, expected)
    whole = visit("provider", f"/taches/{job.pk}/")
    assert (whole.status_code, whole["Location"]) == (302, expected)


def test_a_failed_job_is_asked_again(world: Any, visit: Any, client: Any) -> None:
    job = world.add_job("failed", step="engagements")
    page = main_of(visit("referent", f"/taches/{job.pk}/"))
    assert "Le calcul s’est arrêté à l’étape « engagements »." in page
    assert "disque plein" in page
    response = client.post(f"/taches/{job.pk}/")
    assert (response.status_code, response["Location"]) == (302, f"/taches/{job.pk}/")
    assert Job.objects.get().state == "queued"


def test_a_job_that_is_done_stays_done(world: Any, visit: Any, client: Any) -> None:
    job = world.add_job("done")
    visit("referent", f"/taches/{job.pk}/")
    client.post(f"/taches/{job.pk}/")
    assert Job.objects.get().state == "done"


@pytest.mark.parametrize("role", ["executive", "reader"])
def test_a_reader_asks_nothing_again(world: Any, visit: Any, client: Any, role: str) -> None:
    job = world.add_job("failed")
    assert "Relancer" not in main_of(visit(role, f"/taches/{job.pk}/"))
    assert client.post(f"/taches/{job.pk}/").status_code == 403
    assert Job.objects.get().state == "failed"


def test_a_foreign_job_and_one_that_never_was_look_alike(
    world: Any, client: Any, make_contract: Any, make_user: Any
) -> None:
    other = make_contract(reference="USI-2023-11", client="Client B", provider="Prestataire B")
    client.force_login(make_user("referent", other, email="ailleurs@exemple.fr"))
    job = world.add_job()
    for key in (job.pk, uuid4()):
        assert client.get(f"/taches/{key}/").status_code == 404
