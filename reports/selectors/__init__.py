"""Reading deliveries and their facts."""

from reports.selectors.absences import dropped_references, unknown_references
from reports.selectors.deliveries import (
    current_delivery,
    delivered_months,
    deliveries_for,
    delivery_months,
    delivery_of,
    errors_sheet,
    findings_for,
    first_received,
    last_received,
    open_original,
    withdrawals_under_way,
)
from reports.selectors.facts import (
    declared_for,
    facts_digest,
    maintenances_for,
    outages_for,
    pause_columns,
    ticket_columns,
)
from reports.selectors.history import changes_of, first_reported_dates, history_of, month_tellings
from reports.selectors.journals import journal_dates, reopening_columns, status_changes_for

__all__ = [
    "changes_of",
    "current_delivery",
    "declared_for",
    "delivered_months",
    "deliveries_for",
    "delivery_months",
    "delivery_of",
    "dropped_references",
    "errors_sheet",
    "facts_digest",
    "findings_for",
    "first_received",
    "first_reported_dates",
    "history_of",
    "journal_dates",
    "last_received",
    "maintenances_for",
    "month_tellings",
    "open_original",
    "outages_for",
    "pause_columns",
    "reopening_columns",
    "status_changes_for",
    "ticket_columns",
    "unknown_references",
    "withdrawals_under_way",
]
