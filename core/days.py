"""Which day it is for what stands above contracts; a contract has its own zone, hence its own day."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone


def portal_today() -> date:
    """Today where the portal's people work."""
    return timezone.localdate(timezone=ZoneInfo(settings.PORTAL_ZONE))


def latest_day() -> date:
    """The latest day it is anywhere: nothing that is due somewhere is left out by asking for it."""
    return (timezone.now() + timedelta(hours=14)).date()
