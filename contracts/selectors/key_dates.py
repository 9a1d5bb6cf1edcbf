"""The dates that commit: end, notice, versions, reminders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from contracts.engine.dates import reminders
from contracts.models import Contract
from contracts.selectors.record import ContractRecord
from core.engine import formats


@dataclass(frozen=True)
class KeyDate:
    """One date; `strong` for those after which something can no longer be done."""

    day: date
    title: str
    detail: str
    days_left: int
    strong: bool = False

    @property
    def past(self) -> bool:
        return self.days_left < 0


def key_dates_of(record: ContractRecord, today: date) -> list[KeyDate]:
    """Every key date of a contract, in order. No query."""
    contract, standing = record.contract, record.term
    safe = standing.next_last_safe_receipt or standing.last_safe_receipt
    found: list[tuple[date, str, str, bool]] = [
        (contract.starts_on, "Prise d’effet", contract.title, False),
        (contract.ends_on, "Fin de la période ferme", record.renewal, False),
    ]
    found += [
        (card.version.effective_on, f"Avenant {card.version.number}", card.version.title, False)
        for card in record.versions
        if card.version.number
    ]
    if standing.committed_until != contract.ends_on:
        found.append((standing.committed_until, "Fin de l’engagement en cours", "si rien n’est dit", False))
    if contract.notice_months:
        found += _notice(contract, safe, record.post_by)
    dates = [KeyDate(day, title, detail, (day - today).days, strong) for day, title, detail, strong in found]
    return sorted(dates, key=lambda key: (key.day, key.title))


def _notice(contract: Contract, safe: date, post_by: date) -> list[tuple[date, str, str, bool]]:
    tacit = contract.renewal == Contract.Renewal.TACIT
    outcome = "au-delà, le contrat est reconduit" if tacit else "pour prévenir de la suite donnée"
    lines = [
        (safe, "Préavis reçu au plus tard", outcome, True),
        (post_by, "Envoyer la lettre de préavis", "dix jours de marge d’acheminement", True),
    ]
    for day in reminders(safe):
        left = formats.count((safe - day).days, "jour")
        lines.append((day, "Rappel du préavis", f"{left} avant la date limite", False))
    return lines
