"""A list of the scope: every fault of every line, nothing in doubt, and what goes out comes back in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.engine.list_faults import ListRefused
from contracts.engine.scope_cells import Setting
from contracts.engine.scope_list import read_scope_list
from contracts.engine.scope_rows import read_row, volumes_after, write_row
from contracts.engine.terms import ScopeLine
from core.engine.formats import csv_cell
from core.engine.free_text import refusal_of

START, TODAY = date(2024, 1, 1), date(2026, 4, 10)
SETTING = Setting.of([("siege", "Siège, Dijon"), ("atelier", "Atelier, Beaune")], START, TODAY)
GOOD = {"status": "Inclus", "number": "1", "name": "Postes", "quantity": "310"}


def line(**values: object) -> ScopeLine:
    blank = ScopeLine(1, "in", "Postes", 310, "postes", None)
    return ScopeLine(**{**vars(blank), **values})


def faults(**cells: str) -> list[tuple[int, str, str]]:
    with pytest.raises(ListRefused) as refused:
        read_scope_list([{"line": 2, **GOOD, **cells}], {}, SETTING)
    assert all(fault.message and fault.remedy for fault in refused.value.faults)
    return [(fault.line, fault.column, fault.value) for fault in refused.value.faults]


@pytest.mark.parametrize(
    ("column", "field", "cell"),
    [
        ("Volume", "quantity", "-5"),
        ("Volume", "quantity", "2,5"),
        ("Volume", "quantity", "beaucoup"),
        ("Volume", "quantity", "3000000000"),
        ("Sites", "sites", "Lyon"),
        ("Statut", "status", "Peut-être"),
        ("Statut", "status", ""),
        ("Numéro", "number", "0"),
        ("Numéro", "number", "un"),
        ("Élément", "name", ""),
        ("Élément", "name", "x" * 161),
        ("Famille", "family", "Cuisine"),
        ("Criticité", "criticality", "moyenne"),
        ("Couverture", "coverage", "Europe"),
        ("Couverture", "coverage", "Sites nommés"),
        ("Interventions", "interventions", "Support, magie"),
        ("Prix UO HT", "unit_price", "-1"),
        ("Prix UO HT", "unit_price", "1,234"),
        ("Zone grise depuis le", "grey_since", "01/01/2026"),
        ("Volume depuis le", "quantity_since", "31/02/2026"),
        ("Volume depuis le", "quantity_since", "11/04/2026"),
        ("Volume depuis le", "quantity_since", "31/12/2023"),
        ("Alias", "aliases", "–"),
    ],
)
def test_a_wrong_cell_is_named(column: str, field: str, cell: str) -> None:
    found = faults(**{field: cell})
    assert [(2, column if cell != "Sites nommés" else "Sites")] == [(row, name) for row, name, _ in found]


def test_the_remedy_of_an_unknown_site_names_the_known_ones() -> None:
    with pytest.raises(ListRefused) as refused:
        read_scope_list([{"line": 7, **GOOD, "sites": "siege, Lyon"}], {}, SETTING)
    (fault,) = refused.value.faults
    assert (fault.line, fault.column, fault.value) == (7, "Sites", "Lyon")
    assert fault.remedy == "Écrivez un site du contrat (siege, atelier), ou ajoutez-le."


def test_a_grey_zone_needs_its_date_and_not_one_to_come() -> None:
    assert faults(status="Zone grise") == [(2, "Zone grise depuis le", "")]
    assert faults(status="Zone grise", grey_since="11/04/2026") == [(2, "Zone grise depuis le", "11/04/2026")]


def test_a_line_given_twice_names_the_first() -> None:
    rows = [{"line": 2, **GOOD}, {"line": 3, **GOOD, "name": "Autre"}]
    with pytest.raises(ListRefused) as refused:
        read_scope_list(rows, {}, SETTING)
    assert [(f.line, f.column, f.message) for f in refused.value.faults] == [
        (3, "Numéro", "Cet élément est déjà donné en ligne 2.")
    ]


def test_twenty_faults_in_five_thousand_lines_are_twenty_lines() -> None:
    rows = [{"line": n + 2, **GOOD, "number": str(n + 1), "name": f"Élément {n}"} for n in range(5000)]
    wrong = range(100, 5000, 250)
    for n in wrong:
        rows[n]["quantity"] = "-1"
    with pytest.raises(ListRefused) as refused:
        read_scope_list(rows, {}, SETTING)
    assert [fault.line for fault in refused.value.faults] == [n + 2 for n in wrong]
    assert len(refused.value.faults) == 20


def test_without_a_number_the_name_tells_and_a_new_one_comes_last() -> None:
    known = {("in", 1): line(), ("in", 4): line(number=4, name="Réseau", quantity=None)}
    rows = [
        {"line": 2, "status": "inclus", "name": "RÉSEAU", "quantity": "3"},
        {"line": 3, "status": "inclus", "name": "Serveurs"},
        {"line": 4, "status": "inclus", "name": "Écrans", "number": "9"},
    ]
    found = read_scope_list(rows, known, SETTING)
    assert [(one.number, one.name, one.quantity) for one in found] == [
        (4, "RÉSEAU", 3), (10, "Serveurs", None), (9, "Écrans", None),
    ]  # fmt: skip


def test_two_known_lines_of_one_name_need_a_number() -> None:
    known = {("in", 1): line(), ("in", 2): line(number=2)}
    with pytest.raises(ListRefused) as refused:
        read_scope_list([{"line": 2, "status": "Inclus", "name": "Postes"}], known, SETTING)
    assert [fault.column for fault in refused.value.faults] == ["Numéro"]


def test_a_column_left_out_leaves_its_field() -> None:
    known = {("in", 1): line(family="workstations", aliases=("pc",))}
    (found,) = read_scope_list([{"line": 2, **GOOD, "criticality": "Haute"}], known, SETTING)
    assert (found.family, found.aliases, found.criticality) == ("workstations", ("pc",), "high")


DAY = date(2025, 9, 1)


@pytest.mark.parametrize(
    ("past", "known", "given", "since", "after"),
    [
        ((), 310, 310, None, ()),
        ((), None, 310, None, ()),
        ((), None, 310, DAY, ((DAY, 310),)),
        ((), 300, 310, DAY, ((START, 300), (DAY, 310))),
        ((), 300, 310, None, ((START, 300), (TODAY, 310))),
        ((), 300, 310, START, ((START, 310),)),
        (((START, 300), (DAY, 310)), 310, 310, None, ((START, 300), (DAY, 310))),
        (((START, 300), (DAY, 310)), 310, 305, DAY, ((START, 300), (DAY, 305))),
        (((START, 300), (DAY, 310)), 310, 320, None, ((START, 300), (DAY, 310), (TODAY, 320))),
        (((START, 300),), 300, None, None, ()),
    ],
)
def test_the_history_of_a_quantity(
    past: tuple[tuple[date, int], ...],
    known: int,
    given: int,
    since: date,
    after: tuple[tuple[date, int], ...],
) -> None:
    assert volumes_after(line(quantity=known, volumes=past), given, since, SETTING) == after


# A drawn text may look like a key, which the rules refuse on purpose.
TEXTS = st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=1, max_size=20).filter(
    lambda text: not refusal_of(text)[0]
)
LINES = st.builds(
    line,
    name=TEXTS,
    unit=TEXTS,
    quantity=st.none() | st.integers(0, 10**6),
    unit_price=st.none() | st.integers(0, 10**6).map(lambda cents: Decimal(cents) / 100),
    family=st.sampled_from(["", "network", "support", "continuity"]),
    aliases=st.sets(st.sampled_from(["pc", "poste fixe", "écran"])).map(lambda names: tuple(sorted(names))),
    interventions=st.sampled_from([(), ("support",), ("support", "security"), ("monitoring", "evolution")]),
    criticality=st.sampled_from(["", "vital", "low"]),
    constraints=TEXTS,
)


@given(LINES, st.sampled_from([("", ()), ("all", ()), ("listed", ("atelier", "siege"))]))
def test_what_goes_out_comes_back_in(one: ScopeLine, where: tuple[str, tuple[str, ...]]) -> None:
    coverage, sites = where
    one = ScopeLine(**{**vars(one), "coverage": coverage, "sites": sites})
    cells = {name: csv_cell(value) for name, value in write_row(one).items()}
    read = read_row(cells, ScopeLine(1, "in", "", None, "", None), SETTING)
    assert read.wrongs == []
    assert read.line == one


def test_a_secret_in_any_text_of_a_line_is_refused_and_not_told_again() -> None:
    rows = [
        {"line": 2, "status": "Inclus", "name": "Serveurs", "constraints": "mot de passe : Azerty2024!"},
        {"line": 3, "status": "Inclus", "name": "Postes", "aliases": "PC ; mdp = Azerty2024!"},
        {"line": 4, "status": "Inclus", "name": "Rou\x01teurs"},
    ]
    with pytest.raises(ListRefused) as refused:
        read_scope_list(rows, {}, SETTING)
    found = refused.value.faults
    assert [(fault.line, fault.column) for fault in found] == [
        (2, "Contraintes"),
        (3, "Alias"),
        (4, "Élément"),
    ]
    assert "Azerty" not in "".join(f"{fault.value}{fault.message}{fault.remedy}" for fault in found)


@pytest.mark.parametrize(
    ("since", "refused"), [("01/01/2026", True), ("31/03/2026", True), ("01/04/2026", False)]
)
def test_a_volume_of_a_closed_month_does_not_change(since: str, refused: bool) -> None:
    closed = replace(SETTING, closed_until=date(2026, 3, 31))
    known = ScopeLine(1, "in", "Postes", 300, "poste", None, volumes=((START, 300),))
    row = [{"line": 2, "status": "Inclus", "number": "1", "quantity": "999", "quantity_since": since}]
    if refused:
        with pytest.raises(ListRefused) as told:
            read_scope_list(row, {("in", 1): known}, closed)
        assert told.value.faults[0].message == "Les mois sont clos jusqu’au 31/03/2026."
    else:
        assert read_scope_list(row, {("in", 1): known}, closed)[0].quantity == 999
