"""Who holds an access, what it puts at risk, in which order the exit changes them; cells and lists read whole."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.engine.list_faults import ListRefused
from core.engine.secrets import secret_in
from reversibility.engine.access_cells import COLUMNS, MFA_LABELS, read_access, write_access
from reversibility.engine.access_list import NEW, read_access_list
from reversibility.engine.accesses import (
    KINDS,
    Access,
    Held,
    Holder,
    Risk,
    risks_of,
    share_alone,
    steps_at_exit,
    to_change_at_exit,
)
from reversibility.engine.captivity import Share

TODAY = date(2026, 4, 10)
OURS, THEIRS = Holder("client", "Référent IT"), Holder("provider", "Astreinte N3")


def access(**told: Any) -> Access:
    """An access that nothing threatens, but for what is told."""
    return Access(**{"system": "Pare-feu", "kind": "admin", "holders": (OURS,), "mfa": "yes", **told})


@pytest.mark.parametrize(
    ("holders", "held"),
    [
        ((), Held.NOBODY), ((OURS,), Held.CLIENT), ((THEIRS,), Held.PROVIDER), ((OURS, THEIRS), Held.BOTH),
        ((THEIRS, Holder("provider", "Exploitation")), Held.PROVIDER),
    ],
)  # fmt: skip
def test_who_holds_it(holders: tuple[Holder, ...], held: Held) -> None:
    assert access(holders=holders).held is held


@pytest.mark.parametrize(
    ("told", "risks"),
    [
        ({}, ()),
        ({"holders": ()}, (Risk.NOBODY,)),
        ({"holders": (THEIRS,), "mfa": "no"}, (Risk.PROVIDER_ALONE, Risk.NO_MFA)),
        ({"mfa": "unknown"}, ()),
        ({"mfa": "no", "kind": "service"}, ()),
        ({"mfa": "no", "kind": "certificate"}, ()),
        ({"kind": "break_glass"}, (Risk.NEVER_TESTED,)),
        ({"kind": "break_glass", "tested_on": date(2020, 1, 1)}, ()),
        ({"rotation_months": 6}, (Risk.ROTATION,)),
        ({"rotated_on": date(2020, 1, 1)}, ()),
        ({"rotation_months": 6, "rotated_on": date(2025, 10, 10)}, ()),
        ({"rotation_months": 6, "rotated_on": date(2025, 10, 9)}, (Risk.ROTATION,)),
        ({"expires_on": date(2026, 6, 9)}, (Risk.EXPIRING,)),
        ({"expires_on": date(2026, 6, 10)}, ()),
        ({"expires_on": date(2026, 4, 9)}, (Risk.EXPIRING,)),
    ],
)
def test_what_it_puts_at_risk(told: dict[str, Any], risks: tuple[Risk, ...]) -> None:
    assert risks_of(access(**told), TODAY) == risks


def test_the_exit_changes_what_the_provider_holds_in_order() -> None:
    register = [
        access(system="ERP", kind="service", holders=(THEIRS,)),
        access(system="B", kind="admin", holders=(OURS, THEIRS)),
        access(system="C", kind="admin", holders=(THEIRS,)),
        access(system="A", kind="admin", holders=(OURS, THEIRS)),
        access(system="Nôtre", kind="cloud_owner"),
        access(system="Console", kind="cloud_owner", holders=(THEIRS,)),
    ]
    assert [one.system for one in to_change_at_exit(register)] == ["Console", "C", "A", "B", "ERP"]
    assert steps_at_exit(register[2])[0] == "Se faire remettre l’accès, avec une preuve"
    assert steps_at_exit(register[1]) == ("Changer le mot de passe, retirer les comptes du prestataire",)


def test_the_share_of_the_provider_alone() -> None:
    assert share_alone([access(), access(holders=(THEIRS,)), access(holders=())]) == Share(1, 2, untold=1)
    assert share_alone([]) is None


CELLS = {
    "system": "Pare-feu", "kind": "Compte d’administration", "mfa": "oui", "kept_in": "Coffre du client",
    "holders": "prestataire: Astreinte N3 ;Client : Référent IT;", "rotated_on": "12/01/2026",
    "rotation_months": "6", "tested_on": "", "expires_on": "2027-01-31", "proof": "PV",
}  # fmt: skip


def test_cells_make_an_access() -> None:
    read, wrongs = read_access(CELLS, NEW, TODAY)
    assert wrongs == []
    assert read == Access(
        "Pare-feu", "admin", (OURS, THEIRS), "yes", "Coffre du client", date(2026, 1, 12), 6, None,
        date(2027, 1, 31), "PV",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "cell", "message"),
    [
        ("system", "", "Le système manque."),
        ("system", "mot " * 40, "trop long"),
        ("kind", "porte", "pas admise"),
        ("mfa", "peut-être", "pas admise"),
        ("holders", "Référent IT", "ne se lit pas"),
        ("holders", "Voisin : Référent IT", "ne se lit pas"),
        ("holders", "Client :", "ne se lit pas"),
        ("holders", f"Client : {'rôle ' * 20}", "trop long"),
        ("holders", "; ".join(f"Client : rôle {rank}" for rank in range(21)), "trop de détenteurs"),
        ("rotated_on", "31/02/2026", "ne se lit pas"),
        ("rotated_on", "11/04/2026", "à venir"),
        ("tested_on", "11/04/2026", "à venir"),
        ("rotation_months", "six", "pas un nombre"),
        ("rotation_months", "1,5", "pas admis"),
        ("rotation_months", "121", "pas admis"),
        ("kept_in", "motdepasse: toto", "ressemble à un mot de passe ou un code"),
        ("kept_in", "hunter2", "Nommez un lieu"),
        *((name, "mdp : Azerty2024!", "ressemble à un mot de passe ou un code") for name in COLUMNS),
    ],
)
def test_a_wrong_cell_is_named_and_never_quoted(name: str, cell: str, message: str) -> None:
    _, wrongs = read_access({**CELLS, name: cell}, NEW, TODAY)
    assert [wrong.field for wrong in wrongs] == [name]
    assert message in wrongs[0].message
    assert wrongs[0].remedy
    assert "Azerty" not in str(wrongs)


days = st.none() | st.dates(date(2000, 1, 1), TODAY)
roles = st.from_regex(r"[A-Z][a-zé]{2,12}( [a-z]{2,9})?", fullmatch=True).filter(
    lambda text: not secret_in(text)
)
registered = st.builds(
    Access,
    system=roles,
    kind=st.sampled_from([kind.code for kind in KINDS]),
    holders=st.sets(st.builds(Holder, st.sampled_from(["client", "provider"]), roles), max_size=4).map(
        lambda found: tuple(sorted(found))
    ),
    mfa=st.sampled_from(list(MFA_LABELS)),
    kept_in=st.just("") | roles.map(lambda text: f"Coffre, {text}").filter(lambda text: not secret_in(text)),
    rotated_on=days,
    rotation_months=st.integers(0, 120),
    tested_on=days,
    expires_on=days,
    proof=st.just("") | roles,
)


@given(registered)
def test_what_is_written_is_read_back(one: Access) -> None:
    cells = {name: "" if value is None else str(value) for name, value in write_access(one).items()}
    assert read_access(cells, NEW, TODAY) == (one, [])


@given(st.lists(registered, max_size=12))
def test_the_exit_list_holds_each_access_of_the_provider_once(register: list[Access]) -> None:
    found = to_change_at_exit(register)
    assert sorted(found, key=repr) == sorted(
        (one for one in register if one.held in {Held.PROVIDER, Held.BOTH}), key=repr
    )


class TestList:
    def read(self, *rows: dict[str, str], known: Any = ()) -> list[Access]:
        named = [(rank, row) for rank, row in enumerate(rows, 2)]
        return read_access_list(named, {one.key: one for one in known}, TODAY)

    def test_every_wrong_line_is_named(self) -> None:
        with pytest.raises(ListRefused) as refused:
            self.read(
                {"Système": "A", "Nature": "admin"},
                {"Système": "B", "Nature": "inconnue"},
                {"Système": "", "Nature": "admin", "MFA": "mdp : toto"},
                {"Système": "a", "Nature": "Compte d’administration"},
            )
        assert [(fault.line, fault.column) for fault in refused.value.faults] == [
            (3, "Nature"), (4, "Système"), (4, "MFA"), (5, "Système"),
        ]  # fmt: skip
        assert "ligne 2" in refused.value.faults[-1].message
        assert "toto" not in str([vars(fault) for fault in refused.value.faults])

    def test_a_column_that_is_not_there_leaves_its_values(self) -> None:
        known = access(rotated_on=date(2026, 1, 12), proof="PV")
        assert self.read({"Système": "PARE-FEU", "Nature": "admin", "MFA": "Non"}, known=[known]) == [
            Access("PARE-FEU", "admin", (OURS,), "no", "", date(2026, 1, 12), 0, None, None, "PV")
        ]

    def test_an_empty_list_and_a_missing_column_are_refused(self) -> None:
        for rows in ([], [{"Système": "", "Nature": " "}], [{"MFA": "oui"}]):
            with pytest.raises(ListRefused):
                self.read(*rows)
