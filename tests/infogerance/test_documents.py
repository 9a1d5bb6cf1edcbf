"""The papers say what the program does: the example loads, every setting and every login is named."""

from __future__ import annotations

from pathlib import Path

from contracts.engine.settings_file import KEYS
from contracts.engine.vocabulary import REASONS, WORDS
from infogerance.contract_file import read_contract_file
from infogerance.demo.people import PEOPLE
from infogerance.demo.phenomena import NEVER_SHOWN, VANISHING

DOCS = Path(__file__).parents[2] / "docs"
FORMAT = (DOCS / "format-contrat.md").read_text(encoding="utf-8")
DEMONSTRATION = (DOCS / "demonstration.md").read_text(encoding="utf-8")


def test_the_example_of_the_format_is_a_valid_contract() -> None:
    example = FORMAT.split("```toml\n")[1].split("```")[0]
    whole = read_contract_file(example.encode())
    assert (whole.terms.identity.reference, whole.promises[0].targets[1].amount) == ("EXE-2026-01", 4)


def test_every_setting_and_every_word_of_it_is_documented() -> None:
    for word in (*KEYS, *REASONS, *(word for words in WORDS.values() for word in words)):
        assert f"`{word}`" in FORMAT


def test_the_logins_and_the_omissions_are_documented() -> None:
    for person in PEOPLE:
        assert person.email in DEMONSTRATION
    for month, rank in (("juil.", 11), ("août", 12), ("sept.", 13), ("oct.", 14)):
        assert f"| {month} 2026 | {VANISHING[rank]} | {NEVER_SHOWN[rank]} |" in DEMONSTRATION
