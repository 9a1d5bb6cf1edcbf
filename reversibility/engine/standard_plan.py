"""The 28 deliverables that practice expects of an exit, as a contract may take them over in one act.

T0 is the day the termination notice is received. `due_days` is None where the day does not hang on T0 alone; `due`
then says it in words. Weights go from 1 to 5: what stops the business when it lacks weighs 5.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class StandardLine:
    """One deliverable: family letter, who yields it, weight, when, and what makes it acceptable."""

    number: int
    family: str
    name: str
    owner_side: str
    weight: int
    due: str
    due_days: int | None
    criterion: str


_ROWS: tuple[tuple[str, str, str, int, str, int | None, str], ...] = (
    ("A", "Plan de réversibilité à jour", "provider", 3, "chaque année, et T0 + 15 jours", 15,
     "Le plan nomme les phases, les responsables et les dates ; il a moins d’un an."),
    ("A", "Équipe de sortie et RACI", "client", 2, "T0 + 15 jours", 15,
     "Chaque ligne du RACI a un seul responsable, nommé chez chaque partie."),
    ("A", "Calendrier des jalons", "provider", 2, "T0 + 15 jours", 15,
     "Chaque jalon a une date, un porteur et un critère de passage."),
    ("A", "Comité de réversibilité hebdomadaire", "provider", 1, "chaque semaine dès T0 + 15 jours", 15,
     "Un compte rendu par séance, remis sous deux jours ouvrés."),
    ("A", "Registre des risques de sortie", "client", 2, "T0 + 15 jours", 15,
     "Chaque risque a un porteur, une parade et une date de revue."),
    ("B", "Inventaire des données et des volumes", "provider", 4, "T0 + 30 jours", 30,
     "Chaque application y figure avec sa volumétrie et son format."),
    ("B", "Export complet en format ouvert et documenté", "provider", 5, "T0 + 90 jours", 90,
     "L’export se relit sans l’outil du prestataire, avec sa description de format."),
    ("B", "Contrôle d’intégrité : empreintes et comptages", "provider", 4, "avec chaque export", 90,
     "Empreintes et comptages concordent entre la source et l’export."),
    ("B", "Export d’essai annuel", "provider", 4, "chaque année", None,
     "L’export d’essai est relu par le client et son contrôle d’intégrité est joint."),
    ("B", "Certificat d’effacement, fin du contrat + 30 jours", "provider", 3, "fin du contrat + 30 jours", None,
     "Attestation signée, supports et méthode nommés (RGPD, article 28)."),
    ("B", "Historique des tickets, base de connaissances et CMDB", "provider", 3, "T0 + 90 jours", 90,
     "Export complet depuis l’origine, pièces jointes comprises."),
    ("C", "Jeux de sauvegarde restaurables et clés de chiffrement", "provider", 5, "T0 + 120 jours", 120,
     "Remise signée ; une clé ouvre chaque jeu, essai à l’appui."),
    ("C", "Restauration d’essai chez le repreneur", "provider", 4, "T0 + 120 jours", 120,
     "Un service complet est restauré hors du prestataire, dans le délai convenu."),
    ("C", "Conservation légale", "client", 2, "T0 + 60 jours", 60,
     "Chaque catégorie de données a sa durée et son lieu de conservation."),
    ("D", "Coffre de mots de passe complet remis", "provider", 5, "T0 + 120 jours", 120,
     "Remise contre signature ; un échantillon tiré au sort ouvre chaque système."),
    ("D", "Comptes d’administration nominatifs et comptes de secours", "provider", 5, "T0 + 30 jours", 30,
     "Chaque compte a un titulaire ; les comptes de secours ont été essayés."),
    ("D", "Noms de domaine, DNS et certificats", "provider", 4, "T0 + 60 jours", 60,
     "Le client est titulaire auprès de chaque bureau d’enregistrement."),
    ("D", "Consoles cloud et Microsoft 365, rôle propriétaire", "provider", 5, "T0 + 30 jours", 30,
     "Le client détient le rôle propriétaire de chaque console."),
    ("D", "Rotation de tous les secrets et révocation du prestataire", "provider", 5, "jour de la bascule", 180,
     "Procès-verbal signé : secrets changés, accès du prestataire fermés."),
    ("E", "Dossier d’architecture et d’exploitation par service", "provider", 4, "T0 + 60 jours", 60,
     "Un tiers exploite le service une journée avec ce seul dossier (DAT, DEX)."),
    ("E", "Schémas réseau et plan d’adressage", "provider", 3, "T0 + 60 jours", 60,
     "Les schémas concordent avec un relevé fait sur place."),
    ("E", "Procédures", "provider", 3, "T0 + 60 jours", 60,
     "Chaque procédure courante a été déroulée par une autre personne que son auteur."),
    ("E", "Scripts, automatisations et configuration de supervision", "provider", 4, "T0 + 90 jours", 90,
     "Le dépôt remis reconstruit la supervision sur une machine vierge."),
    ("F", "Inventaire du matériel et des licences, transferts", "client", 3, "T0 + 60 jours", 60,
     "Chaque matériel et chaque licence a un propriétaire et un sort décidé."),
    ("F", "Contrats tiers transférables", "client", 2, "T0 + 60 jours", 60,
     "Chaque contrat tiers a sa clause de cession et l’accord de l’éditeur."),
    ("G", "Sessions de transfert et double exploitation d’un mois au moins", "provider", 4, "T0 + 150 jours", 150,
     "Feuilles de présence signées ; le repreneur traite seul la dernière semaine."),
    ("G", "Questions et réponses après la sortie, deux mois", "provider", 2, "fin du contrat + 2 mois", None,
     "Réponse sous deux jours ouvrés, registre tenu jusqu’à la fin de la garantie."),
    ("H", "Recette par lot, PV final, engagements tenus pendant la sortie, solde des UO et pénalités", "client", 3,
     "jour de la bascule", 180, "Un procès-verbal par lot, sans réserve majeure, et un solde signé."),
)  # fmt: skip

STANDARD_PLAN: tuple[StandardLine, ...] = tuple(
    StandardLine(number, *row) for number, row in enumerate(_ROWS, 1)
)
"""In the order of practice, numbered from 1 to 28."""
