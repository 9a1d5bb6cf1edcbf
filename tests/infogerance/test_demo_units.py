"""The work units of the demonstration come to the figures of the reference contract."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from contracts.models import Contract, WorkUnitOrder
from contracts.selectors.charges import charges_for
from contracts.selectors.exclusions import exclusions_page
from core.engine.months import Month
from core.scope import for_contract
from infogerance.contract_file import load_contract
from infogerance.demo.loading import FOLDER
from infogerance.demo.people import OPEN_DOOR, create_people
from infogerance.demo.work_units import book_work_units
from infogerance.demo.worlds import CLOUD, OFFICE, WORLDS

UNTIL, TODAY = Month(2026, 6), date(2026, 7, 1)


@pytest.fixture
def contracts(db: None) -> dict[str, Contract]:
    loaded = {world.reference: load_contract((FOLDER / world.file).read_bytes()).contract for world in WORLDS}
    create_people(contracts=loaded, password=OPEN_DOOR)
    assert book_work_units(contracts=loaded, until=UNTIL, today=TODAY)
    return loaded


def total(contract: Contract, year: int) -> Decimal:
    return sum((charge.amount for charge in charges_for(contract, year, TODAY)), Decimal(0))


def test_the_year_and_the_half_year_are_those_of_the_golden_cases(contracts: dict[str, Contract]) -> None:
    with for_contract(contracts[OFFICE.reference].pk):
        office = contracts[OFFICE.reference]
        assert [total(office, year) for year in (2024, 2025, 2026)] == [48_875, 58_300, 29_300]
        by_month = [Decimal(0)] * 6
        for charge in charges_for(office, 2026, TODAY):
            by_month[charge.month.number - 1] += charge.amount
        assert by_month == [4200, 5100, 3900, 6000, 5400, 4700]
        exposure = exclusions_page(office, 2026, TODAY, client=True).exposure
        assert exposure
        assert [exposure.low, exposure.likely, exposure.high] == [0, 6280, 18700]


def test_telling_it_again_changes_nothing(contracts: dict[str, Contract]) -> None:
    assert not book_work_units(contracts=contracts, until=UNTIL, today=TODAY)
    with for_contract(contracts[CLOUD.reference].pk):
        assert WorkUnitOrder.objects.count() == 1


def test_the_minimum_of_the_cloud_is_carried_over(contracts: dict[str, Contract]) -> None:
    with for_contract(contracts[CLOUD.reference].pk):
        labels = {charge.label for charge in charges_for(contracts[CLOUD.reference], 2025, TODAY)}
    assert not any("minimum" in label for label in labels)
