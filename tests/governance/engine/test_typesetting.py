"""Typography of whole documents."""

from __future__ import annotations

import pytest

from core.engine import formats
from core.engine.months import Month
from governance.engine.agenda import agenda, total
from governance.engine.pack.typesetting import typeset_html
from governance.engine.wording import page_name, short_name


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("<p>Vraiment ?</p>", "<p>Vraiment\u202f?</p>"),
        ("<p>4e mois de suite</p>", "<p>4<sup>e</sup> mois de suite</p>"),
        ("<svg><text>4e mois</text></svg>", "<svg><text>4e mois</text></svg>"),
        ("<td><i>✓</i>&#8239;<b>85,1</b></td>", "<td><i>✓</i>\u202f<b>85,1</b></td>"),
        ("<p>a &lt; b &amp; c</p>", "<p>a &lt; b &amp; c</p>"),
        ("<p>l&#x27;ERP</p>", "<p>l’ERP</p>"),
        ('<a href="x?y=1;z">12 mois</a>', '<a href="x?y=1;z">12\u00a0mois</a>'),
    ],
)
def test_text_nodes_only(given: str, expected: str) -> None:
    assert typeset_html(given) == expected
    assert typeset_html(expected) == expected


def test_names_of_proofs() -> None:
    assert page_name("engagements/e06/2026-03/") == "E06, mars 2026"
    assert page_name("rapprochement/2026-04/") == "rapprochement d’avril 2026"
    assert page_name("indicateurs/K08/") == "indicateur K08"
    assert short_name("GTR P3, 2 j ouvrés") == "GTR P3"
    assert formats.month_of(Month(2026, 8)) == "d’août 2026"


def test_the_agenda_runs_from_ten_o_clock() -> None:
    items = agenda([("H1", "Pénalité ?", "penalty"), ("H2", "Préavis ?", "notice")], "Actions", True)
    assert [(item.clock, item.label) for item in items] == [
        ("10:00", ""),
        ("10:10", "H1"),
        ("10:25", "H2"),
        ("10:55", ""),
        ("11:10", ""),
    ]
    assert total(items) == 80
