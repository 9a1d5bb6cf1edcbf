"""What the provider says: deliveries, files, tickets, outages, declared figures."""

from reports.models.deliveries import Delivery, DeliveryFile, Finding
from reports.models.facts import DeclaredFigure, Maintenance, Outage
from reports.models.tickets import StatusChange, Ticket, TicketPause

__all__ = [
    "DeclaredFigure",
    "Delivery",
    "DeliveryFile",
    "Finding",
    "Maintenance",
    "Outage",
    "StatusChange",
    "Ticket",
    "TicketPause",
]
