"""The contract: who, from when to when, for what, in which hours."""

from contracts.models.amendments import Amendment, TermsToCome
from contracts.models.budget import BudgetLine, Invoice, InvoiceLine, VolumeBand
from contracts.models.calendars import ServiceCalendar, ServiceWindow, Site, SiteClosure
from contracts.models.consumption import Consumption
from contracts.models.contract import Contract, ContractVersion
from contracts.models.documents import Clause, ContractDocument, DocumentVersion
from contracts.models.drafts import ContractDraft
from contracts.models.kept_files import KeptFileRow
from contracts.models.key_dates import CalendarFeed, DateAnswer, DatedTerm, ExtensionOption, NoticeLetter
from contracts.models.obligations import Obligation, ObligationAct, ObligationFile
from contracts.models.people import (
    EscalationLevel,
    RaciAssignment,
    RaciLine,
    Stakeholder,
    StakeholderNote,
    Subcontractor,
)
from contracts.models.registers import RegisterEntry
from contracts.models.revisions import IndexValue, PriceRevision, RevisionClause
from contracts.models.scope_items import (
    ScopeFormer,
    ScopeItem,
    ScopeItemSite,
    ScopeQuantity,
    ScopeToCome,
)
from contracts.models.work_units import VolumeEstimate, WorkUnit, WorkUnitOrder, WorkUnitPrice

__all__ = [
    "Amendment",
    "BudgetLine",
    "CalendarFeed",
    "Clause",
    "Consumption",
    "Contract",
    "ContractDocument",
    "ContractDraft",
    "ContractVersion",
    "DateAnswer",
    "DatedTerm",
    "DocumentVersion",
    "EscalationLevel",
    "ExtensionOption",
    "IndexValue",
    "Invoice",
    "InvoiceLine",
    "KeptFileRow",
    "NoticeLetter",
    "Obligation",
    "ObligationAct",
    "ObligationFile",
    "PriceRevision",
    "RaciAssignment",
    "RaciLine",
    "RegisterEntry",
    "RevisionClause",
    "ScopeFormer",
    "ScopeItem",
    "ScopeItemSite",
    "ScopeQuantity",
    "ScopeToCome",
    "ServiceCalendar",
    "ServiceWindow",
    "Site",
    "SiteClosure",
    "Stakeholder",
    "StakeholderNote",
    "Subcontractor",
    "TermsToCome",
    "VolumeBand",
    "VolumeEstimate",
    "WorkUnit",
    "WorkUnitOrder",
    "WorkUnitPrice",
]
