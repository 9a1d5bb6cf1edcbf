"""The contract: who, from when to when, for what, in which hours."""

from contracts.models.amendments import Amendment
from contracts.models.budget import BudgetLine, Charge, Invoice, InvoiceLine, VolumeBand
from contracts.models.calendars import ServiceCalendar, ServiceWindow, Site, SiteClosure
from contracts.models.contract import Contract, ContractVersion
from contracts.models.documents import Clause, ContractDocument, DocumentVersion
from contracts.models.key_dates import CalendarFeed, DateAnswer, DatedTerm, ExtensionOption, NoticeLetter
from contracts.models.obligations import Obligation, ObligationAct
from contracts.models.registers import RegisterEntry
from contracts.models.revisions import IndexValue, PriceRevision, RevisionClause
from contracts.models.scope_items import ScopeItem, ScopeItemSite, ScopeQuantity
from contracts.models.work_units import VolumeEstimate, WorkUnit, WorkUnitOrder, WorkUnitPrice, WorkUnitUse

__all__ = [
    "Amendment",
    "BudgetLine",
    "CalendarFeed",
    "Charge",
    "Clause",
    "Contract",
    "ContractDocument",
    "ContractVersion",
    "DateAnswer",
    "DatedTerm",
    "DocumentVersion",
    "ExtensionOption",
    "IndexValue",
    "Invoice",
    "InvoiceLine",
    "NoticeLetter",
    "Obligation",
    "ObligationAct",
    "PriceRevision",
    "RegisterEntry",
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
