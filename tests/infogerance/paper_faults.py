"""Faults of papers and registers in the contract file: what is replaced, by what, and what must be told."""

from __future__ import annotations

HERE = "[[engagement]]"
DOCUMENT = '[[document]]\ncode = "c"\ntype = "contrat"\ntitre = "C"\n'
CLAUSE = '[[clause]]\ncode = "art. 1"\ntheme = "audit"\ntitre = "Audit"\n'
OBLIGATION = '[[obligation]]\nnumero = 1\npartie = "client"\nobjet = "O"\n'


def before(*tables: str) -> str:
    return "\n".join([*tables, HERE])


PAPER_FAULTS = {
    "unknown type of document": (
        HERE, before(DOCUMENT.replace('"contrat"', '"devis"')), "document 1", "« devis »", "contrat, annexe",
    ),
    "document ends before its date": (
        HERE, before(f"{DOCUMENT}date = 2025-01-02\nvalable_jusquau = 2025-01-01"), "document c",
        "précède sa date", "Corrigez",
    ),
    "same document twice": (HERE, before(DOCUMENT, DOCUMENT), "document c", "le code « c »", "une seule ligne"),
    "year slipped": (HERE, before(f"{DOCUMENT}date = 3025-01-02"), "document 1", "hors de la vie d’un contrat", "entre 1970 et 2100"),
    "unknown theme": (
        HERE, before(CLAUSE.replace('"audit"', '"divers"')), "clause 1", "« divers »", "perimetre, prix",
    ),
    "clause of an unknown document": (
        HERE, before(f'{CLAUSE}document = "x"'), "clause art. 1", "document inconnu : « x »", "[[document]]",
    ),
    "page without a document": (HERE, before(f"{CLAUSE}page = 3"), "clause art. 1", "sans document", "Nommez le document"),
    "page beyond the last": (
        HERE, before(f"{DOCUMENT}pages = 2\n", f'{CLAUSE}document = "c"\npage = 3'), "clause art. 1",
        "page 3 d’un document qui en compte 2", "Corrigez",
    ),
    "obligation of an unknown clause": (
        HERE, before(f'{OBLIGATION}clause = "art. 9"'), "obligation 1", "clause inconnue : « art. 9 »", "[[clause]]",
    ),
    "obligation that returns from nowhere": (
        HERE, before(f"{OBLIGATION}tous_les_mois = 6"), "obligation 1", "sans première échéance", "première date attendue",
    ),
    "proof without a day": (
        HERE, before(f'{OBLIGATION}preuve = "PV"'), "obligation 1", "« preuve » est donnée sans", "fait_le",
    ),
    "unknown register": (HERE, before("[registre.iso]\n"), "[registre]", "clé inconnue « iso »", "rgpd"),
    "unknown question": (
        HERE, before('[registre.rgpd.instruction]\nreponse = "oui"\n'), "registre rgpd",
        "clé inconnue « instruction »", "« instructions »",
    ),
    "unknown answer": (
        HERE, before('[registre.rgpd.fin]\nreponse = "peut-être"\n'), "registre rgpd, fin", "« peut-être »",
        "oui, non, sans_objet, a_confirmer",
    ),
    "answer of an unknown clause": (
        HERE, before('[registre.rgpd.fin]\nreponse = "oui"\nclause = "art. 9"\n'), "registre rgpd, fin",
        "clause inconnue", "[[clause]]",
    ),
    "hours that are no number": (
        HERE, before('[registre.nis2]\nnotification_heures = "24 h"\n'), "registre nis2", "« 24 h »", "entier",
    ),
}  # fmt: skip
