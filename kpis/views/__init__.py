"""Windows on indicators, signals and satisfaction."""

from kpis.views.backlog import backlog
from kpis.views.catalogue import catalogue
from kpis.views.committee import drop, keep, limits
from kpis.views.detail import detail
from kpis.views.grey_zones import grey_zones
from kpis.views.indicators import follow, indicator_list
from kpis.views.own import own_create, own_declare, own_edit, own_enter, own_retire
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
    "backlog",
    "catalogue",
    "detail",
    "drop",
    "follow",
    "grey_zones",
    "indicator_list",
    "keep",
    "limits",
    "own_create",
    "own_declare",
    "own_edit",
    "own_enter",
    "own_retire",
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
