"""A season is not a trend."""

from core.engine.months import Month, month_range
from kpis.engine.season import season_of
from kpis.engine.signals import Series, read_series

WAVE = [50, 54, 58, 62, 66, 70, 74, 70, 66, 62, 58, 54]


def test_a_pure_season_has_no_trend_of_its_own_and_a_climb_under_it_has_one():
    flat = season_of([value + year for year in (0, 1, 0) for value in WAVE])
    assert (flat.before, flat.trend.trend, flat.slope) == (55, "none", 0.0)
    climbing = season_of([value + 3 * year for year in range(2) for value in WAVE])
    assert (climbing.before, climbing.trend.trend, climbing.slope) == (54, "rising", 3.0)


def test_under_two_years_the_season_is_not_read_and_under_one_nothing_is_beside():
    short = season_of([*WAVE, *WAVE[:-1]])
    assert (short.before, short.trend, short.slope) == (58, None, None)
    assert season_of(WAVE).before is None


def test_the_half_year_that_climbs_each_year_looks_like_a_trend_to_the_plain_test():
    values = [*WAVE, *WAVE, *WAVE[:7]]
    months = month_range(Month(2024, 1), Month(2026, 7))
    assert len(values) == len(months)
    assert read_series(Series("K01", "down", months[-7:], values[-7:])).trend.s == 21
    assert season_of(values).trend.trend == "none"
