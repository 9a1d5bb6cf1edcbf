"""Filling the guided form as a browser would: what the page proposes, and what only the client knows."""

from __future__ import annotations

from html.parser import HTMLParser

from django.test import Client

from contracts.models import Contract
from core.scope import unscoped
from infogerance.forms.creation.steps import STEPS
from tests.infogerance.reading import main_of

PARTIES = {
    "reference": "NEUF-2026-01",
    "title": "Infogérance de la laiterie",
    "client": "Client A",
    "provider": "Nordis",
    "starts_on": "01/01/2026",
    "ends_on": "31/12/2028",
    "renewal": "tacite",
    "renewal_months": "12",
    "max_renewals": "2",
    "notice_months": "6",
    "monthly_fee": "18 500,50",
    "users": "300",
    "yearly_budget": "242 000",
}
OWN = {"parties": PARTIES, "horaires": {"site-0-kept": "on", "site-0-name": "Siège, Dijon"}}


class Fields(HTMLParser):
    """The values that a browser would post from the page's fields as they stand."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.select = self.written = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name, value = given.get("name") or "", given.get("value") or ""
        if tag == "select":
            self.select = name
        elif tag == "option" and ("selected" in given or self.select not in self.values):
            self.values[self.select] = value
        elif tag == "input" and (given.get("type") != "checkbox" or "checked" in given):
            self.values[name] = value or "on"
            if given.get("type") != "checkbox":
                self.values[name] = value
        elif tag == "textarea":
            self.written, self.values[name] = name, ""

    def handle_data(self, data: str) -> None:
        if self.written:
            # A page begins what a field of several lines holds on a line of its own.
            self.values[self.written] += data.removeprefix("\r\n").removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.written = ""


def answers_of(client: Client, step: str) -> dict[str, str]:
    """What the page of a step proposes, completed with what the client knows."""
    reader = Fields()
    reader.feed(client.get(f"/contrats/nouveau/{step}/").content.decode())
    return reader.values | OWN.get(step, {})


def fill(client: Client, model: str = "globale", **changes: dict[str, str]) -> None:
    """Go through every step of a model."""
    client.post("/contrats/nouveau/", {"model": model})
    for step in STEPS:
        typed = answers_of(client, step.code) | changes.get(step.code, {})
        response = client.post(f"/contrats/nouveau/{step.code}/", typed)
        assert response.status_code == 302, main_of(response)


def contract_named(reference: str) -> Contract | None:
    """The contract of that reference, whoever may read it."""
    with unscoped("tests look at every contract"):
        found: Contract | None = (
            Contract.objects.select_related("client", "provider").filter(reference=reference).first()
        )
    return found
