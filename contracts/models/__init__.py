"""The contract: who, from when to when, for what, in which hours."""

from contracts.models.amendments import Amendment
from contracts.models.budget import BudgetLine, Charge, Invoice, InvoiceLine, VolumeBand
from contracts.models.calendars import ServiceCalendar, ServiceWindow, Site, SiteClosure
from contracts.models.contract import Contract, ContractVersion
from contracts.models.drafts import ContractDraft
from contracts.models.key_dates import CalendarFeed, DateAnswer, DatedTerm, ExtensionOption, NoticeLetter
from contracts.models.revisions import IndexValue, PriceRevision, RevisionClause
from contracts.models.scope_items import ScopeItem, ScopeItemSite, ScopeQuantity
from contracts.models.work_units import VolumeEstimate, WorkUnit, WorkUnitOrder, WorkUnitPrice, WorkUnitUse

__all__ = [
    "Amendment",
    "BudgetLine",
    "CalendarFeed",
    "Charge",
    "Contract",
    "ContractDraft",
    "ContractVersion",
    "DateAnswer",
    "DatedTerm",
    "ExtensionOption",
    "IndexValue",
    "Invoice",
    "InvoiceLine",
    "NoticeLetter",
    "PriceRevision",
    "RevisionClause",
    "ScopeItem",
    "ScopeItemSite",
    "ScopeQuantity",
    "ServiceCalendar",
    "ServiceWindow",
    "Site",
    "SiteClosure",
    "VolumeBand",
    "VolumeEstimate",
    "WorkUnit",
    "WorkUnitOrder",
    "WorkUnitPrice",
    "WorkUnitUse",
]
