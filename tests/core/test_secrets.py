"""A secret is told from a text: by tables, by chance, and at a known rate of false refusals."""

from __future__ import annotations

import re
import string
from html import unescape
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.engine.letter_pairs import natural_share
from core.engine.secrets import secret_in
from tests.core.secret_sentences import TAKEN, TOLD
from tests.core.secret_texts import ACCEPTED, CASES

ROOT = Path(__file__).parents[2]
BASE62 = string.ascii_letters + string.digits
WORDS = sorted(
    {
        word
        for path in (ROOT / "docs").rglob("*.md")
        for word in re.findall(r"[a-zàâçéèêëîïôùûœ]{2,}", path.read_text().lower())
    }
    - {"code", "codes", "mdp", "pass", "password", "secret", "jeton", "token", "clé", "clés", "passe"}
)
TAG = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}|<[^>]*>")
MARKUP = re.compile(r"[`|*&]|\[\[|\]\(|://")


@pytest.mark.parametrize("text", ACCEPTED)
def test_a_plain_text_passes(text: str) -> None:
    assert secret_in(text) == ""


@pytest.mark.parametrize("text", TAKEN)
def test_what_people_write_of_an_exit_passes(text: str) -> None:
    assert secret_in(text) == ""


@pytest.mark.parametrize("text", TOLD)
def test_a_place_word_hides_no_password(text: str) -> None:
    assert secret_in(text) in {"un mot de passe ou un code", "un mot de passe"}


@pytest.mark.parametrize(("kind", "text"), CASES)
def test_a_secret_is_told_by_its_kind_and_never_quoted(kind: str, text: str) -> None:
    assert secret_in(text) == kind
    assert secret_in(f"Coffre du client, {text}"), "hidden after a place"


@given(st.integers(0, 2**64), st.integers(20, 64), st.sampled_from([BASE62, "0123456789abcdef"]))
def test_twenty_signs_drawn_at_random_are_refused(seed: int, length: int, alphabet: str) -> None:
    rng = Random(seed)
    token = "".join(rng.choice(alphabet) for _ in range(length - 2)) + "7e"
    assert secret_in(token)
    assert secret_in(f"Coffre du client ({token})")


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12))
def test_sentences_of_french_words_pass(words: list[str]) -> None:
    assert secret_in(" ".join(words).capitalize() + ".") == ""


@pytest.mark.parametrize(
    ("alphabet", "most"),
    [(BASE62, 0), (BASE62 + "+/", 2), (BASE62 + "-_", 2), (string.ascii_lowercase, 20)],
    ids=["base 62", "base 64", "base 64 of addresses", "small letters"],
)
def test_how_many_random_tokens_slip_through(alphabet: str, most: int) -> None:
    """Of 2,000 tokens of 20 signs: 1 % of those of small letters alone, 1 in 1,000 at most of the others."""
    rng = Random(20260410)
    tokens = ["".join(rng.choice(alphabet) for _ in range(20)) for _ in range(2000)]
    assert sum(not secret_in(token) for token in tokens) <= most


def ordinary_lines() -> set[str]:
    """The prose of the documentation, the sentences of the pages, the texts of both demonstration contracts."""
    prose = [line for path in (ROOT / "docs").rglob("*.md") for line in path.read_text().splitlines()]
    pages = [
        line
        for path in (ROOT / "templates").rglob("*.html")
        for line in TAG.sub("\n", path.read_text()).splitlines()
    ]
    contracts = [
        text
        for path in (ROOT / "infogerance" / "demo").glob("*.toml")
        for text in re.findall(r'"([^"]+)"', path.read_text())
    ]
    return {unescape(line).strip() for line in (*prose, *pages, *contracts) if not MARKUP.search(line)} - {""}


def test_how_many_ordinary_lines_are_refused() -> None:
    """1 line in 500 at most; none of some 1,700 when this was written."""
    lines = ordinary_lines()
    refused = sorted(line for line in lines if secret_in(line))
    assert len(lines) > 1500
    assert len(refused) * 500 <= len(lines), refused


@given(st.text(max_size=200))
def test_any_text_gets_an_answer(text: str) -> None:
    kind = secret_in(text)
    assert kind == "" or kind[:3] in {"un ", "une"}


@pytest.mark.parametrize(
    ("text", "share"), [("infogerance", 1.0), ("OneDrive", 6 / 7), ("a1b2c3", 0.0), ("", 1.0), ("ad-01", 1.0)]
)
def test_what_reads_like_words(text: str, share: float) -> None:
    assert natural_share(text) == pytest.approx(share)
