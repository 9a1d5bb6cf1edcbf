"""The three people's main paths, from the login to what they came for, with and without JavaScript."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from core.models import Job
from core.scope import for_contract
from tests.browser.demo_world import MONTH, NEXT

pytestmark = pytest.mark.django_db(transaction=True)
both = pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "plain"])


@pytest.fixture
def enter(demo: Any, open_page: Any, sign_in: Any) -> Any:
    """`enter("referent", javascript=False)`: the page of a person who has just signed in."""

    def open_for(role: str, **options: Any) -> Any:
        return sign_in(open_page(**options), demo.person(role))

    return open_for


def title(page: Any) -> str:
    return " ".join(page.locator("h1").inner_text().split())


def plain_words(text: str) -> str:
    """The text with ordinary spaces, in lower case."""
    return " ".join(text.split()).lower()


def download(page: Any, link: Any) -> bytes:
    with page.expect_download() as found:
        link.click()
    return Path(found.value.path()).read_bytes()


@both
def test_the_referent_goes_from_a_missed_promise_to_the_pack(demo: Any, enter: Any, javascript: bool) -> None:
    page = enter("referent", javascript=javascript)
    page.get_by_role("link", name="INF-2024-07", exact=True).click()
    assert "non respecté" in title(page)
    page.locator("p.lead a", has_text=demo.missed_name).click()
    page.wait_for_url(f"**/engagements/{demo.missed}/{MONTH}/")
    page.locator("table.late").get_by_role("link", name=demo.late_ticket, exact=True).click()
    page.wait_for_url(f"**/tickets/{demo.late_ticket}/")
    assert page.locator("main svg[role=img]").count() >= 1
    assert "hors délai" in title(page)
    page.goto(demo.base)
    page.get_by_role("link", name=re.compile("^Voir (l’écart|les écarts)")).click()
    page.wait_for_url(f"**/rapprochement/{MONTH}/")
    page.get_by_role("navigation", name="Contrat").get_by_role("link", name="Comités").click()
    page.locator(f"main a[href$='/comites/{demo.committee}/']").first.click()
    assert "à prendre" in title(page)
    pack = download(page, page.get_by_role("link", name=re.compile("^PDF : Exemplaire client")))
    assert pack.startswith(b"%PDF-1.7")


def broken(content: bytes) -> bytes:
    """The same export with a day that does not exist on its fourth line."""
    lines = content.split(b"\r\n")
    cells = lines[3].split(b";")
    cells[5] = b"31/02/2026 09:00"
    lines[3] = b";".join(cells)
    return b"\r\n".join(lines)


def deposit(page: Any, files: Any, tickets: bytes) -> None:
    """Fill the form with the month's files and send it."""
    page.get_by_label("Mois", exact=True).select_option(str(NEXT))
    for kind, (name, content) in files.files.items():
        payload = {"name": name, "mimeType": "text/csv", "buffer": tickets if kind == "tickets" else content}
        page.set_input_files(f"input[name={kind}]", payload)
    page.get_by_label("Je certifie l’exactitude du dépôt.").check()
    page.get_by_role("button", name="Déposer", exact=True).click()
    page.wait_for_url(re.compile(rf"/rapports/{NEXT}/v\d+/"))


def read_while_away(page: Any, demo: Any) -> None:
    """The worker reads the files; the page is closed meanwhile, as people do."""
    address = page.url
    page.goto("about:blank")
    demo.work()
    page.goto(address)


