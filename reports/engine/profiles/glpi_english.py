"""GLPI, English interface."""

from reports.engine.profiles import glpi
from reports.engine.profiles.fields import columns, keys
from reports.engine.profiles.profile import Profile

PROFILE = Profile(
    code="glpi-en",
    label="GLPI, en anglais",
    columns=columns(
        reference=("ID",),
        title=("Title", "Name"),
        type=("Type",),
        status=("Status",),
        priority=("Priority",),
        opened_at=("Opening date", "Open date", "Date of opening"),
        picked_up_at=("Take into account date",),
        resolved_at=("Resolution date", "Solve date", "Solution date", "Date of solving"),
        closed_at=("Closing date", "Close date"),
        pause_duration=("Waiting time", "Statistics - Waiting time", "Pending time", "Statistics - Pending time"),
        pause_reason=("Pending reason",),
        category=("Category",),
        site=("Location", "Entity", "Requester - Location"),
        requester=("Requester - Requester", "Requester"),
        group=("Assigned to - Technician group", "Technician group", "Assigned to - Group", "Technician’s group"),
        satisfaction=("Satisfaction", "Satisfaction survey - Satisfaction"),
        declared_breached=("Time to resolve exceeded", "Time to resolve exceedeed", "SLA - Time to resolve exceeded"),
    ),
    unread=keys(
        *("Last update", "Last modification", "Time to resolve", "Time to own", "Urgency", "Impact", "Technician"),
        *("Assigned to - Technician", "Assigned to a supplier", "Assigned to - Assigned to a supplier"),
        *("Request source", "Description", "Writer", "Solution type", "Solution", "Solution - Solution"),
        *("Number of followups", "Followups - Number of followups", "Followups - Description", "Tasks - Description"),
        *("Tasks - Duration", "SLA - SLA Time to resolve", "SLA - SLA Time to own", "Total duration", "Total cost"),
        *("Watcher", "Watcher group", "Watcher - Watcher", "Watcher - Watcher group", "Requester group"),
        *("Requester - Requester group", "Take into account time", "Statistics - Take into account time"),
        *("Time to resolve + Progress", "Time to own + Progress", "Resolution time", "Statistics - Resolution time"),
        *("Close time", "Closing time", "Statistics - Close time", "Time to own exceeded", "Internal time to resolve"),
        *("Internal time to own", "Associated elements", "Entity"),
    ),
    is_tool=True,
    missing=glpi.MISSING,
    types={"Incident": "incident", "Request": "request", **glpi.TYPES},
    statuses={
        "New": "new",
        "Processing (assigned)": "in_progress",
        "Processing (planned)": "in_progress",
        "Pending": "waiting",
        "Solved": "resolved",
        "Closed": "closed",
        **glpi.STATUSES,
    },
    priorities={
        "Major": "P1",
        "Very high": "P1",
        "High": "P2",
        "Medium": "P3",
        "Low": "P4",
        "Very low": "P5",
        **glpi.PRIORITIES,
    },
)  # fmt: skip
