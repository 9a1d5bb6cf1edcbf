"""The closed list of acts: how each reads in French, and whether the provider may read it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ActKind:
    """One kind of act. Unless it is `shared`, it is the client's alone."""

    words: str
    shared: bool = False


CLOSINGS = ("month.closed", "month.revised")
"""Acts that freeze a month; their details carry its revision and digest."""
ACTS = {
    "contract_loaded": ActKind("Contrat chargé", shared=True),
    "example_loaded": ActKind("Exemple chargé"),
    "scope.imported": ActKind("Périmètre importé", shared=True),
    "scope.edited": ActKind("Élément de périmètre modifié", shared=True),
    "inventory.received": ActKind("Inventaire déposé", shared=True),
    "membership_granted": ActKind("Habilitation accordée"),
    "report.deposited": ActKind("Rapport déposé", shared=True),
    "report.read": ActKind("Rapport lu", shared=True),
    "report.answered": ActKind("Questions de lecture réglées", shared=True),
    "report.submitted": ActKind("Rapport envoyé", shared=True),
    "report.withdrawn": ActKind("Version retirée", shared=True),
    "report.mapping_saved": ActKind("Correspondance de lecture enregistrée", shared=True),
    "month.closed": ActKind("Mois clos", shared=True),
    "month.revised": ActKind("Mois révisé", shared=True),
    "gap.answered": ActKind("Réponse à un écart", shared=True),
    "gap.settled": ActKind("Écart tranché", shared=True),
    "check.answered": ActKind("Réponse à un contrôle", shared=True),
    "dispute.opened": ActKind("Contestation ouverte", shared=True),
    "dispute.evidence_added": ActKind("Pièce jointe à une contestation", shared=True),
    "dispute.commented": ActKind("Observation sur une contestation", shared=True),
    "dispute.accepted": ActKind("Contestation acceptée", shared=True),
    "dispute.refused": ActKind("Contestation refusée", shared=True),
    "dispute.referred": ActKind("Contestation renvoyée au comité", shared=True),
    "dispute.withdrawn": ActKind("Contestation retirée", shared=True),
    "dispute.lapsed": ActKind("Contestation échue sans réponse", shared=True),
    "penalty.notified": ActKind("Pénalité notifiée", shared=True),
    "penalty.observed": ActKind("Observations sur une pénalité", shared=True),
    "penalty.confirmed": ActKind("Pénalité validée", shared=True),
    "penalty.waived": ActKind("Exonération de pénalité", shared=True),
    "penalty.draft_waived": ActKind("Exonération d’une pénalité jamais notifiée"),
    "penalty.applied": ActKind("Pénalité appliquée", shared=True),
    "index.entered": ActKind("Valeur d’indice saisie", shared=True),
    "revision.applied": ActKind("Révision de prix appliquée", shared=True),
    "charge.added": ActKind("Charge saisie"),
    "charge.changed": ActKind("Quantité d’une charge corrigée"),
    "charges.imported": ActKind("Charges importées"),
    "invoice.entered": ActKind("Facture saisie"),
    "date.answered": ActKind("Décision sur une échéance"),
    "document.deposited": ActKind("Document déposé", shared=True),
    "document.reserved": ActKind("Document réservé déposé"),
    "matrix.changed": ActKind("Matrice des priorités modifiée", shared=True),
    "matrix.removed": ActKind("Matrice des priorités retirée", shared=True),
    "clause.added": ActKind("Clause ajoutée", shared=True),
    "clause.changed": ActKind("Clause modifiée", shared=True),
    "clause.removed": ActKind("Clause retirée", shared=True),
    "obligation.added": ActKind("Obligation ajoutée", shared=True),
    "obligation.changed": ActKind("Obligation modifiée", shared=True),
    "obligation.removed": ActKind("Obligation retirée", shared=True),
    "obligation.reserved_edited": ActKind("Obligation réservée ajoutée, modifiée ou retirée"),
    "obligation.said_done": ActKind("Obligation déclarée faite", shared=True),
    "obligation.accepted": ActKind("Exécution d’une obligation acceptée", shared=True),
    "obligation.refused": ActKind("Exécution d’une obligation refusée", shared=True),
    "obligation.reserved": ActKind("Obligation réservée faite"),
    "register.answered": ActKind("Réponse d’un registre saisie"),
    "register.facts": ActKind("Faits d’un registre saisis"),
    "notice.recorded": ActKind("Préavis enregistré", shared=True),
    "feed.renewed": ActKind("Adresse d’agenda renouvelée"),
    "feed.revoked": ActKind("Adresse d’agenda révoquée"),
    "amendment.proposed": ActKind("Avenant proposé"),
    "amendment.refused": ActKind("Avenant refusé"),
    "amendment.withdrawn": ActKind("Avenant retiré"),
    "amendment.approved": ActKind("Avenant approuvé", shared=True),
    "amendment.applied": ActKind("Périmètre d’un avenant entré en vigueur", shared=True),
    "people.added": ActKind("Acteur ajouté", shared=True),
    "people.changed": ActKind("Acteur modifié", shared=True),
    "people.noted": ActKind("Note sur un acteur changée"),
    "raci.added": ActKind("Activité ajoutée au RACI", shared=True),
    "raci.changed": ActKind("Activité du RACI modifiée", shared=True),
    "raci.removed": ActKind("Activité retirée du RACI", shared=True),
    "escalation.added": ActKind("Niveau d’escalade ajouté", shared=True),
    "escalation.changed": ActKind("Niveau d’escalade modifié", shared=True),
    "escalation.removed": ActKind("Niveau d’escalade retiré", shared=True),
    "subcontractor.added": ActKind("Sous-traitant ajouté", shared=True),
    "subcontractor.changed": ActKind("Sous-traitant modifié", shared=True),
    "incidents.added": ActKind("Incidents du client ajoutés"),
    "incidents.shared": ActKind("Incidents du client communiqués"),
    "survey.opened": ActKind("Enquête ouverte"),
    "survey.links": ActKind("Liens d’enquête créés"),
    "survey.mailed": ActKind("Liens d’enquête envoyés"),
    "survey.revoked": ActKind("Liens d’enquête révoqués"),
    "survey.closed": ActKind("Enquête close", shared=True),
    "verbatim.hidden": ActKind("Verbatim écarté"),
    "verbatim.shown": ActKind("Verbatim montré de nouveau"),
    "indicator.changed": ActKind("Suivi d’un indicateur modifié", shared=True),
    "signal.answered": ActKind("Signal expliqué"),
    "committee_term.added": ActKind("Comité prévu ajouté", shared=True),
    "committee_term.changed": ActKind("Comité prévu modifié", shared=True),
    "committee_term.removed": ActKind("Comité prévu retiré", shared=True),
    "committee.prepared": ActKind("Comité préparé", shared=True),
    "committee.convened": ActKind("Comité déplacé", shared=True),
    "committee.attended": ActKind("Présents d’un comité notés", shared=True),
    "matter.settled": ActKind("Issue donnée à un point", shared=True),
    "minutes.read": ActKind("Relevé de décisions relu", shared=True),
    "minutes.signed": ActKind("Relevé de décisions signé", shared=True),
    "decision.recorded": ActKind("Décision enregistrée"),
    "decision.dropped": ActKind("Décision devenue sans objet"),
    "action.added": ActKind("Action ajoutée"),
    "action.updated": ActKind("Action mise à jour"),
    "work_units.ordered": ActKind("Bon de commande d’UO passé", shared=True),
    "work_units.order_changed": ActKind("Bon de commande d’UO modifié", shared=True),
    "work_units.used": ActKind("Consommation ou charge saisie", shared=True),
    "work_units.use_changed": ActKind("Consommation ou charge changée", shared=True),
    "work_units.corrected": ActKind("Correction d’un mois clos", shared=True),
    "work_units.imported": ActKind("Consommations importées", shared=True),
    "access.added": ActKind("Accès ajouté au registre"),
    "access.changed": ActKind("Accès du registre corrigé"),
    "access.removed": ActKind("Accès retiré du registre"),
    "accesses.imported": ActKind("Registre des accès importé"),
    "pack.rendered": ActKind("Dossier produit"),
    "exit.plan_created": ActKind("Plan de sortie créé"),
    "exit.deliverable_changed": ActKind("Livrable de sortie modifié"),
    "exit.proof_recorded": ActKind("Preuve de sortie enregistrée"),
    "exit.proof_asked": ActKind("Preuve demandée au prestataire", shared=True),
    "exit.request_withdrawn": ActKind("Demande de preuve retirée", shared=True),
    "exit.proof_declared": ActKind("Preuve déclarée", shared=True),
    "exit.proof_accepted": ActKind("Preuve acceptée", shared=True),
    "exit.proof_refused": ActKind("Preuve refusée", shared=True),
    "drill.planned": ActKind("Exercice de sortie prévu"),
    "drill.recorded": ActKind("Exercice de sortie enregistré"),
    "exit_file.taken": ActKind("Dossier de sortie emporté"),
}


def act_of(action: str) -> ActKind:
    """The kind of an act; one that the list lacks is shown by its code, to the client only."""
    return ACTS.get(action) or ActKind(action)


def shared_actions() -> list[str]:
    """Acts that both sides may read."""
    return [action for action, kind in ACTS.items() if kind.shared]
