"""The contract: who, from when to when, for what, in which hours."""

from contracts.models.amendments import Amendment
from contracts.models.calendars import ServiceCalendar, ServiceWindow, Site, SiteClosure
from contracts.models.contract import Contract, ContractVersion
from contracts.models.key_dates import CalendarFeed, DateAnswer, DatedTerm, ExtensionOption, NoticeLetter
from contracts.models.scope_items import ScopeItem

__all__ = [
    "Amendment",
    "CalendarFeed",
    "Contract",
    "ContractVersion",
    "DateAnswer",
    "DatedTerm",
    "ExtensionOption",
    "NoticeLetter",
    "ScopeItem",
    "ServiceCalendar",
    "ServiceWindow",
    "Site",
    "SiteClosure",
]
