"""Details of the journal read in French."""

import pytest

from infogerance.selectors.journal_words import name_of, plain


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("adopted", "adoptée"), ("todo", "à faire"), ("applied", "appliquée (avoir)"), ("to_justify", "écart à justifier"),
        ("signal:K08", "signal K08"), ("penalty", "pénalité"), ("2026-09-14", "14/09/2026"), ("a" * 64, "a" * 16 + "…"),
        (["x", "y"], "2\u00a0éléments"), (None, ""), ("", ""), ("Un texte: libre", "Un texte: libre"), (12, "12"),
    ],
)  # fmt: skip
def test_a_detail_is_written_in_words(value, words):
    assert plain(value) == words


def test_a_name_unknown_stays_as_written():
    assert (name_of("due_on"), name_of("autre")) == ("échéance", "autre")
