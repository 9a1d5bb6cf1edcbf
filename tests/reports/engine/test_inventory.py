"""An inventory beside the scope: three kinds of differences, each found once, nothing else."""

from __future__ import annotations

import pytest

from contracts.engine.naming import Book, Named
from reports.engine.inventory import Asset, Counted, Outside, Promised, compare, read_assets

BOOK = Book.of(
    [
        Named(1, "Postes de travail", ("poste",)),
        Named(2, "Imprimantes", ("imprimante",)),
        Named(3, "Serveurs", ("serveur",)),
        Named(4, "Centre de services"),
        Named(5, "Étiqueteuses", ("étiqueteuse",)),
        Named(6, "Serveurs d’essai", ("serveur d’essai",)),
    ]
)
ITEMS = [
    Promised(1, "in", "workstations", 310),
    Promised(2, "in", "workstations", 18),
    Promised(3, "in", "infrastructure", 2),
    Promised(4, "in", "support", 300),
    Promised(5, "grey", "workstations", 6),
    Promised(6, "out", "infrastructure", None),
]


def test_each_difference_is_found_once() -> None:
    found = compare(
        [
            Asset(2, "Postes", quantity=200, site="Siège"),
            Asset(3, "PC-0421", "Poste de travail", 112),
            Asset(4, "SRV-1", "Serveur"),
            Asset(5, "SRV-2", "Serveur"),
            Asset(6, "Serveur d’essai"),
            Asset(7, "Étiqueteuse", quantity=6, site="Atelier"),
            Asset(8, "Machine à café", quantity=2, site="Siège"),
            Asset(9, "machine à café", quantity=1, site="Atelier"),
            Asset(10, "Serveur et poste"),
            Asset(11, "Imprimante", "Poste", 17),
            Asset(12, "Imprimante de poste", "Imprimante"),
        ],
        ITEMS,
        BOOK,
    )
    assert found.gaps == [Counted(1, 310, 312)]
    assert found.gaps[0].gap == 2
    assert found.alike == [2, 3]
    assert found.unmanaged == []
    assert found.outside == [
        Outside("Serveur d’essai", 1, (), "out", (6,)),
        Outside("Étiqueteuse", 6, ("Atelier",), "grey", (5,)),
        Outside("Machine à café", 3, ("Atelier", "Siège"), "none", ()),
        Outside("Serveur et poste", 1, (), "doubt", (1, 3)),
    ]


def test_an_inventory_like_the_scope_has_no_difference() -> None:
    assets = [
        Asset(n, name, quantity=q)
        for n, (name, q) in enumerate([("Postes", 310), ("Imprimantes", 18), ("Serveurs", 2)])
    ]
    found = compare(assets, ITEMS, BOOK)
    assert (found.outside, found.unmanaged, found.gaps, found.alike) == ([], [], [], [1, 2, 3])


def test_an_item_of_things_that_is_not_told_is_not_managed() -> None:
    assert compare([], ITEMS, BOOK).unmanaged == [1, 2, 3]


@pytest.mark.parametrize(
    ("cells", "column"),
    [({"quantity": "-1"}, "Quantité"), ({"quantity": "1,5"}, "Quantité"), ({"quantity": "x"}, "Quantité"),
     ({"name": ""}, "Élément"), ({"name": "x" * 161}, "Élément"), ({"site": "x" * 81}, "Site")],
)  # fmt: skip
def test_a_wrong_cell_is_named(cells: dict[str, str], column: str) -> None:
    _, findings = read_assets([{"line": 5, "name": "Postes", "quantity": "3", **cells}], "inventaire.csv")
    assert [(one.line, one.column) for one in findings] == [(5, column)]
    assert findings[0].remedy


def test_a_row_without_quantity_is_one_thing() -> None:
    assets, findings = read_assets([{"line": 2, "name": "SRV-1"}], "inventaire.csv")
    assert (assets, findings) == ([Asset(2, "SRV-1")], [])
