"""From a model and the answers to the tables of the contract file. Nothing is checked here: the file's reader does."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from contracts.engine.writing import filled, plain_number
from infogerance.engine.creation.answers import (
    Answers,
    Copied,
    Element,
    Ending,
    Kept,
    Parties,
    Place,
    Places,
    Promises,
)
from infogerance.engine.creation.hours import compose_hours
from infogerance.engine.creation.starting import compose_matrix, compose_start

Tables = Mapping[str, Any]


def compose(model: Tables, copied: Copied, answers: Answers) -> dict[str, Any]:
    """The tables of the contract file, in its order. `model` is not changed."""
    hours, called = compose_hours(answers.places.hours, copied)
    tables = {
        "contrat": compose_identity(model, answers.parties),
        "version": [compose_version(model, answers)],
        "plage": hours,
        "site": compose_sites(answers.places, copied),
        "fermeture": [dict(one) for one in copied.closures],
        "engagement": compose_promises(model, answers.promises, called),
        "perimetre": compose_elements(model.get("perimetre", []), answers.scope.included),
        "exclusion": compose_elements(model.get("exclusion", []), answers.scope.excluded),
        "unite_oeuvre": compose_allowances(answers.scope.excluded),
        "indicateur": model.get("indicateur", []),
        "livrable": model.get("livrable", []),
        "sortie": compose_exit(model, answers.ending),
        **compose_start(model, answers.parties),
    }
    return {name: table for name, table in tables.items() if table}


def compose_identity(model: Tables, parties: Parties) -> dict[str, Any]:
    """The `[contrat]` table; a contract that is not renewed says nothing of renewals."""
    renewed = parties.renewal != "aucune"
    return filled(
        reference=parties.reference,
        objet=parties.title,
        client=parties.client,
        prestataire=parties.provider,
        fuseau=model["contrat"]["fuseau"],
        debut=parties.starts_on,
        fin=parties.ends_on,
        reconduction=parties.renewal,
        reconduction_mois=parties.renewal_months if renewed else None,
        reconductions_max=parties.max_renewals if renewed else None,
        preavis_mois=parties.notice_months,
        utilisateurs=parties.users,
        budget_annuel=plain_number(parties.yearly_budget),
    )


def compose_version(model: Tables, answers: Answers) -> dict[str, Any]:
    """Version 0: what was signed, with the settings of the model under those that were answered."""
    base = model["version"][0]
    return {
        **base,
        "effet": answers.parties.starts_on,
        "forfait_mensuel": plain_number(answers.parties.monthly_fee),
        "reglages": {
            **base["reglages"],
            "priorites": list(answers.promises.priorities),
            **answers.promises.settings,
            **answers.ending.settings,
        },
        **filled(matrice=compose_matrix(model, _priorities(model, answers.promises))),
    }


def compose_sites(places: Places, copied: Copied) -> list[dict[str, Any]]:
    """The `[[site]]` tables; a site of the other contract keeps its code and closures."""
    known, taken, tables = {str(one["nom"]): one for one in copied.sites}, set[str](), []
    for place in places.sites:
        base = known.get(place.name, {})
        code = _code_of(place, str(base.get("code", "")), taken)
        taken.add(code)
        tables.append(
            filled(
                code=code,
                nom=place.name,
                zone_feries=place.zone,
                lundi_pentecote_travaille=place.whit_monday_worked,
                plage=place.hours,
                fermeture=[dict(one) for one in base.get("fermeture", [])],
            )
        )
    return tables


def _code_of(place: Place, known: str, taken: set[str]) -> str:
    """The known code, or one made of the letters of the name: « Siège, Dijon » is `siege-dijon`."""
    plain = unicodedata.normalize("NFKD", place.name).encode("ascii", "ignore").decode().lower()
    words = "".join(sign if sign.isalnum() else " " for sign in plain).split()
    stem = known or "-".join(words)[:26].strip("-") or "site"
    code, rank = stem, 2
    while code in taken:
        code, rank = f"{stem}-{rank}", rank + 1
    return code


def compose_elements(lines: Iterable[Tables], kept: Iterable[Element]) -> list[dict[str, Any]]:
    """The lines kept, numbered anew; one of the model keeps what was not asked (family, other names, kinds)."""
    known = {line["numero"]: line for line in lines}
    tables = []
    for number, element in enumerate(kept, 1):
        said = {
            "numero": number,
            "element": element.name,
            "unite": element.unit,
            "volume": element.quantity,
            "prix_uo": plain_number(element.unit_price),
        }
        base = {key: value for key, value in known.get(element.number, {}).items() if key not in said}
        tables.append({key: value for key, value in {**said, **base}.items() if value not in (None, "")})
    return tables


def compose_allowances(excluded: Iterable[Element]) -> list[dict[str, Any]]:
    """The `[[unite_oeuvre]]` of each exclusion of which some are included every month."""
    return [
        {"code": f"exclusion-{number}", "exclusion": number, "inclus": element.included}
        for number, element in enumerate(excluded, 1)
        if element.included
    ]


def compose_promises(model: Tables, promises: Promises, called: Mapping[str, str]) -> list[dict[str, Any]]:
    """The `[[engagement]]` tables of what is kept, on this contract's hours and priorities."""
    names = _priorities(model, promises)
    composed = (
        _promise(table, promises.kept[table["code"]], called, names)
        for table in model["engagement"]
        if table["code"] in promises.kept
    )
    return [table for table in composed if table is not None]


def _priorities(model: Tables, promises: Promises) -> dict[str, str]:
    """Priority of the model -> that of the contract in its place."""
    return dict(zip(model["version"][0]["reglages"]["priorites"], promises.priorities, strict=False))


def _promise(
    table: Tables, kept: Kept, called: Mapping[str, str], names: Mapping[str, str]
) -> dict[str, Any] | None:
    """One commitment; None when all its delays are for priorities that this contract has not."""
    result = {**table, "taux_exige": plain_number(kept.required)}
    if "plage" in table:
        result["plage"] = called[table["plage"]]
    if not kept.priced:
        result.pop("penalite", None)
    if "delai" in table:
        pairs = zip(table["delai"], kept.delays, strict=True)
        result["delai"] = [
            {**line, "priorite": names[line["priorite"]], "delai": delay.amount, "unite": delay.unit}
            for line, delay in pairs
            if line["priorite"] in names
        ]
        if not result["delai"]:
            return None
    return result


def compose_exit(model: Tables, ending: Ending) -> dict[str, Any]:
    """The `[sortie]` table; the phases of the model stand only while they still end with the hand-over."""
    base = dict(model.get("sortie", {}))
    if ending.exit.get("bascule_mois") != base.get("bascule_mois"):
        base.pop("phase", None)
    phases = base.pop("phase", [])
    said = {
        key: plain_number(value) if hasattr(value, "normalize") else value
        for key, value in ending.exit.items()
    }
    table = {key: value for key, value in {**base, **said}.items() if value not in (None, "")}
    return {**table, "phase": phases} if phases else table
