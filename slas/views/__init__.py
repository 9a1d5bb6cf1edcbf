"""Windows on commitments, months, tickets and what is contested."""

from slas.views.commitments import commitment, heatmap
from slas.views.disputes import (
    dispute,
    dispute_answer,
    dispute_evidence,
    dispute_open,
    disputes,
    exclusions,
)
from slas.views.months import board, month, month_tickets, reconciliation
from slas.views.tickets import ticket

__all__ = [
    "board",
    "commitment",
    "dispute",
    "dispute_answer",
    "dispute_evidence",
    "dispute_open",
    "disputes",
    "exclusions",
    "heatmap",
    "month",
    "month_tickets",
    "reconciliation",
    "ticket",
]
