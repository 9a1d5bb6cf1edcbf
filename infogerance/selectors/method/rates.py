"""How the rates of a month are counted, judged and printed."""

from infogerance.selectors.method.section import Section

RATE = Section(
    anchor="taux",
    title="Taux de respect",
    default=(
        "Taux = respectés ÷ (respectés + non respectés), sur les tickets dont le verdict tombe dans le mois. "
        "Un ticket encore ouvert après son échéance est non respecté : l’attendre pour le compter "
        "embellirait le mois. Les tickets annulés et les doublons sortent du calcul, sauf s’ils avaient "
        "déjà dépassé leur échéance. D’un incident majeur, seul le ticket parent compte. Plusieurs mois se "
        "cumulent en sommes, jamais en moyenne de taux. Sans aucun ticket : « Sans objet », ni 0 % ni 100 %."
    ),
    settings=("child_policy", "cancelled_policy"),
    example=(
        "20 tickets résolus dans les temps, 1 résolu en retard, 3 encore ouverts après leur échéance, 5 "
        "ouverts dont l’échéance n’est pas passée.",
        "Les 5 derniers sont en cours : 20 respectés sur 24 jugés. Ne compter que les résolus donnerait "
        "20/21 = 95,24 %.",
    ),
    result="20/24 = 83,33 %.",
)

SMALL_VOLUME = Section(
    anchor="volume",
    title="Volume réduit",
    default=(
        "Sous le volume minimal, un seul échec ferait basculer le mois. Le contrat admet alors ⌊n × (1 − "
        "taux exigé)⌋ échecs, et un au moins, calculés en décimales exactes. La page montre les deux : le "
        "taux brut et le verdict de la clause."
    ),
    settings=("min_volume", "min_failures", "rolling"),
    example=(
        "4 tickets jugés, 1 échec, taux exigé 95 %.",
        "Moins de 20 tickets : 1 échec est admis, bien que le taux brut soit sous l’exigence.",
    ),
    result="75,00 % brut, engagement respecté par la clause de volume réduit.",
)

ROUNDING = Section(
    anchor="arrondi",
    title="Arrondi",
    settings=("display_decimals",),
    default=(
        "Le verdict se lit sur la fraction exacte. Le chiffre affiché est arrondi au plus proche, la moitié "
        "vers le haut, avec une décimale de plus que la cible ; mais un arrondi ne franchit jamais la "
        "cible : il est alors coupé du côté où se trouve le chiffre exact."
    ),
    example=(
        "471 tickets respectés sur 496, taux exigé 95 %. La fraction exacte est 94,9597 %.",
        "Arrondie à une décimale, elle afficherait 95,0 % pour un engagement manqué.",
    ),
    result="94,9 % affiché : non respecté.",
)

OUTLOOK = Section(
    anchor="atterrissage",
    title="Atterrissage du mois",
    default=(
        "Le mois en cours se lit dans le dernier rapport déposé : tickets déjà jugés, tickets ouverts dans le "
        "délai dont l’échéance tombe dans le mois, tickets à venir. Ceux-ci suivent le rythme, par jour ouvré, des "
        "six derniers mois au plus, du plus calme au plus chargé, et leur taux de respect ; il faut trois mois et "
        "20 tickets. Au mieux, tous les tickets ouverts sont tenus, et ceux à venir vont comme au meilleur de ces mois ; "
        "au pire, aucun, et comme au pire de ces mois. « Déjà perdu » et « tenu quoi "
        "qu’il arrive » ne se disent que si ni eux ni ceux à venir, au rythme le plus chargé, n’y changent rien. "
        "L’atterrissage ne juge et ne clôt rien."
    ),
    settings=(),
    example=(
        "40 tickets jugés dont 1 en retard, 5 ouverts à tenir, 15 à venir (de 12 à 20), 90 % respectés les mois "
        "précédents (de 80 % à 96 %), taux exigé 90 %.",
        "Sur 60 tickets : au mieux 97,3 %, probable 95,0 %, au pire 85,0 %.",
    ),
    result="5 échecs encore admis : le mois se joue.",
)

AVAILABILITY = Section(
    anchor="disponibilite",
    title="Disponibilité",
    default=(
        "D = (TS − TM − TI) ÷ (TS − TM). TS : durée de service du mois réel. TM : maintenance admise, "
        "annoncée dans le délai et dans le quota du mois. TI : union des pannes imputables au prestataire, "
        "dans les plages, hors maintenance admise. Une maintenance non annoncée, ou au-delà du quota, compte "
        "comme panne. Sans fichier des pannes ni déclaration « aucune panne » : « Non mesurable »."
    ),
    settings=(
        "maintenance_deducted",
        "maintenance_notice_days",
        "maintenance_quota_minutes",
        "unknown_policy",
        "degraded_weight",
        "degraded_counted",
    ),
    example=(
        "Juin 2026, service 24 h/24 : 43 200 min. Maintenance admise : 240 min. Pannes imputables au "
        "prestataire : 95 min, et 30 min imputables au client.",
        "Les 30 min du client restent listées et sortent du calcul : (43 200 − 240 − 95) ÷ (43 200 − 240).",
    ),
    result="99,7789 %.",
)