@both
def test_the_provider_corrects_a_file_and_sees_the_month(demo: Any, enter: Any, javascript: bool) -> None:
    good = demo.files.files["tickets"][1]
    page = enter("provider", javascript=javascript)
    page.get_by_role("link", name="INF-2024-07", exact=True).click()
    page.get_by_role("navigation", name="Contrat").get_by_role("link", name="Rapports").click()
    page.locator("main").get_by_role("link", name="Déposer un rapport").click()
    deposit(page, demo.files, broken(good))
    assert "Votre fichier est bien reçu" in page.locator("main").inner_text()
    read_while_away(page, demo)
    assert "Refusé" in page.locator("main").inner_text()
    page.get_by_role("link", name="Voir le contrôle").click()
    finding = plain_words(page.locator("main").inner_text())
    for word in ("tickets-2026-04.csv", "ligne 4", "ouvert le", "31/02/2026 09:00"):
        assert word in finding, word
    page.get_by_role("link", name="Déposer un fichier corrigé").click()
    deposit(page, demo.files, good)
    if javascript:
        follow_progress(page, demo)
    read_while_away(page, demo)
    assert "Accepté" in page.locator("main").inner_text()
    page.get_by_role("navigation", name="Contrat").get_by_role("link", name="Synthèse").click()
    assert "avril 2026" in page.locator(".ctx").inner_text()
    assert page.locator("table.heat").is_visible()


def follow_progress(page: Any, demo: Any) -> None:
    """Without leaving the page, each step the worker writes is read on it."""
    with for_contract(demo.contract_id):
        Job.objects.filter(state=Job.State.QUEUED, kind="delivery").update(
            state=Job.State.RUNNING, step="lecture", done=1, total=4
        )
        page.get_by_text("Calcul en cours… lecture : 1 sur 4").wait_for()
        assert page.locator("progress").get_attribute("value") == "1"
        Job.objects.filter(state=Job.State.RUNNING).update(state=Job.State.QUEUED, step="", done=0, total=0)


@both
def test_the_executive_decides_and_takes_the_pack(demo: Any, enter: Any, javascript: bool) -> None:
    page = enter("executive", javascript=javascript)
    page.get_by_role("link", name="INF-2024-07", exact=True).click()
    page.get_by_role("link", name="Voir le comité").click()
    page.wait_for_url(f"**/comites/{demo.committee}/")
    page.locator(f"main a[href$='/decisions/{demo.decision}/']").click()
    page.get_by_label("Adoptée", exact=True).check()
    page.get_by_role("button", name="Enregistrer la décision").click()
    page.goto(f"{demo.base}decisions/{demo.decision}/")
    assert "Adoptée le" in page.locator("main").inner_text()
    page.goto(f"{demo.base}comites/{demo.committee}/")
    pack = download(page, page.get_by_role("link", name=re.compile("^PDF : Exemplaire client")))
    assert pack.startswith(b"%PDF-1.7")


@both
def test_the_referent_completes_the_raci(demo: Any, enter: Any, javascript: bool) -> None:
    page = enter("referent", javascript=javascript)
    page.goto(f"{demo.base}acteurs/")
    page.get_by_role("navigation", name="Pages voisines").get_by_role("link", name="RACI").click()
    row = page.locator("tr", has_text="Revue des accès d’administration")
    assert "À revoir" in row.inner_text()
    row.get_by_role("link", name="Modifier").click()
    page.get_by_label("Claire Morel (client)").first.select_option("I")
    page.get_by_role("button", name="Enregistrer l’activité").first.click()
    assert "À revoir" not in row.inner_text()
    assert "Claire Morel" in row.inner_text()


def test_the_provider_never_reaches_the_clients_pack(demo: Any, enter: Any) -> None:
    page = enter("provider")
    shared = page.request.get(f"{demo.base}comites/{demo.committee}/dossier/partage.pdf")
    assert (shared.status, shared.body()[:8]) == (200, b"%PDF-1.7")
    assert page.request.get(f"{demo.base}comites/{demo.committee}/dossier/client.pdf").status == 404
    assert page.request.get(f"{demo.base}reversibilite/").status in {403, 404}


def test_the_first_steps_by_keyboard(demo: Any, enter: Any) -> None:
    page = enter("referent")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Aller au contenu"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "contenu"
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "INF-2024-07":
            break
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert outline == "3px"
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{demo.base}*")
    assert "non respecté" in title(page)
