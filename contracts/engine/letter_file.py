"""What the contract file says of the letter of notice, `[lettre_preavis]`; refused in place, with the remedy."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from contracts.engine.dates import Clause
from contracts.engine.key_dates import with_notice
from contracts.engine.notice import Letter, LetterRefused, check_letter, end_after
from contracts.engine.notice_file import NoticeSaid
from contracts.engine.reading import NO_DAY, Entry
from contracts.engine.unsaid import kept_effect

SECTION = "lettre_preavis"
SIDES = {"client": "client", "prestataire": "provider"}


@dataclass(frozen=True)
class LetterSaid:
    """The letter that ends the contract; `effective_on` and `ends_on` stay empty until it takes effect."""

    side: str
    tracking: str
    sent_on: date
    presented_on: date | None
    received_on: date | None
    effective_on: date | None
    ends_on: date | None


def read_letter(root: Entry, notice: NoticeSaid, starts_on: date, clause: Clause) -> LetterSaid | None:
    """The `[lettre_preavis]` table, None where the file has none. `clause`: with the client's notice."""
    if not root.has(SECTION):
        return None
    entry = root.table(SECTION)
    side = entry.choice("partie", SIDES)
    letter = Letter(
        entry.day("envoyee_le"),
        entry.day("presentee_le", required=False),
        entry.day("recue_le", required=False),
    )
    tracking, said = entry.text("suivi", limit=40, required=False), entry.day("fin", required=False)
    entry.close()
    if NO_DAY in {letter.sent_on, starts_on, clause.initial_end}:
        return None
    try:
        check_letter(letter, date.max, starts_on, clause)
    except LetterRefused as refusal:
        entry.complain("les dates de la lettre ne se tiennent pas.", str(refusal))
    effective = letter.effective_on(kept_effect(notice.notice_effective_on))
    if said is not None and (effective is None or said < effective):
        entry.complain(
            "« fin » précède l’effet de la lettre, ou la lettre n’a pas encore pris effet.",
            "Corrigez « fin », ou retirez-la : le portail la calcule.",
        )
    own = clause if side == "client" else _providers(clause, notice)
    ends = said or (end_after(own, effective) if effective else None)
    return LetterSaid(
        side, tracking, letter.sent_on, letter.presented_on, letter.received_on, effective, ends
    )


def _providers(clause: Clause, notice: NoticeSaid) -> Clause:
    return with_notice(clause, notice.provider_notice_months, notice.provider_notice_days)


def whole_clause(clause: Clause, notice: NoticeSaid, extended_months: int) -> Clause:
    """The clause with what the other tables say of its end."""
    return replace(clause, notice_days=notice.notice_days, extended_months=extended_months)
