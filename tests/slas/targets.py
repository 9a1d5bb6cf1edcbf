"""Every table that the pages, evidence or bill of a closed month show: where a fault in it may be named."""

from __future__ import annotations

from django.db import models

from contracts.models import (
    Contract,
    ContractVersion,
    ScopeItem,
    ServiceCalendar,
    ServiceWindow,
    Site,
    SiteClosure,
)
from journal.models import Anchor, JournalEntry
from reports.models import (
    Answer,
    DeclaredFigure,
    Delivery,
    DeliveryFile,
    Finding,
    Maintenance,
    Outage,
    SatisfactionAnswer,
    SatisfactionComment,
    StatusChange,
    Ticket,
    TicketChange,
    TicketPause,
)
from slas.models import (
    Commitment,
    CommitmentMonth,
    CommitmentTarget,
    Detection,
    DetectionAnswer,
    Dispute,
    DisputeAct,
    DisputeEvidence,
    GapAnswer,
    GapReply,
    MonthRecord,
    MonthSnapshot,
    PenaltyAct,
    PenaltyClaim,
    PenaltyLine,
    PenaltyRule,
    TicketVerdict,
)

# Table attacked → the tables that a fault may name, by their first words: where it is, or the root that it shakes.
TARGETS: dict[type[models.Model], tuple[str, ...]] = {
    JournalEntry: ("journal", "actes sur la pénalité"),
    Anchor: ("journal",),
    MonthSnapshot: ("mois clos",),
    MonthRecord: ("mois",),
    CommitmentMonth: ("engagements de 2026-03",),
    TicketVerdict: ("verdicts de 2026-03",),
    Delivery: ("dépôt",),
    DeliveryFile: ("fichiers du dépôt 2026-03 v1",),
    Outage: ("pannes du dépôt 2026-03 v1",),
    Maintenance: ("maintenances du dépôt 2026-03 v1",),
    DeclaredFigure: ("chiffres déclarés du dépôt 2026-03 v1",),
    SatisfactionAnswer: ("réponses de satisfaction",),
    SatisfactionComment: ("réponses de satisfaction",),
    Finding: ("constats des dépôts",),
    TicketChange: ("changements de tickets",),
    Ticket: ("tickets", "suspensions", "journaux", "verdicts de 2026-03"),
    TicketPause: ("suspensions",),
    StatusChange: ("journaux de statuts",),
    Contract: ("contrat",),
    ContractVersion: ("versions du contrat",),
    ServiceCalendar: ("plages de service",),
    ServiceWindow: ("fenêtres de service",),
    Site: ("sites",),
    SiteClosure: ("fermetures",),
    ScopeItem: ("périmètre",),
    Commitment: ("engagements",),
    CommitmentTarget: ("délais des engagements",),
    PenaltyRule: ("règles de pénalité",),
    PenaltyClaim: ("pénalité", "actes sur la pénalité"),
    PenaltyLine: ("lignes de la pénalité",),
    PenaltyAct: ("actes sur la pénalité",),
    Dispute: ("contestation", "actes de la contestation"),
    DisputeAct: ("actes des contestations", "contestation", "actes de la contestation"),
    DisputeEvidence: ("pièces des contestations",),
    GapAnswer: ("réponses aux écarts",),
    GapReply: ("suites des réponses",),
    Detection: ("contrôles",),
    DetectionAnswer: ("réponses aux contrôles",),
    Answer: ("réponses aux questions de lecture",),
}
SPARED: dict[str, str] = {
    "contracts.ContractDraft": "what one person types of a contract to come: no contract yet, no month",
    "slas.Outlook": "how a month that runs may end: it is replaced with each report, and no month rests on it",
    "reports.Mapping": "how files are read: the reading kept with each delivery is what a closing rests on",
    **dict.fromkeys(
        (
            "contracts.BudgetLine",
            "contracts.Invoice",
            "contracts.InvoiceLine",
            "contracts.VolumeBand",
            "contracts.WorkUnit",
            "contracts.WorkUnitPrice",
            "contracts.VolumeEstimate",
            "contracts.WorkUnitOrder",
            "contracts.Consumption",
        ),
        "what the client plans and pays: no verdict and no penalty of a closed month rests on it",
    ),
    **dict.fromkeys(
        (
            *(
                "contracts.ScopeItemSite",
                "contracts.ScopeQuantity",
                "contracts.ScopeFormer",
                "contracts.ScopeToCome",
            ),
            *("reports.Inventory", "reports.InventoryLine"),
        ),
        "what the scope holds from a day on, and what the provider says it manages: no verdict rests on it",
    ),
    **dict.fromkeys(
        ("contracts.RevisionClause", "contracts.IndexValue", "contracts.PriceRevision"),
        "the fee they come to is kept with the bill; a revision that reaches a closed month is refused",
    ),
    **dict.fromkeys(
        (
            *(
                "contracts.ExtensionOption",
                "contracts.DatedTerm",
                "contracts.NoticeLetter",
                "contracts.DateAnswer",
            ),
            *("contracts.CalendarFeed", "contracts.Amendment", "contracts.TermsToCome"),
        ),
        "dates and amendments to come: what an amendment brought is a version, which is attacked",
    ),
    **dict.fromkeys(
        (
            *("contracts.Stakeholder", "contracts.StakeholderNote", "contracts.RaciLine"),
            *("contracts.RaciAssignment", "contracts.EscalationLevel", "contracts.Subcontractor"),
        ),
        "who takes part and who is called: no verdict and no penalty of a closed month rests on it",
    ),
    **dict.fromkeys(
        (
            *("contracts.ContractDocument", "contracts.DocumentVersion", "contracts.Clause"),
            "contracts.ObligationFile",
            *("contracts.Obligation", "contracts.ObligationAct", "contracts.RegisterEntry"),
        ),
        "papers, what they say and what was done of it: no verdict and no penalty of a closed month rests on them",
    ),
    "slas.PenaltyDecision": "what the committee decided of a penalty, taken after the closing: its vote is a journal line",
    "slas.ClientIncident": "the client's own list, which goes on: what a month drew from it stands in its record",
}
"""Models beneath and within the months' own app that are not attacked, and why."""
