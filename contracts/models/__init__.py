"""The contract: who, from when to when, for what, in which hours."""

from contracts.models.calendars import ServiceCalendar, ServiceWindow, Site, SiteClosure
from contracts.models.contract import Contract, ContractVersion
from contracts.models.scope_items import ScopeItem, ScopeItemSite, ScopeQuantity

__all__ = [
    "Contract",
    "ContractVersion",
    "ScopeItem",
    "ScopeItemSite",
    "ScopeQuantity",
    "ServiceCalendar",
    "ServiceWindow",
    "Site",
    "SiteClosure",
]
