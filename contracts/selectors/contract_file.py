"""The contract as the tables of its file: what `load_contract` reads back unchanged."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import OuterRef

from contracts.engine.matrix import write_matrix
from contracts.engine.scope_file import write_scope
from contracts.engine.scope_to_come import tables_of_text
from contracts.engine.settings_file import write_settings
from contracts.engine.terms import TIMEZONE, version_title
from contracts.engine.vocabulary import RENEWALS, WEEKDAYS, french_of
from contracts.engine.writing import filled, other_than, plain_number
from contracts.models import (
    Contract,
    ContractVersion,
    ScopeToCome,
    ServiceCalendar,
    ServiceWindow,
    Site,
    SiteClosure,
    TermsToCome,
)
from contracts.selectors.scope_lines import lines_by_item
from core.gathering import gather


def export_identity(contract: Contract) -> dict[str, Any]:
    """The `[contrat]` table."""
    return filled(
        reference=contract.reference,
        objet=contract.title,
        client=contract.client.name,
        prestataire=contract.provider.name,
        fuseau=other_than(TIMEZONE, contract.timezone),
        debut=contract.starts_on,
        fin=contract.ends_on,
        reconduction=french_of(RENEWALS, contract.renewal),
        reconduction_mois=contract.renewal_months or None,
        reconductions_max=contract.max_renewals or None,
        preavis_mois=contract.notice_months or None,
        utilisateurs=contract.users or None,
        budget_annuel=plain_number(contract.yearly_budget),
        aucune_exclusion=contract.no_exclusion,
    )


def export_versions(contract: Contract) -> list[dict[str, Any]]:
    """The `[[version]]` tables, with what each will change until its day (1 query)."""
    read = gather(
        ContractVersion.objects.filter(contract=contract).order_by("number"),
        terms=TermsToCome.objects.filter(version=OuterRef("pk")),
        scope=ScopeToCome.objects.filter(version=OuterRef("pk")),
    )
    return [
        {
            "numero": version.number,
            "effet": version.effective_on,
            **filled(objet=other_than(version_title(version.number), version.title)),
            "forfait_mensuel": plain_number(version.monthly_fee),
            "reglages": write_settings(version.settings),
            **filled(
                matrice=write_matrix(version.matrix),
                a_venir=tables_of_text("".join(f"{row.change}\n" for row in [*of["terms"], *of["scope"]])),
            ),
        }
        for version, of in read
    ]


def waiting_terms(contract: Contract) -> list[TermsToCome]:
    """What waits for its day of the terms, earliest first (1 query)."""
    rows = TermsToCome.objects.filter(contract=contract).select_related("version")
    return list(rows.order_by("version__effective_on"))


def export_hours(contract: Contract) -> list[dict[str, Any]]:
    """The `[[plage]]` tables."""
    calendars = ServiceCalendar.objects.filter(contract=contract).order_by("code")
    return [
        filled(
            code=calendar.code,
            libelle=calendar.name,
            toujours_ouvert=calendar.always_open,
            fenetres=_week(of["windows"]),
        )
        for calendar, of in gather(calendars, windows=ServiceWindow.objects.filter(calendar=OuterRef("pk")))
    ]


def _week(windows: list[ServiceWindow]) -> dict[str, list[str]]:
    week: dict[str, list[str]] = {}
    for window in sorted(windows, key=lambda one: (one.weekday, one.opens)):
        week.setdefault(WEEKDAYS[window.weekday], []).append(f"{clock(window.opens)}-{clock(window.closes)}")
    return week


def clock(minutes: int) -> str:
    """Minutes after midnight as « 08:00 »; 1440 is « 24:00 »."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def export_places(contract: Contract) -> list[dict[str, Any]]:
    """The `[[site]]` tables with their closures."""
    sites = Site.objects.filter(contract=contract).select_related("calendar").order_by("code")
    return [
        filled(
            code=site.code,
            nom=site.name,
            zone_feries=site.holiday_zone,
            lundi_pentecote_travaille=site.whit_monday_worked,
            plage=site.calendar.code if site.calendar else "",
            fermeture=_closures(of["closures"]),
        )
        for site, of in gather(sites, closures=SiteClosure.objects.filter(site=OuterRef("pk")))
    ]


def export_closures(contract: Contract) -> list[dict[str, Any]]:
    """The `[[fermeture]]` tables, common to all sites."""
    return _closures(SiteClosure.objects.filter(contract=contract, site=None))


def _closures(rows: Iterable[SiteClosure]) -> list[dict[str, Any]]:
    return [{"jour": row.day, "libelle": row.label} for row in sorted(rows, key=lambda row: row.day)]


def export_scope(contract: Contract) -> dict[str, list[dict[str, Any]]]:
    """The `[[perimetre]]`, `[[exclusion]]` and `[[zone_grise]]` tables."""
    return write_scope(lines_by_item(contract).values())
