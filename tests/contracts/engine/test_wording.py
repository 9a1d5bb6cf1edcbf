"""Settings in words, and back and forth between the file and what is stored."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest

from contracts.engine.problems import Problem
from contracts.engine.reading import Entry
from contracts.engine.rules import CHOICES, Rules
from contracts.engine.settings_file import read_settings, write_settings
from contracts.engine.wording import groups_of, stated_groups
from contracts.engine.writing import plain_number, write_toml


def sentences(rules: Rules) -> dict[str, str]:
    return {line.name: line.text for group in groups_of(rules) for line in group.lines}


def test_the_defaults_in_words() -> None:
    said = sentences(Rules())
    assert said["Mois de rattachement"] == "le mois où le verdict est acquis"
    assert said["Plafond du mois"] == "15\u00a0% du forfait"
    assert said["Maintenance"] == "déduite, annoncée 5\u00a0jours ouvrés avant, 4\u00a0h par mois au plus"


@pytest.mark.parametrize(("name", "value"), [(n, v) for n, values in CHOICES.items() for v in values])
def test_a_sentence_names_the_settings_it_reads(name: str, value: str) -> None:
    usual, moved = groups_of(Rules()), groups_of(replace(Rules(), **{name: value}))
    for before, after in zip(usual, moved, strict=True):
        told = {line.text for line in before.lines}
        assert all(name in line.settings for line in after.lines if line.text not in told)
        assert all(set(line.settings) <= {one.name for one in fields(Rules)} for line in after.lines)


def test_a_sentence_is_said_where_the_version_states_a_setting_of_it() -> None:
    groups = stated_groups(Rules(), {"maintenance_quota_minutes", "cap_month"})
    assert [line.name for group in groups for line in group.lines if line.said] == [
        "Maintenance",
        "Plafond du mois",
    ]


@pytest.mark.parametrize(("name", "value"), [(n, v) for n, values in CHOICES.items() for v in values])
def test_every_choice_has_its_words(name: str, value: str) -> None:
    assert all(sentences(replace(Rules(), **{name: value})).values())


@pytest.mark.parametrize(("name", "value"), [(n, v) for n, values in CHOICES.items() for v in values])
def test_every_choice_goes_to_the_file_and_back(name: str, value: str) -> None:
    problems: list[Problem] = []
    # A revised base says nothing without its fee.
    stated = {name: value} | ({"revised_fee": "19000"} if value == "revised" else {})
    assert read_settings(Entry(write_settings(stated), "x", problems)) == stated
    assert problems == []


def test_every_default_goes_to_the_file_and_back() -> None:
    stored: dict[str, Any] = {n: v for n, v in Rules().to_mapping().items() if v != {}}
    assert read_settings(Entry(write_settings(stored), "x", [])) == stored


def test_figures_are_written_as_a_person_writes_them() -> None:
    from decimal import Decimal

    assert str(plain_number(Decimal("99.90"))) == "99.9"
    assert plain_number(Decimal("1E+3")) == 1000
    assert plain_number(None) is None


def test_tables_have_their_own_headers_in_order() -> None:
    text = write_toml({"a": {"x": 1}, "b": [{"y": 2, "c": [{"z": 3}], "w": {"v": 4}}]})
    assert text == "[a]\nx = 1\n\n[[b]]\ny = 2\n\n[[b.c]]\nz = 3\n\n[b.w]\nv = 4\n"
