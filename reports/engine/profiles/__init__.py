"""Profiles: what the export of one tool looks like, as data. A new tool is a new module listed here."""

from reports.engine.profiles import (
    easyvista,
    glpi,
    glpi_english,
    glpi_portuguese,
    itop,
    jira,
    native,
    servicenow,
    servicenow_list,
)
from reports.engine.profiles.profile import Profile

PROFILES: dict[str, Profile] = {
    module.PROFILE.code: module.PROFILE
    for module in (
        native,
        glpi,
        glpi_english,
        glpi_portuguese,
        jira,
        itop,
        easyvista,
        servicenow_list,
        servicenow,
    )
}

__all__ = ["PROFILES", "Profile"]
