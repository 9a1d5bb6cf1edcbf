"""What the provider says: deliveries, files, tickets, outages, declared figures."""

from reports.models.answers import Answer
from reports.models.deliveries import Delivery, DeliveryFile, Finding
from reports.models.facts import DeclaredFigure, Maintenance, Outage
from reports.models.inventories import Inventory, InventoryLine
from reports.models.mappings import Mapping
from reports.models.satisfaction import SatisfactionAnswer, SatisfactionComment
from reports.models.tickets import StatusChange, Ticket, TicketChange, TicketPause

__all__ = [
    "Answer",
    "DeclaredFigure",
    "Delivery",
    "DeliveryFile",
    "Finding",
    "Inventory",
    "InventoryLine",
    "Maintenance",
    "Mapping",
    "Outage",
    "SatisfactionAnswer",
    "SatisfactionComment",
    "StatusChange",
    "Ticket",
    "TicketChange",
    "TicketPause",
]
