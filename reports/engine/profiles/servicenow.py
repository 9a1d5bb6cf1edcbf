"""ServiceNow's audit export of the incident table: one row per update, states in English, `?` for no value.

A ticket's fields are those of its last update; the succession of `incident_state` over `sys_updated_at` is its
status journal. « Awaiting Problem » is a wait on the provider's own problem management, so it never suspends by
default; « Awaiting Evidence » says neither who is awaited nor for what, so it stays « autre motif ».
"""

from reports.engine.headers import Column
from reports.engine.profiles.profile import Profile

COLUMNS = (
    Column("reference", "number", "reference", required=True, aliases=("Number", "Numéro"), longest=60),
    Column("status", "incident_state", "choice", required=True, aliases=("State", "État")),
    Column("updated_at", "sys_updated_at", "date", required=True, aliases=("Updated",)),
    Column("update_number", "sys_mod_count", "integer", aliases=("Updates",)),
    Column("opened_at", "opened_at", "date", required=True, aliases=("Opened", "Ouvert")),
    Column("resolved_at", "resolved_at", "date", required=True, aliases=("Resolved",)),
    Column("closed_at", "closed_at", "date", aliases=("Closed",)),
    Column("priority", "priority", "choice", required=True),
    Column("title", "short_description", aliases=("Short description", "Brève description"), longest=300),
    Column("symptom", "u_symptom", longest=300),
    Column("category", "category", longest=160),
    Column("site", "location", longest=80),
    Column("service", "cmdb_ci", aliases=("Configuration item",), longest=120),
    Column("requester", "caller_id", aliases=("Caller", "Appelant")),
    Column("group", "assignment_group", aliases=("Assignment group", "Groupe d’affectation"), longest=120),
    Column("reopen_count", "reopen_count", "integer"),
    Column("declared_met", "made_sla", "flag"),
    *(
        Column(f"unread_{name}", name, "unread")
        for name in (
            *(
                "active",
                "reassignment_count",
                "opened_by",
                "sys_created_by",
                "sys_created_at",
                "sys_updated_by",
            ),
            *(
                "contact_type",
                "subcategory",
                "impact",
                "urgency",
                "assigned_to",
                "knowledge",
                "notify",
                "rfc",
            ),
            *("u_priority_confirmation", "problem_id", "vendor", "caused_by", "closed_code", "resolved_by"),
        )
    ),
)
PROFILE = Profile(
    code="servicenow",
    label="ServiceNow, mises à jour",
    columns=COLUMNS,
    signature=("number", "incident_state", "sys_updated_at"),
    rows="updates",
    keeps_skipped_hours=True,
    statuses={
        "New": "new",
        "Active": "in_progress",
        "In Progress": "in_progress",
        "On Hold": "waiting",
        "Awaiting User Info": "waiting",
        "Awaiting Problem": "waiting",
        "Awaiting Vendor": "waiting",
        "Awaiting Evidence": "waiting",
        "Resolved": "resolved",
        "Closed": "closed",
        "Canceled": "cancelled",
        "Cancelled": "cancelled",
    },
    priorities={
        "1 - Critical": "P1",
        "2 - High": "P2",
        "3 - Moderate": "P3",
        "4 - Low": "P4",
        "5 - Planning": "P5",
    },
    waits={
        "Awaiting User Info": "waiting_user",
        "Awaiting Vendor": "waiting_third_party",
        "Awaiting Problem": "waiting_provider",
        "Awaiting Evidence": "other",
        "On Hold": "other",
    },
    missing=frozenset({"?"}),
    type_prefixes={"INC": "incident", "REQ": "request", "RITM": "request", "SCTASK": "request"},
)
