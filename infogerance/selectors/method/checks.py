"""How a month's files are searched for what they leave out, and what makes a report sincere."""

from infogerance.selectors.method.section import Section

CHECKS = Section(
    anchor="controles",
    title="Contrôles du mois",
    default=(
        "Omissions : tickets connus d’une version antérieure du mois ou ouverts le mois d’avant, numéros absents de "
        "la suite, tickets cités par le seul journal des statuts, pannes sans ticket, encours déclaré, tickets des "
        "deux priorités les plus basses ouverts après leur échéance, incidents relevés par le client. Une liste du "
        "client est rapprochée par la référence, sinon à 30 min près et par ressemblance, un pour un. Pratiques : "
        "quatorze contrôles comparent le mois aux douze d’avant au plus, par une limite exacte d’un seul côté ; un "
        "mois qui ne dépasse pas une fois et demie l’habitude n’est jamais un constat. Leur seuil commun laisse au "
        "plus une fausse alerte en vingt mois, tous contrôles réunis. Il faut 20 tickets dans le mois, 3 mois et "
        "100 tickets d’avant ; sinon « données insuffisantes ». Un constat est une question, jamais un reproche."
    ),
    settings=(),
    example=(
        "Onze mois et 275 tickets sans priorité abaissée, puis 5 sur 25 en mars.",
        "À exposition égale, 3 cas en un mois sur douze arrivent par hasard moins d’une fois sur 1 700 ; seuil : 3 cas.",
    ),
    result="5 cas : à expliquer.",
)

SINCERITY = Section(
    anchor="sincerite",
    title="Indice de sincérité",
    default=(
        "Part des douze derniers rapports à l’heure, complets et dans la tolérance. À l’heure : la première version "
        "est reçue au plus tard le jour attendu. Complet : un chiffre utilisable par engagement, et aucun ticket "
        "connu absent. Dans la tolérance : aucun écart au-delà de la tolérance du contrat, même expliqué. L’indice "
        "est affiché à partir de 3 rapports."
    ),
    settings=(),
    example=(
        "Douze rapports, dont un en retard, un sans chiffre pour un engagement, un avec 5 pt d’écart.",
        "9 ÷ 12.",
    ),
    result="9/12 = 75 %.",
)
