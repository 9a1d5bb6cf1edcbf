"""The section `[revision]` of the contract file: the clause, checked; refused in place, with the remedy."""

from __future__ import annotations

from decimal import Decimal

from contracts.engine.reading import NO_DAY, Entry
from contracts.engine.revision import Formula
from contracts.engine.revision_dates import RevisionTerms
from core.engine.months import Month

ROUNDING_WORDS = {
    "aucun": "none",
    "millieme": "nearest_3",
    "dix_millieme": "nearest_4",
    "millieme_superieur": "up_3",
    "dix_millieme_superieur": "up_4",
}
ASKERS = {"prestataire": "provider", "client": "client", "de_plein_droit": "automatic"}
NO_MONTH = Month(1900, 1)
"""Stand-in of a month that could not be read."""


def read_revision(root: Entry) -> RevisionTerms | None:
    """The clause, None where the contract states none; problems go to `root.problems`."""
    if not root.has("revision"):
        return None
    entry = root.table("revision")
    terms = RevisionTerms(
        index=entry.text("indice", limit=40),
        base_month=read_month(entry, "mois_base"),
        first_on=entry.day("premiere"),
        every_months=entry.whole("periode_mois", low=1, high=120, required=False, default=None),
        lag_months=entry.whole("decalage_mois", high=24, required=False, default=None),
        formula=Formula(
            fixed_share=_read_share(entry),
            cap_pct=entry.amount("plafond", high="100", required=False, default=None),
            floor_pct=entry.amount("plancher", low="-100", high="100", required=False, default=None),
            rounding=entry.choice("arrondi_coefficient", ROUNDING_WORDS, required=False),
            minimum_coefficient=entry.amount(
                "coefficient_minimal", high="10", decimals=6, required=False, default=None
            ),
            link_coefficient=entry.amount(
                "raccordement", low="0.00001", high="1000", decimals=5, required=False, default=None
            ),
            link_old=_series_value(entry, "raccordement_ancien"),
            link_new=_series_value(entry, "raccordement_nouveau"),
        ),
        linked_since=read_month(entry, "raccordement_depuis") if entry.has("raccordement_depuis") else None,
        asked_by=entry.choice("demandee_par", ASKERS, required=False),
        claim_days=entry.whole("forclusion_jours", high=3650, required=False),
        clause=entry.text("clause", limit=60, required=False),
    )
    _check_revision(entry, terms)
    entry.close()
    return terms


def _read_share(entry: Entry) -> Decimal | None:
    percent: Decimal | None = entry.amount("part_fixe", high="100", required=False, default=None)
    return None if percent is None else percent / 100


def _check_revision(entry: Entry, terms: RevisionTerms) -> None:
    formula = terms.formula
    _check_link(entry, terms)
    if formula.cap_pct is not None and formula.floor_pct is not None and formula.floor_pct > formula.cap_pct:
        entry.complain("« plancher » dépasse « plafond ».", "Corrigez l’un des deux.")
    if terms.first_on != NO_DAY and terms.base_month > terms.index_month(terms.first_on):
        entry.complain(
            "« mois_base » vient après le mois d’indice de la première révision.",
            "Avancez mois_base, ou reculez premiere.",
        )


def _check_link(entry: Entry, terms: RevisionTerms) -> None:
    """A link is a coefficient or two values of one month, with the month from which the new series is published."""
    formula = terms.formula
    if (formula.link_old is None) != (formula.link_new is None):
        entry.complain(
            "« raccordement_ancien » et « raccordement_nouveau » vont ensemble.",
            "Écrivez les deux valeurs de l’indice d’un même mois, dans l’ancienne série et dans la nouvelle.",
        )
    elif formula.link_coefficient is not None and formula.link_old is not None:
        entry.complain(
            "le raccordement est dit par son coefficient et par deux valeurs.",
            "Gardez raccordement, ou raccordement_ancien et raccordement_nouveau.",
        )
    elif (formula.link is None) != (terms.linked_since is None):
        entry.complain(
            "« raccordement » et « raccordement_depuis » vont ensemble.",
            'Écrivez le coefficient et le premier mois de la nouvelle série : "2022-08".',
        )


def _series_value(entry: Entry, key: str) -> Decimal | None:
    return entry.amount(key, low="0.001", high="9999999", decimals=3, required=False, default=None)


def read_month(entry: Entry, key: str) -> Month:
    """A month written « 2026-03 »."""
    text = entry.text(key, limit=7)
    if not text:
        return NO_MONTH
    try:
        return Month.parse(text)
    except ValueError:
        entry.complain(f"« {key} » vaut « {text} ».", f'Écrivez {key} = "2026-03".')
        return NO_MONTH
