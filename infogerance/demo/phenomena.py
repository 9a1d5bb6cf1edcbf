"""What is planted in the demonstration, by month of the series: 0 is the oldest of the fifteen, 14 the last.

`docs/demonstration.md` tells a reader what the portal must find; the tests count it.
"""

from __future__ import annotations

from dataclasses import dataclass

MONTHS = 15
LAST = MONTHS - 1

CLEAN = 4
"""Every commitment kept, declared figures equal to the recomputed ones, no outage."""

WITHOUT_P1 = 5
"""Not one P1: « Sans objet » for E01 and E04."""

LATE_P1 = 8
"""One P1 restored 2 h 20 after its four hours: 3 started hours, 900 €."""
LATE_P1_MINUTES = 380

LATE_REPORT = 10
"""The report arrives two working days after its due date."""
LATE_REPORT_DAYS = 2

DRIFT_FROM = 7
"""From here to the last month the P3 take longer and longer, and the backlog grows."""
P3_MEDIAN_MINUTES = (300, 310, 295, 305, 290, 300, 310, 345, 385, 430, 475, 525, 580, 640, 700)
SLOW_MINOR = (0, 0, 0, 0, 0, 0, 0, 3, 3, 4, 4, 5, 5, 6, 6)
"""P4 opened in the month and never resolved since; they leave the exports when the omissions begin."""

OMISSION = (11, 12, 13, 14)
"""Late minor tickets still open are left out of the export and of the declared figures."""
VANISHING = {11: 6, 12: 7, 13: 8, 14: 10}
"""P3 opened at the end of the month before, exported then, absent once late: references that vanish."""
NEVER_SHOWN = {11: 3, 12: 3, 13: 4, 14: 5}
"""P3 opened and late within the month, never exported while open: holes in the numbering."""
SILENT_MONTHS = 2
"""Exports from which such a ticket is missing before it comes back, resolved."""

LOWERED = 12
"""Three P2 lowered to P3 after their deadline."""
LOWERED_TICKETS = 3

FAILING_FROM = 9
FAILING_SERVICE = "Impression étiquettes – atelier"
FAILING_CATEGORY = "Imprimante > Étiquettes illisibles"
FAILING_INCIDENTS = 11
"""Incidents of that pair each month from then on."""

ERP_LOST_SHARE = "0.0038"
"""Last month: share of the ERP's service time lost to the provider, which gives 99,62 %."""

WATERMELON_ANSWERS, WATERMELON_SATISFIED = 100, 61
"""Second contract, last month: every commitment kept, 61 satisfied answers of 100 for a target of 80 %."""

FAILED_BACKUPS = {4: 1, 11: 2}
"""Backups that failed and were not caught up by the next day (E11), in the months that have some."""

RECOVERY_TESTS = (3, 9)
"""Months with a recovery test (E13), passed."""


@dataclass(frozen=True)
class Mix:
    """How many tickets of each kind are opened in a month, and how they go."""

    p1: int
    p2: int
    p3: int
    p4: int
    requests: int
    late_p3: int
    late_p4: int
    answer_share: float
    satisfied_share: float
    reopened_share: float


VOLUMES = (285, 331, 342, 325, 318, 331, 345, 338, 331, 340, 327, 339, 318, 334, 338)
P1 = (2, 1, 3, 2, 1, 0, 2, 1, 2, 1, 2, 1, 3, 1, 2)
SATISFIED = (86, 85, 87, 84, 88, 86, 85, 84, 82, 81, 79, 78, 76, 74, 72)
CLOUD_VOLUMES = (128, 126, 131, 124, 121, 133, 136, 129, 127, 135, 130, 126, 124, 132, 130)
CLOUD_P1 = (0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0)
CLOUD_SATISFIED = (86, 85, 87, 84, 85, 86, 85, 87, 84, 85, 83, 84, 78, 70, 61)


def office_mix(rank: int) -> Mix:
    """INF-2024-07: a service desk of 300 users."""
    volume = VOLUMES[rank]
    p2 = round(volume * 0.085)
    # What is planted takes the place of other incidents: the volume as a whole tells nothing.
    failing = FAILING_INCIDENTS if rank >= FAILING_FROM else 0
    p3 = round(volume * 0.38) - failing - VANISHING.get(rank + 1, 0) - NEVER_SHOWN.get(rank, 0)
    p4 = round(volume * 0.17) - SLOW_MINOR[rank]
    drift = max(0, rank - DRIFT_FROM + 1)
    return Mix(
        p1=P1[rank],
        p2=p2,
        p3=p3,
        p4=p4,
        requests=volume - P1[rank] - p2 - round(volume * 0.38) - round(volume * 0.17),
        late_p3=round(p3 * 0.05) + drift // 3,
        late_p4=4 + drift // 4,
        answer_share=0.28,
        satisfied_share=SATISFIED[rank] / 100,
        reopened_share=0.04 if rank < OMISSION[0] else 0.06,
    )


def cloud_mix(rank: int) -> Mix:
    """CLD-2025-02: hosting and backup, fewer and slower tickets."""
    volume = CLOUD_VOLUMES[rank]
    p2 = round(volume * 0.08)
    p3 = round(volume * 0.37)
    p4 = round(volume * 0.2)
    return Mix(
        p1=CLOUD_P1[rank],
        p2=p2,
        p3=p3,
        p4=p4,
        requests=volume - CLOUD_P1[rank] - p2 - p3 - p4,
        late_p3=2,
        late_p4=2,
        answer_share=0.6,
        satisfied_share=CLOUD_SATISFIED[rank] / 100,
        reopened_share=0.03,
    )
