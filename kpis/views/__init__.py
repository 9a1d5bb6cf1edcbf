"""Windows on indicators, signals and satisfaction."""

from kpis.views.grey_zones import grey_zones
from kpis.views.indicators import detail, follow, indicator_list
from kpis.views.satisfaction import satisfaction, verbatim, verbatims
from kpis.views.signals import answer, signals
from kpis.views.surveys import (
    satisfaction_entry,
    survey,
    survey_close,
    survey_create,
    survey_links,
    survey_mails,
    survey_revoke,
)

__all__ = [
    "answer",
    "detail",
    "follow",
    "grey_zones",
    "indicator_list",
    "satisfaction",
    "satisfaction_entry",
    "signals",
    "survey",
    "survey_close",
    "survey_create",
    "survey_links",
    "survey_mails",
    "survey_revoke",
    "verbatim",
    "verbatims",
]
