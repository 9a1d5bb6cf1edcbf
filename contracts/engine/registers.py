"""The optional registers: what each asks, the plain facts it holds, and what deserves a second look.

Sources of the questions: RGPD art. 28; directive NIS2 (UE) 2022/2555 art. 21 and 23; DORA (UE) 2022/2554 art. 28 and
30; Data Act (UE) 2023/2854 art. 23 to 29. They are information, never advice: no answer has a legal effect, and every
alert says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from contracts.engine.register_dora import DORA
from contracts.engine.register_shape import Fact, Question, Register
from contracts.engine.scope_words import Word
from core.engine import formats

ANSWERS = (
    Word("yes", "Oui", "oui"),
    Word("no", "Non", "non"),
    Word("not_applicable", "Sans objet", "sans_objet"),
    Word("to_confirm", "À confirmer", "a_confirmer"),
)
ADVICE = "À confirmer avec un conseil."
NOTICE_MONTHS = 2
"""Data Act art. 25 § 2 d: the notice to switch from a cloud service, in months at most."""
NOTICE_DAYS = 62
"""Two months count 62 days at most."""
ALERT_HOURS = 24
"""NIS2 art. 23 § 4 a: the early warning, in hours after the incident is known."""


RGPD = Register(
    "rgpd", "RGPD", "Règlement (UE) 2016/679, article 28",
    (
        Fact("donnees_personnelles", "Le prestataire traite des données personnelles", "flag"),
        Fact("localisation", "Lieu du traitement", "text", "Pays ou régions, par exemple France."),
    ),
    (
        Question("instructions", "Le prestataire ne traite-t-il les données que sur instruction documentée du client ?", "art. 28 § 3 a"),
        Question("confidentialite", "Les personnes autorisées sont-elles tenues à la confidentialité ?", "art. 28 § 3 b"),
        Question("securite", "Les mesures de sécurité du traitement sont-elles décrites ?", "art. 28 § 3 c"),
        Question("sous_traitants", "Un autre sous-traitant demande-t-il l’autorisation écrite du client ?", "art. 28 § 2 et 4"),
        Question("liste_sous_traitants", "La liste des sous-traitants est-elle tenue à jour et remise au client ?", "art. 28 § 2"),
        Question("droits", "Le prestataire aide-t-il à répondre aux demandes des personnes ?", "art. 28 § 3 e"),
        Question("violations", "Le prestataire annonce-t-il les violations de données, et aide-t-il à y répondre ?", "art. 28 § 3 f"),
        Question("fin", "Les données sont-elles effacées ou rendues à la fin du contrat ?", "art. 28 § 3 g"),
        Question("audit", "Le client peut-il contrôler ou faire auditer le traitement ?", "art. 28 § 3 h"),
        Question("transferts", "Les transferts hors de l’Union européenne sont-ils exclus ou encadrés ?", "art. 28 § 3 a, chap. V"),
    ),
)  # fmt: skip
NIS2 = Register(
    "nis2", "NIS2", "Directive (UE) 2022/2555, articles 21 et 23",
    (
        Fact("notification_heures", "Délai d’annonce d’un incident, en heures", "whole", "Celui que le contrat impose au prestataire."),
        Fact("contact", "Contact de sécurité du prestataire", "text", "Une fonction plutôt qu’un nom."),
    ),
    (
        Question("contact_securite", "Un contact de sécurité est-il désigné par chaque partie ?", "art. 21"),
        Question("chaine", "La sécurité des fournisseurs du prestataire est-elle traitée au contrat ?", "art. 21 § 2 d"),
        Question("continuite", "Sauvegardes, continuité et gestion de crise sont-elles prévues et essayées ?", "art. 21 § 2 c"),
        Question("verification", "L’efficacité des mesures de sécurité est-elle vérifiée ?", "art. 21 § 2 f"),
        Question("alerte", "Le contrat permet-il une alerte dans les 24 heures d’un incident important ?", "art. 23 § 4 a"),
        Question("notification", "Le contrat permet-il une notification dans les 72 heures ?", "art. 23 § 4 b"),
        Question("rapport_final", "Le prestataire remet-il de quoi rédiger le rapport final, un mois après ?", "art. 23 § 4 d"),
    ),
)  # fmt: skip
DATA_ACT = Register(
    "data_act", "Data Act", "Règlement (UE) 2023/2854, articles 23 à 29 : services en nuage",
    (
        Fact("service_cloud", "Le contrat porte sur un service en nuage", "flag"),
        Fact("preavis_mois", "Préavis de changement de fournisseur, en mois", "whole", "Par défaut, le préavis du contrat."),
    ),
    (
        Question("preavis", "Le préavis de changement de fournisseur est-il de deux mois au plus ?", "art. 25 § 2 d"),
        Question("transition", "La transition dure-t-elle 30 jours au plus (sept mois si c’est impossible) ?", "art. 25 § 2 a et § 4"),
        Question("donnees", "Les données à exporter sont-elles énumérées ?", "art. 25 § 2 e"),
        Question("recuperation", "Les données restent-elles à récupérer pendant 30 jours au moins ?", "art. 25 § 2 g"),
        Question("effacement", "L’effacement complet est-il garanti après la récupération ?", "art. 25 § 2 h"),
        Question("frais", "Les frais de changement sont-ils supprimés à partir du 12/01/2027 ?", "art. 29"),
    ),
)  # fmt: skip
REGISTERS = {one.code: one for one in (RGPD, NIS2, DORA, DATA_ACT)}

Facts = Mapping[tuple[str, str], str]
"""Register and fact -> its value as it is kept: « oui » or « non », digits, an ISO day, or a text."""


@dataclass(frozen=True)
class Alert:
    """What deserves a second look in a register; it is a question to put, never a conclusion."""

    register: str
    text: str


def alerts(facts: Facts, notice_months: int, notice_days: int = 0) -> list[Alert]:
    """A cloud notice of more than two months, in months or in days; an incident announced after more than 24 hours.

    `notice_months`, `notice_days`: the contract's own notice, which counts where the register names no other.
    """
    found = []
    said = facts.get(("data_act", "preavis_mois"))
    months, days = (int(said), 0) if said else (notice_months, notice_days)
    too_long = months > NOTICE_MONTHS or days > NOTICE_DAYS
    if facts.get(("data_act", "service_cloud")) == "oui" and too_long:
        whose = "de changement de fournisseur" if said else "du contrat"
        told = f"{formats.number(months)} mois" if months else formats.count(days, "jour")
        found.append(
            Alert(
                "data_act",
                f"Le préavis {whose} est de {told} ; l’article 25 § 2 d du Data Act nomme"
                f" {formats.number(NOTICE_MONTHS)} mois au plus. {ADVICE}",
            )
        )
    hours = facts.get(("nis2", "notification_heures"))
    if hours and int(hours) > ALERT_HOURS:
        found.append(
            Alert(
                "nis2",
                f"Le prestataire annonce un incident sous {formats.number(int(hours))} heures ; l’article 23 § 4 a de"
                f" NIS2 attend une alerte sous {formats.number(ALERT_HOURS)} heures. {ADVICE}",
            )
        )
    return found
