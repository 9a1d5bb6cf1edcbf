"""What the page of correspondences shows of a trial, ready to be written."""

from __future__ import annotations

from collections.abc import Mapping as Values
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from contracts.models import Contract
from core.engine import formats
from core.engine.typography import ABSENT
from reports.engine.omissions import SENTENCES
from reports.models import Delivery, Ticket

SHOWN_FINDINGS = 12
SAMPLE = (
    ("reference", "Référence"),
    ("type", "Type"),
    ("title", "Titre"),
    ("priority", "Priorité"),
    ("status", "Statut"),
    ("opened_at", "Ouvert le"),
    ("picked_up_at", "Pris en charge le"),
    ("resolved_at", "Résolu le"),
    ("closed_at", "Clos le"),
)
OUTCOMES = {"ACCEPT": "met", "WARN": "met", "ASK": "watch", "REJECT": "breached"}
WORDS = {"type": dict(Ticket.Type.choices), "status": dict(Ticket.Status.choices)}


@dataclass(frozen=True)
class TrialPage:
    """A dry run on the page: outcome, figures, assumptions, what cannot be told, findings, five tickets as read."""

    outcome_words: str
    state: str
    rows: int
    tickets: int
    assumptions: list[tuple[str, str]]
    omissions: list[tuple[str, str]]
    findings: list[Values[str, Any]]
    finding_count: int
    head: list[str]
    sample: list[list[tuple[str, str]]]

    @property
    def hidden_findings(self) -> int:
        """Findings the page does not list."""
        return self.finding_count - len(self.findings)


def trial_page(trial: Any, contract: Contract) -> TrialPage:
    """The trial as the page shows it; instants in the contract's zone."""
    summary = trial.summary
    told = [f for f in trial.findings if f["code"] not in SENTENCES]
    return TrialPage(
        outcome_words=Delivery.Outcome(summary["outcome"]).label,
        state=OUTCOMES[summary["outcome"]],
        rows=summary["rows"],
        tickets=summary["tickets"],
        # What several files of a delivery are read by is said once.
        assumptions=list(
            dict.fromkeys(
                (name.replace("_", " ").replace("separateur", "séparateur").capitalize(), str(value))
                for taken in summary["assumptions"].values()
                for name, value in taken.items()
            )
        ),
        omissions=[SENTENCES[code] for code in summary["cannot_tell"]],
        findings=told[:SHOWN_FINDINGS],
        finding_count=summary["findings"] - (len(trial.findings) - len(told)),
        head=[label for _, label in SAMPLE],
        sample=[
            [(label, _shown(name, row[name], contract.timezone)) for name, label in SAMPLE]
            for row in summary["samples"]
        ],
    )


def file_pills(trial: Any, shown: str) -> list[dict[str, Any]]:
    """Links between the tables of a delivery, where it has several."""
    files = [proposal["file"] for proposal in trial.proposals]
    return [
        {"label": name, "url": f"?fichier={number}", "active": name == shown}
        for number, name in enumerate(files, start=1)
        if len(files) > 1
    ]


def _shown(name: str, value: str, timezone: str) -> str:
    if value and name.endswith("_at"):
        return formats.datetime_short(datetime.fromisoformat(value).replace(tzinfo=UTC), timezone)
    return WORDS.get(name, {}).get(value, value) or ABSENT
