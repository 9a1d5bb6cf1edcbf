"""Windows on commitments, months and tickets."""

from slas.views.backtests import backtest
from slas.views.commitments import commitment, heatmap
from slas.views.months import board, month, month_tickets, reconciliation
from slas.views.penalties import penalties, penalty_month
from slas.views.tickets import ticket

__all__ = [
    "backtest",
    "board",
    "commitment",
    "heatmap",
    "month",
    "month_tickets",
    "penalties",
    "penalty_month",
    "reconciliation",
    "ticket",
]
