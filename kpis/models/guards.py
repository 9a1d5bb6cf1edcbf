"""What the database itself holds of surveys: one answer a link, links and answers of their own contract."""

from __future__ import annotations

from core.guards import Guard

SURVEY, LINK, ANSWER = "kpis_survey", "kpis_surveyinvitation", "kpis_surveyanswer"
COMMENT = "kpis_surveycomment"
ONCE = "Un lien d’enquête ne donne qu’une réponse."
KEPT = "Une réponse reste comme elle a été donnée."
USED = "Un lien utilisé le reste."
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
    Guard("surveycomment_home", COMMENT, "INSERT", FOREIGN, _abroad(ANSWER, "answer_id"), (ANSWER,)),
]  # fmt: skip
