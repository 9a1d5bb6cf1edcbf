"""The four statistics of the portal under one name, for pages, programs and auditors."""

from __future__ import annotations

from kpis.engine.control import xmr
from kpis.engine.proportions import wilson
from kpis.engine.trends import mann_kendall, theil_sen

__all__ = ["mann_kendall", "theil_sen", "wilson", "xmr"]
