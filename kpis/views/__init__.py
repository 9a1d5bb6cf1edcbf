"""Windows on indicators, signals and satisfaction."""

from kpis.views.indicators import detail, indicator_list
from kpis.views.satisfaction import satisfaction
from kpis.views.signals import answer, signals

__all__ = ["answer", "detail", "indicator_list", "satisfaction", "signals"]
