"""What a missed commitment costs, and how a declared figure is confronted with the recomputed one."""

from infogerance.selectors.method.section import Section

PENALTIES = Section(
    anchor="penalites",
    title="Pénalités",
    default=(
        "Une pénalité est proposée, puis décidée par des personnes : le portail n’en applique aucune. Ordre "
        "du calcul : brut, franchise, bonus, plafond du mois, plafond de l’année, puis un seul arrondi au centime. "
        "Base : forfait mensuel hors taxes, non révisé. Une franchise « seuil » rend tout dû dès qu’elle "
        "est atteinte. Pendant la montée en charge, le montant est montré et rien n’est dû. Un ticket en contestation fait "
        "passer sa part de « ferme » à « contesté ». Un montant n’est lu par le prestataire qu’une fois notifié."
    ),
    settings=(
        "penalty_unit",
        "deductible_mode",
        "deductible",
        "cap_month",
        "cap_year",
        "start_grace_months",
        "penalty_base",
        "bonus_setoff",
        "bonus_credit",
        "revised_fee",
        "points_per_percent",
        "exclusive_remedy",
        "termination_consecutive",
        "termination_in_12",
        "ccag_profile",
        "ccag_divisor",
        "ccag_unavailability_divisor",
        "ccag_factor",
        "ccag_days",
        "ccag_exemption",
        "ccag_cap",
        "observation_days",
        "report_due_business_day",
    ),
    example=(
        "Forfait 18 500 €. GTR P2 à 87,5 % pour 95 % exigés, 1 % du forfait par point entamé : 7,5 points "
        "manquants, 8 entamés, 1 480 €. Le même mois : disponibilité 1 110 €, retard d’un P1 900 €, rapport "
        "tardif 200 €.",
        "Total brut 3 690 €. Plafond du mois : 15 % de 18 500 €, soit 2 775 €.",
    ),
    result="2 775 € proposés, 915 € écrêtés.",
)

GAPS = Section(
    anchor="ecarts",
    title="Écarts entre déclaré et recalculé",
    default=(
        "Écart d’un engagement = déclaré − recalculé, en points. L’écart moyen, un indicateur, est la moyenne des "
        "écarts absolus des engagements ; l’écart tous engagements additionnés, un contrôle, compare deux sommes de "
        "tickets. Un écart est réparti par cause, dans un ordre fixe : verdicts décidés par les parties, tickets omis, "
        "requalifiés, redatés, autre calendrier, suspensions, doublons et tickets fils, annulés, arrondi, et ce "
        "qui reste à expliquer ; la somme des effets est exactement l’écart, affichage compris. Où l’export dit de chaque ticket si "
        "son délai de résolution est tenu (« Délai tenu »), un ticket est rejugé en relâchant une règle à la "
        "fois : sa cause est la première qui donne ce qui est déclaré, ou deux ensemble. Sans cette colonne, et "
        "pour les prises en charge, seuls les décomptes sont connus : une cause n’est nommée que si les tickets "
        "qu’elle touche font exactement la différence, et si elle est seule à le faire. Dates : l’ouverture est "
        "la première annoncée d’un mois à l’autre, la résolution celle du journal des statuts ; une nouvelle "
        "version du même mois est une rectification. Dans la tolérance du contrat, les deux chiffres sont "
        "concordants ; au-delà, l’écart est à justifier, puis expliqué quand le prestataire accepte le chiffre "
        "recalculé ou que le client accepte sa justification. Un écart ouvre une question, il ne juge personne."
    ),
    settings=("tolerance_pt", "date_evidence"),
    example=(
        "Le prestataire déclare 20 tickets respectés sur 21, soit 95,24 %. L’export contient aussi 3 tickets "
        "ouverts, échus et absents de son décompte.",
        "Recalculé : 20/24 = 83,33 %. Les 3 tickets omis portent tout l’écart.",
    ),
    result="+11,90 points, dont 11,90 pour tickets omis.",
)

DISPUTES = Section(
    anchor="contestations",
    title="Contestations et exclusions",
    default=(
        "Chaque partie peut contester un verdict ou demander qu’un ticket sorte du décompte, avec un exposé, des "
        "pièces et une date de réponse. Le référent répond au prestataire, le prestataire au client ; à défaut "
        "le comité tranche. Une partie ne règle jamais seule ce qu’elle a demandé. Sans réponse à la date, le "
        "verdict calculé est ferme. Accepter change le verdict, jamais la mesure : temps compté et échéance "
        "restent ceux du calcul. Tant qu’une contestation est ouverte, le chiffre porte la marque « Contesté » "
        "et l’effet possible est affiché."
    ),
    settings=("contest_until",),
    example=(
        "143 tickets dans le délai sur 168. Le prestataire conteste 4 tickets hors délai, suspendus selon lui.",
        "Tous acceptés, le taux serait 147/168 ; tous refusés, il reste 143/168.",
    ),
    result="Effet possible : de 85,1 % à 87,5 %.",
)
