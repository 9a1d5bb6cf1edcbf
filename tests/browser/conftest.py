"""A real Chromium against a real server: pages at several widths and themes, with and without JavaScript."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

PASSWORD = "un mot de passe long"
WIDTHS = (360, 1280)
THEMES = ("light", "dark")
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

OpenPage = Callable[..., Page]


@pytest.fixture(scope="session", autouse=True)
def _database_under_a_running_loop() -> Iterator[None]:
    """Playwright's synchronous interface runs a loop in this thread; Django's guard against that is not for us."""
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    yield
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium: nothing is downloaded."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    assert found, "Chromium is missing: script/setup --dev says how to install it"
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=found, args=arguments)
        yield running
        running.close()


@pytest.fixture
def open_page(browser: Browser, live_server: Any) -> Iterator[OpenPage]:
    """`open_page(width=360, theme="dark", javascript=False)`: a page of a new visitor, paths relative to the site.

    A page's script errors and refusals of the content policy fail the test that opened it.
    """
    contexts = []
    complaints: list[str] = []

    def build(*, width: int = 1280, theme: str = "light", javascript: bool = True) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 900},
            color_scheme="dark" if theme == "dark" else "light",
            java_script_enabled=javascript,
            locale="fr-FR",
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: complaints.append(line.text) if is_complaint(line) else None)
        return page

    yield build
    for context in contexts:
        context.close()
    assert complaints == []


def is_complaint(line: Any) -> bool:
    """An error in the console, other than the browser's note of an answer in 4xx that a test asked for."""
    return line.type == "error" and "Failed to load resource" not in line.text


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    return open_page()


@pytest.fixture
def plain_page(open_page: OpenPage) -> Page:
    """The same portal for a browser without JavaScript."""
    return open_page(javascript=False)


@pytest.fixture
def sign_in() -> Callable[[Page, Any], Page]:
    """Sign in as a person of `make_user`, through the form, as anyone would."""

    def fill(page: Page, user: Any, password: str = PASSWORD) -> Page:
        page.goto("/connexion/")
        page.fill("input[name=login]", user.email)
        page.fill("input[name=password]", password)
        page.locator("form:has(input[name=password]) button[type=submit]").click()
        page.wait_for_url(lambda url: "/connexion/" not in url)
        return page

    return fill


@pytest.fixture
def axe() -> Callable[..., list[str]]:
    """Accessibility faults of a page, one line each; an empty list is what a test asks for.

    Every rule of the standards, or only those named.
    """
    script = Axe().axe_script

    def run(page: Page, rules: Sequence[str] = ()) -> list[str]:
        if page.evaluate("typeof axe === 'undefined'"):
            page.evaluate(script)
        result = page.evaluate(
            "only => axe.run(document, {runOnly: only, resultTypes: ['violations']})",
            {"type": "rule", "values": list(rules)} if rules else {"type": "tag", "values": STANDARDS},
        )
        return [
            f"{fault['id']} ({fault['impact']}): {node['target']} {node['html'][:120]}"
            for fault in result["violations"]
            for node in fault["nodes"]
        ]

    return run


@pytest.fixture
def overflow() -> Callable[[Page], int]:
    """Pixels by which a page is wider than its window: 0 when nothing scrolls sideways."""

    def measure(page: Page) -> int:
        script = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        return int(page.evaluate(script))

    return measure


@pytest.fixture(scope="session")
def demo_snapshot(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Any:
    """Three months of the demonstration, built once."""
    # Models are ready only when a test runs, not when this file is read.
    from tests.browser.demo_world import take_snapshot

    with django_db_blocker.unblock():
        return take_snapshot(tmp_path_factory.mktemp("demo"))


@pytest.fixture
def demo(demo_snapshot: Any, transactional_db: None, _private_var: None, settings: Any) -> Any:
    """The demonstration as it was built, for this test alone."""
    return demo_snapshot.put_back(Path(settings.PRIVATE_STORAGE_ROOT))
