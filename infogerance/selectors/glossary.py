"""The words of the trade, in one sentence each, with the trap they hide."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Term:
    """One word. `trap`: how it is misread, empty without one; `url_name`: the help page that goes further."""

    name: str
    definition: str
    trap: str = ""
    url_name: str = ""
    anchor: str = ""


GLOSSARY: tuple[Term, ...] = (
    Term(
        "Avenant",
        "Modification signée du contrat, datée de son effet.",
        "La version en vigueur à l’ouverture du ticket fait foi, pas celle du jour de la lecture.",
        "method", "rattachement",
    ),
    Term(
        "Carte XmR",
        "Graphique d’un indicateur mois par mois, avec les limites entre lesquelles il varie d’habitude.",
        "Un point hors limites est à expliquer ; il ne dit pas qui en est la cause.",
        "method", "signaux",
    ),
    Term("COPIL, COSTRAT", "Comité de pilotage, mensuel ici ; comité stratégique, où siège la direction."),
    Term(
        "Disponibilité",
        "Part du temps de service pendant laquelle un service a fonctionné.",
        "Plusieurs formules donnent plusieurs chiffres : celle de la clause est la seule officielle.",
        "method", "disponibilite",
    ),
    Term(
        "Écart déclaré/recalculé",
        "Différence, en points, entre le taux du rapport et celui que donnent les faits de l’export.",
        "Un écart pose une question au prestataire ; il ne présume d’aucune intention.",
        "method", "ecarts",
    ),
    Term(
        "En cours",
        "État d’un ticket ouvert dont l’échéance n’est pas passée, ou d’un mois sans rapport.",
        "Il n’est compté ni comme respecté, ni comme manqué.",
    ),
    Term("Encours", "Stock des tickets encore ouverts à la fin du mois."),
    Term(
        "Engagement de service (SLA)",
        "Niveau promis par le contrat, qui peut porter une pénalité.",
        "C’est un plancher : le tenir ne dit pas que les utilisateurs sont bien servis.",
        "method", "taux",
    ),
    Term("Exclusion", "Prestation hors contrat, avec son prix en unités d’œuvre."),
    Term("Forfait mensuel", "Prix mensuel hors taxes du contrat, base des pénalités."),
    Term(
        "Franchise",
        "Montant sous lequel une pénalité n’est pas due.",
        "« Seuil » : tout est dû dès qu’il est atteint ; « absolue » : elle se déduit toujours.",
        "method", "penalites",
    ),
    Term(
        "GTI, temps de prise en charge",
        "Délai entre l’ouverture et le premier travail réel d’une personne qualifiée.",
        "Un accusé de réception automatique n’est pas une prise en charge.",
        "method", "temps-compte",
    ),
    Term(
        "GTR",
        "Garantie de temps de rétablissement ou de résolution.",
        "Rétablissement ou résolution, selon le contrat : le premier accepte un contournement, pas la seconde.",
        "method", "temps-compte",
    ),
    Term(
        "Heures ouvrées (HO), heures non ouvrées (HNO)",
        "Heures dans les plages de service du contrat, et hors d’elles.",
        "Une astreinte peut couvrir les HNO sans que le délai y coure.",
    ),
    Term("Huis clos", "Partie d’un dossier que le prestataire ne reçoit jamais."),
    Term(
        "Imputabilité",
        "À qui revient une panne : prestataire, client, tiers ou force majeure, preuve à l’appui.",
        "Le prestataire propose, le référent décide.",
    ),
    Term(
        "Indicateur de pilotage (KPI)",
        "Mesure sans valeur contractuelle, qui sert une décision.",
        "Ce n’est pas un engagement : le manquer n’ouvre droit à aucune pénalité.",
        "method", "signaux",
    ),
    Term(
        "Jour ouvré, ouvrable, calendaire",
        "Jour de service du contrat ; du lundi au samedi ; tout jour civil.",
        "Deux jours ouvrés d’une plage de 10 h font 20 h, pas 48 h.",
        "method", "temps-compte",
    ),
    Term(
        "Maintenance planifiée",
        "Arrêt annoncé, hors du calcul de disponibilité.",
        "Non annoncée dans le délai, ou au-delà du quota, elle compte comme une panne.",
        "method", "disponibilite",
    ),
    Term(
        "Non mesurable",
        "État d’un engagement dont une donnée nécessaire manque ou se contredit.",
        "Jamais vert : ce qui ne se mesure pas n’est pas tenu pour respecté.",
    ),
    Term(
        "Pastèque",
        "Mois vert dehors, rouge dedans : tout est respecté et les utilisateurs ne sont pas satisfaits.",
        "",
        "method", "satisfaction",
    ),
    Term(
        "Pénalité",
        "Montant que le contrat prévoit pour un engagement manqué.",
        "Jamais d’office : elle est proposée, notifiée, puis validée ou exonérée par des personnes.",
        "method", "penalites",
    ),
    Term(
        "Plage de service",
        "Jours et heures pendant lesquels le service est dû et le délai court.",
        "Les fériés sont ceux du site du ticket : l’Alsace-Moselle en a deux de plus.",
        "method", "temps-compte",
    ),
    Term(
        "Préavis",
        "Délai avant l’échéance du contrat pour y mettre fin.",
        "C’est la date de réception de la lettre qui compte, pas celle de l’envoi.",
    ),
    Term("Priorité (P1 à P4)", "Croisement de l’impact et de l’urgence, selon la matrice du contrat."),
    Term(
        "Provisoire",
        "Chiffre d’un mois qui n’est pas clos, précédé de « ~ ».",
        "Il peut encore changer ; une fois le mois clos, toute correction crée une révision.",
    ),
    Term(
        "Réouverture",
        "Reprise d’un ticket déclaré résolu.",
        "Dans le délai du contrat, c’est le même ticket : ses temps se cumulent.",
        "method", "rattachement",
    ),
    Term(
        "Requalification",
        "Changement de priorité ou de type d’un ticket.",
        "Une priorité abaissée n’efface jamais un retard déjà acquis.",
        "method", "rattachement",
    ),
    Term(
        "Réversibilité",
        "Reprise du service par le client en fin de contrat.",
        "Vers un nouveau prestataire, certains contrats disent « transférabilité ».",
        "method", "sortie",
    ),
    Term(
        "Sans objet",
        "État d’un engagement qu’aucun ticket du mois ne concerne.",
        "Ni 0 %, ni 100 %.",
        "method", "taux",
    ),
    Term(
        "Suspension",
        "Temps d’attente retiré du délai, pour un motif que le contrat accepte.",
        "Attendre un sous-traitant du prestataire ne suspend rien.",
        "method", "suspensions",
    ),
    Term(
        "Tacite reconduction",
        "Prolongation du contrat quand personne ne le dénonce à temps.",
        "Un préavis reçu un jour trop tard engage pour toute la période suivante.",
    ),
    Term(
        "Taux de respect",
        "Respectés ÷ (respectés + non respectés), tickets ouverts et échus compris.",
        "Ne compter que les tickets résolus embellit le mois.",
        "method", "taux",
    ),
    Term("Unité d’œuvre (UO)", "Prix fixe d’une prestation hors forfait, par niveau de complexité."),
)  # fmt: skip
"""Terms in alphabetical order."""
