"""Theme, health and help: what anyone may read, and what a member reads."""

from __future__ import annotations

from typing import Any

import pytest

from infogerance.selectors.glossary import GLOSSARY
from infogerance.selectors.method import METHOD
from infogerance.selectors.report_format import report_format
from tests.infogerance.reading import main_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client: Any, contract: Any, make_user: Any) -> Any:
    client.force_login(make_user("reader", contract))
    return client


def test_health(client: Any) -> None:
    response = client.get("/sante/")
    assert (response.status_code, response.json()) == (200, {"etat": "en service"})


@pytest.mark.parametrize(
    ("chosen", "kept"), [("dark", "dark"), ("light", "light"), ("auto", "auto"), ("x", None)]
)
def test_the_theme_is_kept(client: Any, chosen: str, kept: str | None) -> None:
    response = client.post("/preferences/theme/", {"theme": chosen, "next": "/accessibilite/"})
    assert (response.status_code, response["Location"]) == (302, "/accessibilite/")
    assert (client.cookies["theme"].value if "theme" in client.cookies else None) == kept
    page = client.get("/accessibilite/").content.decode()
    assert f'data-bs-theme="{kept or "auto"}"' in page


@pytest.mark.parametrize("target", ["https://ailleurs.fr/", "//ailleurs.fr", "/\\ailleurs.fr", ""])
def test_the_theme_never_leads_off_site(client: Any, target: str) -> None:
    assert client.post("/preferences/theme/", {"theme": "dark", "next": target})["Location"] == "/"


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/aide/", "Que faire, et où"),
        ("/aide/methode/", "Comment chaque chiffre est compté"),
        ("/aide/glossaire/", "Les mots du métier, et leurs pièges"),
        ("/aide/format-rapport/", "Les fichiers d’un rapport mensuel"),
        ("/accessibilite/", "Déclaration d’accessibilité"),
    ],
)
def test_help(member: Any, path: str, title: str) -> None:
    response = member.get(path)
    assert response.status_code == 200
    assert main_of(response).startswith(title)
    assert response.content.decode().count("<h1") == 1


def test_accessibility_is_public(client: Any) -> None:
    assert client.get("/accessibilite/").status_code == 200


def test_every_rule_has_its_anchor_and_its_setting(member: Any) -> None:
    page = member.get("/aide/methode/").content.decode()
    for section in METHOD:
        assert f'<h2 id="{section.anchor}"' in page
        for setting in section.parameters:
            assert f"<code>{setting.key}</code>" in page


def test_every_link_of_the_glossary_leads_to_a_rule(member: Any) -> None:
    anchors = {section.anchor for section in METHOD}
    assert {term.anchor for term in GLOSSARY if term.url_name} <= anchors
    page = main_of(member.get("/aide/glossaire/"))
    assert "Rétablissement ou résolution, selon le contrat" in page


def test_the_glossary_is_in_alphabetical_order() -> None:
    import unicodedata

    plain = [unicodedata.normalize("NFKD", term.name).encode("ascii", "ignore").lower() for term in GLOSSARY]
    assert plain == sorted(plain)


def test_the_format_lists_the_columns_that_are_read(member: Any) -> None:
    response = member.get("/aide/format-rapport/")
    columns = report_format().tickets.columns
    assert [column.label for column in columns if column.need == "obligatoire"] == [
        "Référence", "Type", "Priorité", "Statut", "Ouvert le", "Pris en charge le", "Résolu le",
    ]  # fmt: skip
    assert len(columns) == 28
    assert response.content.decode().count('<th scope="row">') == 28 + sum(
        len(file.columns) for file in report_format().companions
    )
    assert "Types admis : Incident, Demande." in main_of(response)
    assert "Nouveau, En cours, En attente, Résolu, Clos, Annulé" in main_of(response)
