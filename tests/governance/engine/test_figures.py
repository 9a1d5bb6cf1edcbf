"""A reviewed text keeps the figures of its page; its words are free."""

from __future__ import annotations

import pytest

from governance.engine.pack.document import Link, Page, Row, Table
from governance.engine.pack.figures import figures_of

TABLE = Table(
    ("Action", "Échéance"), (Row(Link("A-27"), ("05/03/2026",)), Row(Link("Total"), ("2\u202f035\u00a0€",)))
)
PAGE = Page(
    3, "heatmap", "Engagements", "11 engagements respectés sur 13 : GTR P3 sous la promesse",
    {"table": TABLE, "late": 2}, lead="GTR P3 : 86,8 % pour 90 %, 4e mois de suite.",
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "strange"),
    [
        ("11 engagements respectés sur 13 : tout est tenu", []),
        ("Un mois difficile, redressé en fin de période", []),
        ("11 sur 13 : GTR P3 à 86,8 %, sous les 90\u00a0% promis", []),
        ("Pénalité de 2 035 €, depuis le 5 mars 2026", []),
        ("Pénalité de 2035 €, 2 retards", []),
        ("Vu au comité du 16 avril 2026", []),
        ("13 engagements respectés sur 13 : tout est tenu", ["13 sur 13", "13 engagements"]),
        ("Les 13 engagements sont respectés", ["13 engagements"]),
        ("12 engagements respectés sur 13", ["12", "12 sur 13"]),
        ("13/13 respectés", ["13/13"]),
        ("GTR P3 : 91,8 % pour 90 %", ["91,8"]),
        ("GTR P3 : 86 % pour 90 %, puis 86 %", ["86"]),
        ("Pénalité de 12 035 €", ["12 035"]),
    ],
)
def test_figures_stay(text: str, strange: list[str]) -> None:
    assert figures_of(PAGE, "COPIL · 16 avril 2026").foreign(text) == strange
