"""What the database itself holds of surveys: one answer a link, links and answers of their own contract; and of indicators:
what was typed for a closed month, new limits and what committees looked at stay as they were.
"""

from __future__ import annotations

from core.guards import Guard
from slas.models.guards import BOOKS, OWN, frozen

SURVEY, LINK, ANSWER = "kpis_survey", "kpis_surveyinvitation", "kpis_surveyanswer"
COMMENT = "kpis_surveycomment"
ONCE = "Un lien d’enquête ne donne qu’une réponse."
KEPT = "Une réponse reste comme elle a été donnée."
USED = "Un lien utilisé le reste."
REBASED = "Une nouvelle référence ne se défait pas : posez-en une autre, plus tard."
SEEN = "Ce qu’un comité a vu reste tel qu’il l’a vu."
FOREIGN = "Une enquête, ses liens et ses réponses sont d’un même contrat."


def _abroad(parent: str, link: str) -> str:
    return (
        f"NOT EXISTS (SELECT 1 FROM {parent} guard_p WHERE guard_p.id = {{row}}.{link}"
        " AND guard_p.contract_id = {row}.contract_id)"
    )


GUARDS = [
    # No answer names its link: there are at most as many answers as links used, wave by wave.
    Guard(
        "surveyanswer", ANSWER, "INSERT", ONCE,
        f"(SELECT COUNT(*) FROM {ANSWER} guard_a WHERE guard_a.survey_id = NEW.survey_id) >= "
        f"(SELECT COUNT(*) FROM {LINK} guard_l WHERE guard_l.survey_id = NEW.survey_id AND guard_l.answered)",
        (LINK,),
    ),
    Guard("surveyanswer", ANSWER, "UPDATE", KEPT),
    Guard("surveyanswer_home", ANSWER, "INSERT", FOREIGN, _abroad(SURVEY, "survey_id"), (SURVEY,)),
    Guard("surveylink", LINK, "UPDATE", USED, "OLD.answered AND NOT NEW.answered"),
    Guard("surveylink_home", LINK, "INSERT", FOREIGN, _abroad(SURVEY, "survey_id"), (SURVEY,)),
    *frozen("indicatorentry", "kpis_indicatorentry", OWN, *BOOKS),
    *(Guard("rebase", "kpis_rebase", event, REBASED) for event in ("UPDATE", "DELETE")),
    *(Guard("showing", "kpis_indicatorshowing", event, SEEN) for event in ("UPDATE", "DELETE")),
    Guard("surveycomment_home", COMMENT, "INSERT", FOREIGN, _abroad(ANSWER, "answer_id"), (ANSWER,)),
]  # fmt: skip
