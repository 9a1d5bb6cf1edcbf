"""Details of the journal read in French."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from infogerance.selectors.journal_words import NAMES, detail_words, plain, subject_words
from reports.models.mappings import READING

ROOT = Path(__file__).parents[2]
ASIDE = {"before", "after", "header", "base"}
WRITERS = {"record", "record_act", "_act", "_details"}


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("adopted", "adoptée"), ("todo", "à faire"), ("applied", "créditée (avoir)"), ("to_justify", "écart à justifier"),
        ("signal:K08", "signal K08"), ("penalty", "pénalité"), ("2026-09-14", "14/09/2026"), ("a" * 64, "a" * 16 + "…"),
        (["x", "y"], "2\u00a0éléments"), (None, ""), ("", ""), ("Un texte: libre", "Un texte: libre"), (12, "12"),
    ],
)  # fmt: skip
def test_a_detail_is_written_in_words(value, words):
    assert plain(value) == words


def test_a_detail_has_its_name_and_an_amount_its_currency():
    assert detail_words("due_on", "2026-11-30") == "échéance\u00a0: 30/11/2026"
    assert detail_words("left", "1665.00") == "reste dû\u00a0: 1\u202f665,00\u00a0€"


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        ("2026-07", "juillet 2026"), ("2026-07 v1", "juillet 2026 version\u00a01"), ("D101", "H1"), ("D4", "D4"), ("A-12", "A-12"),
        ("form", "saisie"), ("Contestation n° 2", "Contestation n° 2"),
        ("copil-2026-07-14 client v2", "copil-2026-07-14 client version\u00a02"),
        ("E06:omitted 2026-10", "E06 « tickets omis, ou comptés un autre mois » octobre 2026"),
    ],
)  # fmt: skip
def test_a_subject_is_written_in_words(subject, words):
    assert subject_words(subject) == words


def written_details() -> Iterator[str]:
    """The names of every detail that a service hands to the journal."""
    for path in ROOT.glob("*/services/**/*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            named = isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign) and "details" in ast.unparse(
                node.targets[0] if isinstance(node, ast.Assign) else node.target
            )
            called = isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in WRITERS
            for held in ast.walk(node) if named or called else ():
                if isinstance(held, ast.Dict):
                    yield from (key.value for key in held.keys if isinstance(key, ast.Constant))


def test_every_detail_written_has_a_french_name():
    names = set(written_details()) | set(READING)
    assert len(names) > 30
    assert names - ASIDE - set(NAMES) == set()
