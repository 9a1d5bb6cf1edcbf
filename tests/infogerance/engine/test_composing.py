"""From a model and answers to a contract file that the one reader accepts."""

from __future__ import annotations

import copy
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.engine.writing import write_toml
from core.engine.free_text import refusal_of
from infogerance.contract_file import read_contract_file
from infogerance.engine.creation.answers import (
    Answers,
    Copied,
    Delay,
    Element,
    Ending,
    Kept,
    Parties,
    Place,
    Places,
    Promises,
    Scope,
)
from infogerance.engine.creation.composing import compose
from infogerance.engine.creation.hours import PRESETS, compose_hours, ordinary_choices
from infogerance.engine.creation.wording import delay_words, price_words, unit_price_words, volume_words
from infogerance.selectors.contract_models import contract_models, model_named

MODELS = [model.code for model in contract_models()]
PARTIES = Parties(
    "NEUF-1", "Objet", "Client", "Prestataire", date(2026, 1, 1), date(2028, 12, 31), "tacite", 12, 2, 6,
    Decimal("18500.5"), 300, Decimal(242_000),
)  # fmt: skip
ENDING = Ending(
    {"rapport_jour_ouvre": 5, "observations_jours": 15, "satisfaction_cible": Decimal(80)},
    {
        "clause": "art. 14", "transition_min_mois": 6, "transition_max_mois": 12, "bascule_mois": 6,
        "forfaits_bas": Decimal(4), "forfaits_hauts": Decimal(7), "plafond_forfaits": None,
    },
)  # fmt: skip


def kept_of(model: Any) -> dict[str, Kept]:
    """Every commitment of the model, as it proposes it."""
    return {
        line["code"]: Kept(
            Decimal(line["taux_exige"]),
            tuple(Delay(one["delai"], one["unite"]) for one in line.get("delai", [])),
            priced=True,
        )
        for line in model["engagement"]
    }


def answers_for(model: Any, **changes: Any) -> Answers:
    scope = Scope(
        tuple(Element(line["numero"], line["element"], line["unite"], 10) for line in model["perimetre"]),
        tuple(Element(line["numero"], line["element"], line["unite"]) for line in model["exclusion"]),
    )
    promises = Promises(("P1", "P2", "P3", "P4"), kept_of(model), {"plafond_mois": 15})
    places = Places("ho-8-18", (Place("Siège, Dijon", "metropole", False, ""),))
    return replace(Answers(PARTIES, places, scope, promises, ENDING), **changes)


@pytest.mark.parametrize("code", MODELS)
def test_a_model_and_its_answers_are_a_contract_file(code: str) -> None:
    model = model_named(code).tables
    before = copy.deepcopy(model)
    tables = compose(model, Copied(), answers_for(model))
    read = read_contract_file(write_toml(tables).encode())
    assert model == before
    assert len(read.promises) == len(model["engagement"])
    assert len(read.terms.scope) == len(model["perimetre"]) + len(model["exclusion"])
    assert len(read.exit_lines) == len(model["livrable"])
    assert 5 <= sum(one.in_committee for one in read.followed) <= 8
    assert read.terms.identity.yearly_budget == 242_000


@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_gives_hours_that_the_commitments_find(preset: str) -> None:
    model = model_named("globale").tables
    answers = answers_for(model, places=Places(preset, (Place("Siège", "metropole", False, ""),)))
    read = read_contract_file(write_toml(compose(model, Copied(), answers)).encode())
    codes = {promise.calendar for promise in read.promises if promise.calendar}
    assert codes <= read.terms.calendar_codes


def test_hours_of_another_contract_are_taken_again_beside_a_preset() -> None:
    copied = Copied(
        hours=(
            {"code": "ho", "libelle": "Matin", "fenetres": {"lundi": ["08:00-12:00"]}},
            {"code": "nuit", "libelle": "Nuit et jour", "toujours_ouvert": True},
        ),
        source="INF-1",
    )
    assert ordinary_choices(copied)[0] == ("repris:ho", "Matin (INF-1)")
    tables, called = compose_hours("repris:ho", copied)
    assert (called, [one["code"] for one in tables]) == ({"ho": "ho", "24x7": "nuit"}, ["ho", "nuit"])
    tables, called = compose_hours("ho-8-18", copied)
    assert (called, [one["code"] for one in tables]) == (
        {"ho": "ho-2", "24x7": "nuit"},
        ["ho", "nuit", "ho-2"],
    )


