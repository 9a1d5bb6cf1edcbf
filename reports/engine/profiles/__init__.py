"""Profiles: what the export of one tool looks like, as data. A new tool is a new module listed here."""

from reports.engine.profiles import native, servicenow
from reports.engine.profiles.profile import Profile

PROFILES: dict[str, Profile] = {p.code: p for p in (native.PROFILE, servicenow.PROFILE)}

__all__ = ["PROFILES", "Profile"]
