"""How the time of a ticket is counted, and to which month it belongs."""

from infogerance.selectors.method.section import Section

COUNTED_TIME = Section(
    anchor="temps-compte",
    title="Temps compté",
    default=(
        "Seules comptent les heures des plages de service du contrat, fériés du site et fermetures datées "
        "déduits, à la seconde près. Une plage « 24 h/24 » ignore les fériés. Un jour ouvré vaut la durée "
        "quotidienne de la plage, jamais 24 h. Le délai est tenu quand le temps compté ne dépasse pas la "
        "cible, l’égalité comprise : on compare des durées, jamais des dates."
    ),
    settings=(
        "clock_start",
        "clock_stop",
        "tto_evidence",
        "day_unit",
        "day_count",
        "boundary",
        "deadline_at_boundary",
    ),
    example=(
        "Plage du lundi au vendredi, 8 h à 18 h. Ticket ouvert le vendredi 6 mars 2026 à 19:30, pris en "
        "charge le lundi 9 mars à 8:20, pour une GTI de 30 min.",
        "Le vendredi soir et le week-end sont hors plage : seules comptent les minutes du lundi.",
    ),
    result="0 h 20 comptées, échéance le lundi à 8:30 : respecté.",
)

SUSPENSIONS = Section(
    anchor="suspensions",
    title="Suspensions",
    default=(
        "Une attente ne suspend le délai que si son motif est opposable au contrat : attente de "
        "l’utilisateur, du client ou d’un tiers hors contrat. Attendre un sous-traitant du prestataire ne "
        "suspend rien. Les suspensions qui se chevauchent sont réunies, jamais additionnées, et ne comptent "
        "que dans les plages de service. Par défaut elles s’appliquent à la GTR, pas à la GTI. Une "
        "suspension posée après l’échéance ne sauve pas le ticket."
    ),
    settings=(
        "suspension_reasons",
        "suspension_applies_to",
        "max_suspension_minutes",
        "suspension_proof_required",
    ),
    example=(
        "Plage du lundi au vendredi, 8 h à 18 h, GTR de 8 h. Ticket ouvert le lundi 2 mars 2026 à 9:00, "
        "résolu le mercredi 4 mars à 14:00, suspendu du lundi 15:00 au mercredi 10:00.",
        "Durée ouvrée : 25 h. Suspension dans les plages : 15 h, et non les 43 h du calendrier.",
    ),
    result="25 h − 15 h = 10 h 00 pour 8 h : non respecté.",
)

MONTH = Section(
    anchor="rattachement",
    title="Mois de rattachement",
    default=(
        "Un ticket compte une seule fois, dans le mois où son verdict est acquis : celui de la résolution "
        "s’il est dans les temps, celui de l’échéance dépassée s’il ne l’est pas, résolu ou encore ouvert. "
        "Un mois passé ne bouge donc plus. Tant que l’échéance n’est pas passée, un ticket ouvert est « En "
        "cours » et n’entre dans aucun taux. Une réouverture dans le délai du contrat prolonge le même "
        "ticket ; la version du contrat en vigueur à l’ouverture fait foi."
    ),
    settings=(
        "attribution",
        "reopen_policy",
        "reopen_window_days",
        "priority_raised",
        "priority_lowered",
        "priority_lowered_approved",
    ),
    example=(
        "Plage du lundi au vendredi, 8 h à 18 h, GTR de 8 h. Ticket ouvert le mardi 31 mars 2026 à 16:00, "
        "résolu le mercredi 1er avril à 15:00.",
        "Le délai est épuisé le mercredi 1er avril à 14:00, après 8 h comptées ; la résolution en demande 9.",
    ),
    result="9 h 00 pour 8 h : non respecté, au compte d’avril 2026.",
)
