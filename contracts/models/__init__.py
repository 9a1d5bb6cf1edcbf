"""The contract: who, from when to when, for what, in which hours."""

from contracts.models.calendars import ServiceCalendar, ServiceWindow, Site, SiteClosure
from contracts.models.contract import Contract, ContractVersion
from contracts.models.scope_items import ScopeItem
from contracts.models.work_units import VolumeEstimate, WorkUnit, WorkUnitOrder, WorkUnitPrice, WorkUnitUse

__all__ = [
    "Contract",
    "ContractVersion",
    "ScopeItem",
    "ServiceCalendar",
    "ServiceWindow",
    "Site",
    "SiteClosure",
    "VolumeEstimate",
    "WorkUnit",
    "WorkUnitOrder",
    "WorkUnitPrice",
    "WorkUnitUse",
]
