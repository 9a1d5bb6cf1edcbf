"""Windows on commitments, months and tickets."""

from slas.views.closing import closing, evidence
from slas.views.commitments import commitment, heatmap
from slas.views.months import board, month, month_tickets, reconciliation
from slas.views.tickets import ticket

__all__ = [
    "board",
    "closing",
    "commitment",
    "evidence",
    "heatmap",
    "month",
    "month_tickets",
    "reconciliation",
    "ticket",
]