def test_a_site_of_another_contract_keeps_its_code_and_its_closures() -> None:
    model = model_named("globale").tables
    closure = {"jour": date(2026, 12, 24), "libelle": "Veille de Noël"}
    copied = Copied(sites=({"code": "dij", "nom": "Dijon", "fermeture": [closure]},))
    places = Places("ho-8-18", tuple(Place(name, "metropole", False, "") for name in ("Dijon", "Dij", "DIJ")))
    sites = compose(model, copied, answers_for(model, places=places))["site"]
    assert [site["code"] for site in sites] == ["dij", "dij-2", "dij-3"]
    assert [site.get("fermeture") for site in sites] == [[closure], None, None]


def test_without_a_price_a_commitment_keeps_no_penalty() -> None:
    model = model_named("globale").tables
    kept = {code: replace(one, priced=code != "E01") for code, one in kept_of(model).items()}
    tables = compose(
        model, Copied(), answers_for(model, promises=Promises(("P1", "P2", "P3", "P4"), kept, {}))
    )
    assert "penalite" not in tables["engagement"][0]
    assert tables["engagement"][1]["penalite"]


def test_another_cutover_leaves_the_phases_of_the_model_out() -> None:
    model = model_named("globale").tables
    ending = replace(ENDING, exit={**ENDING.exit, "bascule_mois": 4})
    assert "phase" in compose(model, Copied(), answers_for(model))["sortie"]
    assert "phase" not in compose(model, Copied(), answers_for(model, ending=ending))["sortie"]


def is_plain(name: str) -> bool:
    """A drawn name may look like a key, which the reader refuses on purpose."""
    return not refusal_of(name)[0]


@settings(max_examples=30)  # each one reads a whole contract file
@given(
    days=st.integers(1, 5_000),
    renewal=st.sampled_from(["tacite", "expresse", "aucune"]),
    fee=st.decimals(0, 9_999_999, places=2),
    names=st.lists(
        st.text(st.characters(codec="ascii", categories=("L", "N", "Zs")), min_size=1).filter(is_plain),
        max_size=6,
    ),
    priorities=st.lists(st.sampled_from("ABCDE"), min_size=1, max_size=5, unique=True),
)
def test_whatever_is_answered_the_reader_accepts_it(
    days: int, renewal: str, fee: Decimal, names: list[str], priorities: list[str]
) -> None:
    model = model_named("partielle").tables
    parties = replace(
        PARTIES,
        ends_on=PARTIES.starts_on + timedelta(days=days),
        renewal=renewal,
        monthly_fee=fee,
        notice_months=0,
    )
    sites = tuple(Place(name.strip()[:100] or "Site", "metropole", False, "") for name in names)
    answers = answers_for(
        model,
        parties=parties,
        places=Places("ho-8-18", sites),
        promises=Promises(tuple(priorities), kept_of(model), {}),
    )
    read = read_contract_file(write_toml(compose(model, Copied(), answers)).encode())
    assert read.terms.versions[0].monthly_fee == fee
    assert len({place.code for place in read.terms.places}) == len(sites)
    assert {target.priority for one in read.promises for target in one.targets} <= set(priorities)


def test_the_words_of_a_line() -> None:
    delays = {"delai": [{"priorite": "P4", "type": "demande", "delai": 5, "unite": "jours_ouvres"}]}
    assert delay_words(delays) == "P4, demandes\u00a0: 5\u00a0jours ouvrés"
    assert price_words([{"nature": "part_forfait", "pourcentage": 1, "tranche": 1}]) == (
        "1\u00a0% du forfait par tranche de 1\u00a0point"
    )
    assert price_words([]) == ""
    assert volume_words({"volume": 42, "unite": "serveurs"}) == "42 serveurs"
    assert volume_words({"unite": "serveurs"}) == "volume à compléter"
    assert unit_price_words({"prix_uo": 60, "unite": "poste"}) == "60\u00a0€ par poste"
    assert unit_price_words({"unite": "poste"}) == "prix à compléter"
