"""The DORA register: the questions of article 30, and the facts that the register of information of article 28 § 3 asks for.

Its columns are those of the templates B_02.01, B_02.02, B_05.01, B_06.01 and B_07.01 of the implementing regulation (UE)
2024/2956; a closed list of a template is a closed list here. The portal knows one contract: what the templates ask of the
financial entity, of its group and of each of its functions stays to complete there.
"""

from __future__ import annotations

from contracts.engine.register_shape import Fact, Question, Register

COUNTRY = "Code de deux lettres, par exemple FR."
SERVICE = "Code de l’annexe III du règlement, de S01 à S19 : S14 pour l’exploitation, S07 pour l’hébergement."
LEVELS = (("faible", "Faible"), ("moyenne", "Moyenne"), ("elevee", "Élevée"))
RELIANCE = (
    ("negligeable", "Non significative"), ("faible", "Faible"), ("importante", "Importante"), ("totale", "Totale"),
)  # fmt: skip
SUBSTITUTES = (
    ("impossible", "Non substituable"), ("tres_complexe", "Substitution très complexe"),
    ("moyenne", "Substitution de complexité moyenne"), ("facile", "Facilement substituable"),
)  # fmt: skip
REASONS = (
    ("sans_alternative", "Pas d’alternative réelle"), ("migration", "Migration difficile"), ("les_deux", "Les deux"),
)  # fmt: skip
RETURN = (("facile", "Facile"), ("difficile", "Difficile"), ("tres_complexe", "Très complexe"))
NOT_ASSESSED = ("non_evalue", "Non évalué")
FACTS = (
    Fact(
        "lei", "LEI ou SIREN du prestataire", "text", "20 caractères pour un LEI, 9 chiffres pour un SIREN."
    ),
    Fact("lei_client", "LEI de l’entité financière", "text", "20 caractères : celle qui use du service."),
    Fact("type_service", "Type de service", "text", SERVICE),
    Fact("fonction", "Fonction soutenue", "text", "Son identifiant dans votre registre, par exemple F1."),
    Fact("fonction_critique", "Soutient une fonction critique ou importante", "flag"),
    Fact("droit", "Pays du droit applicable", "text", COUNTRY),
    Fact("pays_service", "Pays d’où le service est rendu", "text", COUNTRY),
    Fact("stockage", "Le prestataire conserve des données", "flag"),
    Fact(
        "pays_donnees",
        "Pays des données conservées",
        "text",
        "Par défaut, le lieu du traitement du registre RGPD.",
    ),
    Fact(
        "pays_traitement",
        "Pays du traitement des données",
        "text",
        "Par défaut, celui des données conservées.",
    ),
    Fact("sensibilite", "Sensibilité des données conservées", "word", options=LEVELS),
    Fact("dependance", "Dépendance au service", "word", options=RELIANCE),
    Fact("substituabilite", "Substituabilité du prestataire", "word", options=SUBSTITUTES),
    Fact("raison", "Raison, si la substitution est impossible ou très complexe", "word", options=REASONS),
    Fact("dernier_audit", "Dernier audit", "day"),
    Fact("plan_sortie", "Plan de sortie", "text", "Sa référence et sa version."),
    Fact("reintegration", "Reprise du service en interne", "word", options=RETURN),
    Fact("impact", "Impact d’un arrêt du service", "word", options=(*LEVELS, NOT_ASSESSED)),
    Fact(
        "alternatives",
        "Autres prestataires repérés",
        "word",
        options=(("oui", "Oui"), ("non", "Non"), NOT_ASSESSED),
    ),
    Fact("alternative", "Lesquels", "text"),
)
DORA = Register(
    "dora", "DORA", "Règlement (UE) 2022/2554, articles 28 et 30 : entités financières",
    FACTS,
    (
        Question("description", "Les services, sous-traitance comprise, sont-ils décrits clairement et en entier ?", "art. 30 § 2 a"),
        Question("lieux", "Les lieux du service et des données sont-ils dits, leur changement annoncé ?", "art. 30 § 2 b"),
        Question("protection", "La disponibilité, l’intégrité et la confidentialité des données sont-elles prévues ?", "art. 30 § 2 c"),
        Question("restitution", "Les données sont-elles accessibles et rendues en cas de défaillance ou de fin ?", "art. 30 § 2 d"),
        Question("niveaux", "Les niveaux de service, et leurs révisions, sont-ils décrits ?", "art. 30 § 2 e"),
        Question("assistance", "L’assistance en cas d’incident est-elle sans surcoût, ou à un coût fixé d’avance ?", "art. 30 § 2 f"),
        Question("autorites", "Le prestataire coopère-t-il avec les autorités ?", "art. 30 § 2 g"),
        Question("resiliation", "Les droits de résiliation et leurs préavis sont-ils prévus ?", "art. 30 § 2 h"),
        Question("formation", "Le prestataire participe-t-il aux formations à la sécurité ?", "art. 30 § 2 i"),
        Question("cibles", "Fonction critique : les cibles sont-elles chiffrées ?", "art. 30 § 3 a"),
        Question("signalement", "Fonction critique : le prestataire signale-t-il ce qui peut dégrader le service ?", "art. 30 § 3 b"),
        Question("continuite", "Fonction critique : la continuité est-elle prévue et essayée ?", "art. 30 § 3 c"),
        Question("tests", "Fonction critique : le prestataire participe-t-il aux tests de pénétration ?", "art. 30 § 3 d"),
        Question("audit", "Fonction critique : les droits d’accès, d’inspection et d’audit sont-ils sans limite ?", "art. 30 § 3 e"),
        Question("transition", "Fonction critique : une période de transition obligatoire est-elle prévue ?", "art. 30 § 3 f"),
    ),
)  # fmt: skip
LEI_LENGTH, SIREN_LENGTH = 20, 9


def kind_of_code(code: str) -> str:
    """Which kind of identification a code is, from its length alone; empty where it is neither."""
    bare = "".join(code.split())
    if len(bare) == LEI_LENGTH and bare.isalnum():
        return "LEI"
    return "SIREN" if len(bare) == SIREN_LENGTH and bare.isdigit() else ""
