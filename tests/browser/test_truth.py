"""The truth of a month, as both sides: deposit, correct, reconcile, contest, accept, close, print. With and without scripts."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from pypdf import PdfReader

from core import jobs
from core.models import Job
from core.scope import for_contract
from slas.models import CommitmentMonth
from tests.browser.conftest import PASSWORD
from tests.browser.demo_world import NEXT
from tests.browser.test_paths import broken, deposit, download, plain_words

pytestmark = pytest.mark.django_db(transaction=True)


def work(demo: Any) -> None:
    """Everything that waits for the worker, and what that brings in turn."""
    with for_contract(demo.contract_id):
        while waiting := Job.objects.filter(state=Job.State.QUEUED).order_by("created_at").first():
            done = jobs.run(waiting.pk)
            assert done is not None
            assert done.state == Job.State.DONE, done.error


def away(page: Any, demo: Any) -> None:
    """The worker works while the page is closed."""
    address = page.url
    page.goto("about:blank")
    work(demo)
    page.goto(address)


def text(page: Any) -> str:
    return plain_words(page.locator("main").inner_text())


def result(demo: Any) -> CommitmentMonth:
    with for_contract(demo.contract_id):
        return CommitmentMonth.objects.select_related("commitment").get(
            month=NEXT, commitment__code=demo.missed
        )


def subtab(page: Any, name: str) -> None:
    page.get_by_role("navigation", name="Pages de la rubrique").get_by_role(
        "link", name=name, exact=True
    ).click()


def correct_the_file(page: Any, demo: Any) -> None:
    """Errors are named, the annotated copy holds them, the corrected file is accepted."""
    good = demo.files.files["tickets"][1]
    page.goto(f"{demo.base}rapports/deposer/")
    deposit(page, demo.files, broken(good))
    away(page, demo)
    page.get_by_role("link", name="Voir le contrôle").click()
    for word in ("ligne 4", "ouvert le", "31/02/2026 09:00"):
        assert word in text(page), word
    assert download(page, page.get_by_role("link", name="Fichier annoté")).startswith(b"PK")
    page.get_by_role("link", name="Déposer un fichier corrigé").click()
    deposit(page, demo.files, good)
    away(page, demo)
    assert "accepté" in text(page)


def justify_a_gap(page: Any, demo: Any) -> None:
    page.goto(f"{demo.base}engagements/")
    subtab(page, "Rapprochement")
    block = page.locator("section", has=page.locator(f"select[id='portee-{demo.missed}']")).last
    block.locator("summary", has_text=re.compile("^Répondre$")).click()
    block.locator("textarea").fill("Tickets repris d’un autre outil, absents de notre export.")
    block.get_by_role("button", name="Enregistrer la réponse").click()
    assert "réponse enregistrée" in text(page)


def accept_the_justification(page: Any, demo: Any) -> None:
    page.goto(f"{demo.base}rapprochement/{NEXT}/")
    page.get_by_label("Accepter la justification").first.check()
    page.get_by_role("button", name="Enregistrer la suite").first.click()
    assert "accepté" in text(page)


def contest_a_ticket(page: Any, demo: Any) -> None:
    page.goto(f"{demo.base}engagements/{demo.missed}/{NEXT}/")
    page.locator("#tickets").get_by_role("link", name=re.compile("^Contester")).first.click()
    form = page.locator("form", has=page.locator("input[type=file]")).first
    form.get_by_label("Exposé").fill("Rétabli avant l’échéance, voir la pièce jointe.")
    form.get_by_label("Verdict proposé").select_option(label="Respecté")
    note = {"name": "retablissement.txt", "mimeType": "text/plain", "buffer": "Rétabli à 9 h 12.".encode()}
    form.locator("input[type=file]").set_input_files(note)
    form.get_by_role("button", name="Contester").click()
    assert "contestation n° 1 enregistrée" in text(page)
    assert "retablissement.txt" in text(page)


def accept_the_contestation(page: Any, demo: Any) -> None:
    page.goto("/a-faire/")
    page.locator("li", has_text="Contestation n° 1").get_by_role("link", name=re.compile("^Répondre")).click()
    page.locator("form.reply textarea").fill("Pièce vérifiée, le ticket est dans le délai.")
    page.get_by_role("button", name="Accepter").click()
    assert "accepté" in text(page)


def close_the_month(page: Any, demo: Any, settings: Any) -> None:
    """The password is asked again when it was given too long ago; what was typed is not asked twice."""
    page.goto(f"{demo.base}cloture/{NEXT}/")
    page.get_by_label("Motif").fill("Clos en comité, points expliqués.")
    for box in page.get_by_label(re.compile("^Je clos ce mois malgré")).all():
        box.check()
    usual, settings.STEP_UP_SECONDS = settings.STEP_UP_SECONDS, 0
    page.get_by_role("button", name="Clore avril 2026").click()
    page.wait_for_selector("main input[type=password]")
    settings.STEP_UP_SECONDS = usual
    page.locator("main input[type=password]").fill(PASSWORD)
    page.get_by_role("button", name="Confirmer").click()
    page.wait_for_url(f"**/cloture/{NEXT}/")
    assert "réviser" in text(page)
    away(page, demo)


def pack_text(page: Any, demo: Any) -> str:
    page.goto(f"{demo.base}comites/")
    page.locator("main tr", has_text="avril 2026").get_by_role("link").first.click()
    pack = download(page, page.get_by_role("link", name=re.compile("^PDF : Exemplaire client")))
    return plain_words("\n".join(leaf.extract_text() for leaf in PdfReader(io.BytesIO(pack)).pages))


def changed(content: bytes) -> bytes:
    """The same export without its last ticket."""
    return b"\r\n".join(content.rstrip().split(b"\r\n")[:-1]) + b"\r\n"


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "plain"])
def test_the_month_from_its_deposit_to_its_pack(
    demo: Any, open_page: Any, sign_in: Any, settings: Any, javascript: bool
) -> None:
    provider = sign_in(open_page(javascript=javascript), demo.person("provider"))
    referent = sign_in(open_page(javascript=javascript), demo.person("referent"))
    correct_the_file(provider, demo)
    justify_a_gap(provider, demo)
    accept_the_justification(referent, demo)
    before = result(demo)
    contest_a_ticket(provider, demo)
    accept_the_contestation(referent, demo)
    away(referent, demo)
    after = result(demo)
    assert (after.met, after.counted) == (before.met + 1, before.counted)
    provider.goto(f"{demo.base}rapports/deposer/")  # opened while the month still was
    close_the_month(referent, demo, settings)
    printed = pack_text(referent, demo)
    assert "provisoire" not in printed
    assert plain_words(f"{after.met}") in printed
    name, content = demo.files.files["tickets"]
    provider.get_by_label("Mois", exact=True).select_option(str(NEXT))
    late = {"name": name, "mimeType": "text/csv", "buffer": changed(content)}
    provider.set_input_files("input[name=tickets]", late)
    provider.get_by_label("Je certifie l’exactitude du dépôt.").check()
    provider.get_by_role("button", name="Déposer", exact=True).click()
    assert "le mois d’avril 2026 est clos" in text(provider)
