"""Writing what the contract file says of the contract itself."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from accounts.models import Organisation
from contracts.engine.problems import FileRefused, Problem
from contracts.engine.terms import ContractTerms, Identity, Version
from contracts.models import (
    Amendment,
    Contract,
    ContractVersion,
    ScopeToCome,
    ServiceCalendar,
    ServiceWindow,
    Site,
    SiteClosure,
    TermsToCome,
)
from contracts.selectors.contract_file import waiting_terms
from contracts.selectors.lookup import contract_of_file
from contracts.selectors.scope_to_come import waiting_scopes
from contracts.services.rows import Counts, replace_rows, upsert_row
from contracts.services.scope_rows import write_scope
from core.scope import for_contract


def load_identity(*, identity: Identity, is_demo: bool = False) -> tuple[Contract, Counts]:
    """Create or update the contract of that reference and client; organisations are created when new."""
    values: dict[str, Any] = asdict(identity)
    client = _organisation(values.pop("client"), Organisation.Kind.CLIENT)
    values["provider"] = _organisation(values.pop("provider"), Organisation.Kind.PROVIDER)
    if is_demo:
        values["is_demo"] = True
    found = contract_of_file(identity.reference, client.name)
    if found is None:
        return Contract.objects.create(client=client, **values), Counts(created=1)
    if all(getattr(found, name) == value for name, value in values.items()):
        return found, Counts(unchanged=1)
    for name, value in values.items():
        setattr(found, name, value)
    with for_contract(found.pk):
        found.save()
    return found, Counts(updated=1)


def _organisation(name: str, kind: str) -> Organisation:
    return Organisation.objects.get_or_create(name=name, defaults={"kind": kind})[0]


def load_versions(*, contract: Contract, terms: ContractTerms) -> Counts:
    """The versions of the contract; those that the file no longer names are removed.

    Raises FileRefused when the file says otherwise of a version that two persons approved.
    """
    coming = {version.number: (version.coming, version.coming_terms) for version in terms.versions}
    rows = [_version_row(version) for version in terms.versions]
    said = {row["number"]: row for row in rows}
    scopes = {row.version_id: row.change for row in waiting_scopes(contract)}
    later = {row.version_id: row.change for row in waiting_terms(contract)}
    approved = Amendment.objects.filter(contract=contract, state=Amendment.State.APPROVED)
    kept = [one.version for one in approved.select_related("version").order_by("number") if one.version]
    rewritten = [
        Problem(
            f"version {one.number}",
            "le fichier la change ou l’omet, alors que deux personnes l’ont approuvée.",
            "Repartez du contrat exporté (export_contract), et proposez un avenant pour ce qui change.",
        )
        for one in kept
        if said.get(one.number) != {name: getattr(one, name) for name in rows[0]}
        or (scopes.get(one.pk, coming[one.number][0]), later.get(one.pk, coming[one.number][1]))
        != coming[one.number]
    ]
    if rewritten:
        raise FileRefused(rewritten)
    counts = replace_rows(model=ContractVersion, within={"contract": contract}, key=("number",), rows=rows)
    keys = dict(ContractVersion.objects.filter(contract=contract).values_list("number", "pk"))
    within: dict[str, Any] = {"contract": contract}
    scopes_said = [{"version_id": keys[n], "change": said[0]} for n, said in coming.items() if said[0]]
    terms_said = [{"version_id": keys[n], "change": said[1]} for n, said in coming.items() if said[1]]
    counts += replace_rows(model=ScopeToCome, within=within, key=("version_id",), rows=scopes_said)
    counts += replace_rows(model=TermsToCome, within=within, key=("version_id",), rows=terms_said)
    return counts


def _version_row(version: Version) -> dict[str, Any]:
    values = asdict(version)
    del values["coming"], values["coming_terms"]
    return values | {"settings": dict(version.settings), "matrix": [asdict(cell) for cell in version.matrix]}


def load_hours(*, contract: Contract, terms: ContractTerms) -> Counts:
    """Calendars and their windows. Calendars that the file no longer names wait for `prune_hours`."""
    counts = Counts()
    for hours in terms.hours:
        calendar, own = upsert_row(
            model=ServiceCalendar,
            key={"contract": contract, "code": hours.code},
            values={"name": hours.name, "always_open": hours.always_open},
        )
        counts += own + replace_rows(
            model=ServiceWindow,
            within={"contract": contract, "calendar": calendar},
            key=("weekday", "opens"),
            rows=[asdict(window) for window in hours.windows],
        )
    return counts


def prune_hours(*, contract: Contract, terms: ContractTerms) -> Counts:
    """Remove the calendars that the file no longer names, once nothing refers to them any more."""
    stale = ServiceCalendar.objects.filter(contract=contract).exclude(code__in=terms.calendar_codes)
    removed = stale.count()
    stale.delete()
    return Counts(removed=removed)


def load_places(*, contract: Contract, terms: ContractTerms) -> Counts:
    """Sites with their closures, and the closures common to all sites."""
    calendars = dict(ServiceCalendar.objects.filter(contract=contract).values_list("code", "pk"))
    stale = Site.objects.filter(contract=contract).exclude(code__in=[place.code for place in terms.places])
    counts = Counts(removed=stale.count())
    stale.delete()
    sites: dict[str, Site | None] = {"": None}
    for place in terms.places:
        values = asdict(place)
        values["calendar_id"] = calendars.get(values.pop("calendar"))
        key = {"contract": contract, "code": values.pop("code")}
        sites[place.code], own = upsert_row(model=Site, key=key, values=values)
        counts += own
    for code, site in sites.items():
        counts += replace_rows(
            model=SiteClosure,
            within={"contract": contract, "site": site},
            key=("day",),
            rows=[{"day": c.day, "label": c.label} for c in terms.closures if c.site == code],
        )
    return counts


def load_scope(*, contract: Contract, terms: ContractTerms) -> Counts:
    """Scope, exclusions and grey items; lines that the file no longer names are removed."""
    return write_scope(contract=contract, lines=terms.scope, prune=True)
