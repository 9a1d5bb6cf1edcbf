"""Windows on commitments, months and tickets."""

from slas.views.backtests import backtest
from slas.views.checks import answer_check_page, checks, sincerity
from slas.views.closing import closing, evidence
from slas.views.commitments import commitment, heatmap
from slas.views.disputes import dispute, dispute_answer, dispute_evidence, dispute_open, disputes, exclusions
from slas.views.gaps import delivery_gaps, gap_answer, gap_settle, reconciliation
from slas.views.incidents import (
    add_client_incident,
    client_incidents,
    share_client_incidents,
    upload_client_incidents,
)
from slas.views.months import board, month, month_tickets
from slas.views.outlooks import outlook
from slas.views.penalties import penalties, penalty_month
from slas.views.tickets import ticket, tickets

__all__ = [
    "add_client_incident",
    "answer_check_page",
    "backtest",
    "board",
    "checks",
    "client_incidents",
    "closing",
    "commitment",
    "delivery_gaps",
    "dispute",
    "dispute_answer",
    "dispute_evidence",
    "dispute_open",
    "disputes",
    "evidence",
    "exclusions",
    "gap_answer",
    "gap_settle",
    "heatmap",
    "month",
    "month_tickets",
    "outlook",
    "penalties",
    "penalty_month",
    "reconciliation",
    "share_client_incidents",
    "sincerity",
    "ticket",
    "tickets",
    "upload_client_incidents",
]
