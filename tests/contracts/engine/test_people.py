"""RACI, escalation and subcontracting as pure rules: every gap told once, nothing told of what is whole."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.engine.escalation import Level, escalation_findings
from contracts.engine.people import Person, people_findings
from contracts.engine.raci import LETTERS, RaciRow, gaps, raci_faults
from contracts.engine.subcontracting import Link, chain_findings, in_order, is_siren, link_faults, ranked

TODAY = date(2026, 4, 10)
PEOPLE = {
    "ada": Person("ada", "Ada", "client", "referent", deputy="bob"),
    "bob": Person("bob", "Bob", "client"),
    "zoe": Person("zoe", "Zoé", "provider", "provider_lead"),
    "yan": Person("yan", "Yan", "provider", deputy="zoe", until=date(2026, 3, 31)),
}


@pytest.mark.parametrize(
    ("held", "kinds"),
    [
        ({"zoe": "R", "ada": "A"}, []),
        ({"zoe": "RA", "bob": "I"}, []),
        ({"ada": "A", "zoe": "C"}, ["no_responsible"]),
        ({"zoe": "R", "ada": "I"}, ["no_accountable"]),
        ({"zoe": "R", "ada": "A", "bob": "A"}, ["several_accountable"]),
        ({"ada": "RA"}, ["no_provider"]),
        ({"zoe": "RA"}, ["no_client"]),
        ({}, ["no_responsible", "no_accountable"]),
        ({"zoe": "RA", "ada": "I", "eve": "C"}, ["unknown_person"]),
        ({"yan": "R", "ada": "A"}, ["person_left"]),
    ],
)
def test_each_gap_of_an_activity_is_told_once(held: dict[str, str], kinds: list[str]) -> None:
    found = gaps([RaciRow.of(1, "Sauvegarde", held)], PEOPLE, TODAY)
    assert [one.kind for one in found] == kinds
    assert all(one.told.startswith("Activité 1\u00a0: ") and one.remedy for one in found)


@pytest.mark.parametrize(
    ("activity", "own"),
    [
        ("Vision et feuille de route du SI", True),
        ("Priorisation des projets", True),
        ("Arbitrage des priorités", True),
        ("Choix structurants", True),
        ("Choix d’architecture", True),
        ("Schéma directeur", True),
        ("Supervision", False),
        ("Priorité des tickets", False),
        ("Choix des créneaux de maintenance", False),
        ("Sauvegarde", False),
    ],
)
def test_what_is_the_client_s_own_is_not_delegated(activity: str, own: bool) -> None:
    assert gaps([RaciRow.of(1, activity, {"zoe": "R", "ada": "A"})], PEOPLE, TODAY) == []
    found = gaps([RaciRow.of(1, activity, {"zoe": "RA", "ada": "I"})], PEOPLE, TODAY)
    assert [one.kind for one in found] == (["delegated"] if own else [])


def test_a_delegated_responsibility_names_who_answers_and_the_remedy() -> None:
    (found,) = gaps([RaciRow.of(1, "Vision", {"ada": "R", "zoe": "A"})], PEOPLE, TODAY)
    assert found.told == (
        "Activité 1\u00a0: Zoé, du prestataire, en répond (A)\u00a0: cette responsabilité est celle du client, elle"
        " ne se délègue pas. Nommez un approbateur du client\u00a0; le prestataire peut la réaliser (R)."
    )


def test_an_activity_named_twice_is_told_on_the_second_line() -> None:
    held = {"ada": "A", "bob": "R"}
    rows = [RaciRow.of(n, name, held) for n, name in ((1, "Sauvegardes"), (2, "Réseau"), (3, "sauvegardes."))]
    assert [(one.line, one.kind) for one in gaps(rows, PEOPLE, TODAY) if one.kind == "twice"] == [
        ("3", "twice")
    ]


def test_a_person_who_left_gives_way_to_the_deputy() -> None:
    (found,) = gaps([RaciRow.of(1, "x", {"yan": "R", "ada": "A"})], PEOPLE, TODAY)
    assert found.told == (
        "Activité 1\u00a0: Yan y figure encore, après son départ le 31/03/2026. Nommez son suppléant, Zoé."
    )
    assert gaps([RaciRow.of(1, "x", {"yan": "R", "ada": "A"})], PEOPLE, date(2026, 3, 31)) == []


@given(st.dictionaries(st.sampled_from(sorted(PEOPLE)), st.sampled_from(sorted(LETTERS))))
def test_letters_survive_the_round_trip_and_one_accountable_is_enough(held: dict[str, str]) -> None:
    row = RaciRow.of(3, "x", held)
    assert row.letters == held
    assert list(raci_faults(row, PEOPLE)) == []
    kinds = {one.kind for one in gaps([row], PEOPLE, TODAY)}
    accountable = sum("A" in letters for letters in held.values())
    assert ("no_accountable" in kinds) == (accountable == 0)
    assert ("several_accountable" in kinds) == (accountable > 1)
    assert ("no_responsible" in kinds) == (not any("R" in letters for letters in held.values()))


def rung(number: int, delay: int, unit: str = "hours", client: str = "ada", provider: str = "zoe") -> Level:
    return Level(number, "Incident P1", delay, unit, client, provider)


@pytest.mark.parametrize(
    ("levels", "kinds"),
    [
        ([rung(1, 30, "minutes"), rung(2, 1), rung(3, 1, "business_days")], []),
        ([], []),
        ([rung(1, 2), rung(2, 120, "minutes")], ["delay_not_growing"]),
        ([rung(1, 1, "business_days"), rung(2, 8)], ["delay_not_growing"]),
        ([rung(1, 1), rung(3, 2)], ["hole"]),
        ([rung(2, 1)], ["hole"]),
        ([rung(1, 1, client="")], ["no_client"]),
        ([rung(1, 1, provider="")], ["no_provider"]),
        ([rung(1, 1, provider="yan")], ["person_left"]),
    ],
)
def test_each_fault_of_the_ladder_is_told_once(levels: list[Level], kinds: list[str]) -> None:
    assert [one.kind for one in escalation_findings(levels, PEOPLE, TODAY)] == kinds
    assert [one.kind for one in escalation_findings(levels[::-1], PEOPLE, TODAY)] == kinds


def test_roles_that_nobody_holds_and_deputies_who_left_are_told() -> None:
    assert people_findings(PEOPLE, TODAY) == []
    left = {**PEOPLE, "bob": Person("bob", "Bob", "client", until=date(2026, 1, 31))}
    assert [one.kind for one in people_findings(left, TODAY)] == ["deputy_left"]
    assert [one.kind for one in people_findings({}, TODAY)] == ["role_not_held", "role_not_held"]


def test_a_chain_says_what_is_not_authorised() -> None:
    whole = Link("A", "x", country="France", personal_data=True, authorised_on=date(2025, 1, 1))
    assert chain_findings([whole, Link("B", "x", 2, "A")], TODAY) == []
    bare = Link("A", "x", personal_data=True)
    assert [one.kind for one in chain_findings([bare], TODAY)] == ["not_authorised", "no_country"]
    ended = Link("A", "x", ended_on=date(2026, 1, 1))
    assert [one.kind for one in chain_findings([ended, Link("B", "x", 2, "A")], TODAY)] == ["parent_ended"]


@given(st.lists(st.integers(min_value=0), max_size=12))
def test_ranks_follow_any_chain_and_each_one_stands_under_its_parent(above: list[int]) -> None:
    """Each one works for the provider or for one declared before it."""
    links = [
        Link(f"S{n}", "x", parent=f"S{chosen % (n + 1) - 1}" if chosen % (n + 1) else "")
        for n, chosen in enumerate(above)
    ]
    chain = {link.name: link for link in ranked(links)}
    assert [fault for link in chain.values() for fault in link_faults(link, chain)] == []
    order = [link.name for link in in_order(list(chain.values()))]
    assert sorted(order) == sorted(chain)
    assert all(order.index(link.parent) < order.index(link.name) for link in links if link.parent)


@given(st.integers(min_value=2, max_value=6))
def test_a_loop_is_refused_whatever_its_length(size: int) -> None:
    links = {f"S{n}": Link(f"S{n}", "x", n + 1, f"S{(n + 1) % size}") for n in range(size)}
    assert ranked(list(links.values())) == list(links.values())
    for link in links.values():
        assert ["tourne en rond" in fault.message for fault in link_faults(link, links)] == [True]


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("732829320", True), ("900000118", True), ("732829321", False), ("73282932", False),
        ("7328293200", False), ("73282932O", False), ("７３２８２９３２０", False),
    ],
)  # fmt: skip
def test_a_siren_carries_its_key(text: str, known: bool) -> None:
    assert is_siren(text) is known
