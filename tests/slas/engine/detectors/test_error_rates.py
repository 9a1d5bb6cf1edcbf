"""The error rates the portal states, by simulation: false alerts of an honest desk, patterns found where planted."""

import pytest

from slas.engine.detectors import FAMILY_RATE, Finding, detect, detect_gaps
from tests.slas.engine.detectors.simulation import PATTERNS, honest

RUNS = 400
PLANTED = 40


def alerts(desk):
    found = [*detect(desk.seen()), *detect_gaps(desk.gaps)]
    return {one.code for one in found if one.state is Finding.ALERT}


def test_at_most_one_false_alert_in_twenty_months():
    """All detectors together, over months drawn at random from habits that never change."""
    raised = [code for seed in range(RUNS) if (codes := alerts(honest(seed))) for code in [sorted(codes)]]
    assert len(raised) <= RUNS * FAMILY_RATE, raised


@pytest.mark.parametrize("plant", PATTERNS, ids=lambda plant: plant.__name__)
def test_a_planted_pattern_is_found_in_two_thousand_tickets(plant):
    """In thirteen months of 2 000 tickets in all, in at least 95 runs of 100."""
    found = 0
    for seed in range(PLANTED):
        desk = honest(10_000 + seed)
        plant(desk)
        found += plant.__name__ in alerts(desk)
    assert found >= 0.95 * PLANTED
