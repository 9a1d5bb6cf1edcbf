"""Windows on commitments, months and tickets."""

from slas.views.commitments import commitment, heatmap
from slas.views.gaps import delivery_gaps, gap_answer, gap_settle, reconciliation
from slas.views.months import board, month, month_tickets
from slas.views.tickets import ticket

__all__ = [
    "board",
    "commitment",
    "delivery_gaps",
    "gap_answer",
    "gap_settle",
    "heatmap",
    "month",
    "month_tickets",
    "reconciliation",
    "ticket",
]
