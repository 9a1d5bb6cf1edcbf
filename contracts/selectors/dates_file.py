"""The dates of a contract as the tables of its file."""

from __future__ import annotations

from typing import Any

from contracts.engine.dates import LADDER
from contracts.engine.dates_file import OPTION_TITLE, TERM_KIND
from contracts.engine.dates_words import CONVENTIONS, EFFECTS, KINDS, MEANS
from contracts.engine.letter_file import SIDES
from contracts.engine.notice_file import POSTING_MARGIN
from contracts.engine.vocabulary import french_of
from contracts.engine.writing import filled, other_than
from contracts.models import Contract, DatedTerm, ExtensionOption, NoticeLetter


def export_notice(contract: Contract) -> dict[str, Any]:
    """The `[preavis]` table: what the contract says, and the portal's own reminders where they were changed."""
    margin, ladder = contract.posting_margin_days, list(contract.reminder_days)
    table = filled(
        convention_de_fin=french_of(CONVENTIONS, contract.end_convention),
        moyen=french_of(MEANS, contract.notice_means),
        jours=contract.notice_days or None,
        prestataire_jours=contract.provider_notice_days or None,
        prend_effet=french_of(EFFECTS, contract.notice_effective_on),
    )
    if contract.provider_notice_months is not None:
        table["prestataire_mois"] = contract.provider_notice_months
    if margin != POSTING_MARGIN:
        table["marge_envoi_jours"] = margin
    if ladder != list(LADDER):
        table["rappels_jours"] = ladder
    return table


def export_letter(contract: Contract) -> dict[str, Any]:
    """The `[lettre_preavis]` table: the days of the letter and the end that it fixed; empty where none was sent."""
    row = NoticeLetter.objects.filter(contract=contract).first()
    if row is None:
        return {}
    return filled(
        partie=french_of(SIDES, row.side),
        envoyee_le=row.sent_on,
        presentee_le=row.presented_on,
        recue_le=row.received_on,
        suivi=row.tracking,
        fin=row.ends_on,
    )


def export_options(contract: Contract) -> list[dict[str, Any]]:
    """The `[[option]]` tables."""
    return [
        filled(
            numero=row.number,
            objet=other_than(OPTION_TITLE, row.title),
            mois=row.months,
            a_lever_avant=row.exercise_by,
            levee_le=row.exercised_on,
        )
        for row in ExtensionOption.objects.filter(contract=contract).order_by("number")
    ]


def export_dated_terms(contract: Contract) -> list[dict[str, Any]]:
    """The `[[echeance]]` tables."""
    return [
        filled(
            numero=row.number,
            nature=french_of(KINDS, other_than(TERM_KIND, row.kind)),
            objet=row.title,
            engage=row.commits,
            date=row.first_on,
            tous_les_mois=row.every_months or None,
            rappels_jours=row.reminder_days,
            reservee_au_client=row.audience == "client",
        )
        for row in DatedTerm.objects.filter(contract=contract).order_by("number")
    ]
