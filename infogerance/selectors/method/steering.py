"""How trends, perceived quality and the preparation of the exit are read."""

from infogerance.selectors.method.section import Section

SIGNALS = Section(
    anchor="signaux",
    title="Signaux",
    default=(
        "Une carte XmR fixe les limites habituelles d’un indicateur : moyenne ± 2,66 × étendue mobile "
        "moyenne, sur ses 12 premiers mois, 6 au moins, puis gelées. Un signal se lève quand un point sort "
        "des limites, quand 8 points de suite sont du même côté de la moyenne, ou quand 3 points sur 4 sont "
        "plus près d’une limite que de la moyenne. Une pente n’est dite qu’à partir de 8 mois, si le test "
        "de Mann-Kendall la confirme (p < 0,05). Un mois absent reste absent. Seul, un signal défavorable est à surveiller : une "
        "série stable sur quatre en donne un dans l’année. Il devient une alarme quand un point hors des limites "
        "est suivi d’un second, ou va avec une pente établie dans le même sens, et qu’ils dépassent nettement tout ce que "
        "la référence a connu ; il en faut un de plus si elle est mince (moins d’un an, ou la moitié des mois à la même "
        "valeur). L’alarme est à expliquer, le comité "
        "lui donne une issue ; ce n’est pas un manquement. Mesuré sur des séries simulées : sur douze mois stables, "
        "moins de 5 % des séries donnent une alarme, événements rares compris, tant que les mois ne dépendent pas les uns "
        "des autres ; si chaque mois garde la moitié de l’écart du précédent, 15 %. Une dérive de 15 % par mois est en alarme en "
        "quatre mois neuf fois sur dix, tant que le bruit mensuel (écart type) ne passe pas 10 % de la moyenne ; à "
        "15 %, sept fois sur dix."
    ),
    settings=(),
    example=(
        "Douze mois à 5,1 ; 4,8 ; 5,3 ; 5,0 ; 4,9 ; 5,2 ; 5,1 ; 4,7 ; 5,0 ; 5,2 ; 4,9 ; 6,4. Les onze "
        "premiers servent de base.",
        "Moyenne 5,02, étendue mobile moyenne 0,28 : limites de 4,27 à 5,76.",
    ),
    result="Le dernier point, 6,4, sort des limites : signal à surveiller.",
)

SATISFACTION = Section(
    anchor="satisfaction",
    title="Satisfaction et pastèque",
    default=(
        "Part des réponses notées 4 ou 5, avec son nombre de réponses et son intervalle de Wilson à 95 %. "
        "« Pastèque », vert dehors et rouge dedans : tous les engagements du mois sont respectés et "
        "l’expérience les contredit. Pour la satisfaction, il faut 8 réponses au moins et que la borne haute "
        "de l’intervalle à 90 % reste sous la cible. Les enquêtes par lien closes dans le mois s’ajoutent aux "
        "réponses de l’export, à partir de 5 réponses. Les heures-utilisateurs perdues sont la somme des durées "
        "de panne, en heures de service, fois les utilisateurs touchés ; un service dégradé compte pour son "
        "poids. Rien de cela ne change un verdict contractuel."
    ),
    settings=("satisfaction_target",),
    example=(
        "61 réponses satisfaites sur 100, cible 80 %, tous les engagements respectés.",
        "Intervalle à 90 % : de 52,8 % à 68,6 %. Même sa borne haute est sous la cible.",
    ),
    result="61 % satisfaits : pastèque.",
)

EXIT = Section(
    anchor="sortie",
    title="Préparation de la sortie",
    default=(
        "Score = poids des livrables prouvés ÷ poids de tous les livrables. Une preuve compte tant qu’elle "
        "est valide, douze mois par défaut et le dernier jour compris ; elle ne vaut plus rien le lendemain, "
        "sans crédit partiel. La part dont la recette est signée est donnée à part."
    ),
    settings=(),
    example=(
        "Trois livrables de poids 3, 5 et 2. Le premier a une preuve de moins d’un an, le deuxième une preuve "
        "périmée, le troisième aucune.",
        "Poids prouvé : 3 sur 10.",
    ),
    result="30 %.",
)
