"""Windows on indicators, signals and satisfaction."""

from kpis.views.grey_zones import grey_zones
from kpis.views.indicators import detail, indicator_list
from kpis.views.satisfaction import satisfaction
from kpis.views.signals import answer, signals

__all__ = ["answer", "detail", "grey_zones", "indicator_list", "satisfaction", "signals"]
