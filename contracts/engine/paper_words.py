"""Words of the documents, clauses and obligations: the key of the contract file, the portal's code, what is read."""

from __future__ import annotations

from contracts.engine.scope_words import Word

KINDS = (
    Word("contract", "Contrat", "contrat"),
    Word("annex", "Annexe", "annexe"),
    Word("amendment", "Avenant", "avenant"),
    Word("quality_plan", "Plan d’assurance qualité", "paq"),
    Word("agreement", "Convention de services", "convention"),
    Word("minutes", "Procès-verbal", "pv"),
    Word("certificate", "Attestation", "attestation"),
    Word("report", "Rapport", "rapport"),
    Word("other", "Autre document", "autre"),
)
PROVIDER_KINDS = frozenset({"quality_plan", "minutes", "certificate", "report", "other"})
"""What the provider may deposit: the contract and what both signed with it come from the client alone."""
THEMES = (
    Word("scope", "Périmètre", "perimetre"),
    Word("price", "Prix", "prix"),
    Word("excess", "Dépassement", "depassement"),
    Word("service_levels", "Niveaux de service", "niveaux_de_service"),
    Word("penalties", "Pénalités", "penalites"),
    Word("governance", "Gouvernance", "gouvernance"),
    Word("reporting", "Rapport mensuel", "rapport"),
    Word("raw_data", "Données brutes", "donnees_brutes"),
    Word("audit", "Audit", "audit"),
    Word("confidentiality", "Confidentialité", "confidentialite"),
    Word("personal_data", "Données personnelles", "donnees_personnelles"),
    Word("security", "Sécurité", "securite"),
    Word("subcontracting", "Sous-traitance", "sous_traitance"),
    Word("property", "Propriété intellectuelle", "propriete"),
    Word("insurance", "Assurance", "assurance"),
    Word("revision", "Révision des prix", "revision"),
    Word("evolution", "Évolution", "evolution"),
    Word("term", "Durée", "duree"),
    Word("termination", "Résiliation", "resiliation"),
    Word("reversibility", "Réversibilité", "reversibilite"),
    Word("other", "Autre", "autre"),
)
PARTIES = (Word("client", "Client", "client"), Word("provider", "Prestataire", "prestataire"))
