"""Holes of a numbering, prefix by prefix."""

import pytest

from slas.engine.numbering import missing_references


def names(*numbers, prefix="INC", width=4):
    return [f"{prefix}{number:0{width}d}" for number in numbers]


@pytest.mark.parametrize(
    ("month", "before", "missing"),
    [
        (names(1, 2, 4, 5), (), names(3)),
        (names(12, 13, 14), names(8, 9, 10), names(11)),
        (names(12, 13, 14), (), []),
        (names(1, 9, 17), (), []),  # more holes than tickets: a shared tool
        (names(501, 502, 504), names(9, 10), names(503)),  # a new year of numbers
        (names(1, 2, 4) + names(7, 9, prefix="REQ-", width=1), (), ["INC0003", "REQ-8"]),
        (["sans numéro", "INC-A"], (), []),
        ([], names(1, 3), []),
    ],
)
def test_missing_references(month, before, missing):
    assert missing_references(month, before) == missing


def test_the_order_of_rows_does_not_matter():
    assert missing_references(names(5, 1, 2, 4)) == missing_references(names(1, 2, 4, 5)) == names(3)
