"""The register kept: written whole or not at all, never a secret, held by the database, loaded and exported alike."""

from __future__ import annotations

import tomllib
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from contracts.engine.list_faults import ListRefused
from contracts.engine.problems import FileRefused
from core.scope import Side, for_contract, unscoped
from infogerance.contract_file import export_contract, load_contract, read_contract_file
from journal.models import JournalEntry
from reversibility.models import AccessEntry, AccessHolder
from reversibility.selectors.access_rows import access_rows, access_share
from reversibility.services.access import (
    StaleAccess,
    add_access,
    change_access,
    import_accesses,
    remove_access,
)
from tests.core.secret_texts import CASES
from tests.infogerance.contract_faults import SMALL

TODAY = date(2026, 4, 10)
SECRET = "mdp : Azerty2024!"
CELLS = {"system": "Pare-feu", "kind": "admin", "holders": "Prestataire : Astreinte N3"}


@pytest.fixture
def keep(scope: Any, make_user: Any) -> Any:
    """Call a service as the referent."""
    user = make_user("referent", scope)

    def call(service: Any, **told: Any) -> Any:
        return service(user=user, role="referent", **told)

    return call


def added(keep: Any, contract: Any, **told: str) -> AccessEntry:
    return keep(add_access, contract=contract, cells=CELLS | told, today=TODAY)


def acts(contract: Any) -> list[tuple[str, str]]:
    entries = JournalEntry.objects.filter(contract=contract, action__startswith="access").order_by("sequence")
    return [(entry.action, entry.subject) for entry in entries]


def test_a_line_lives_and_the_journal_names_it_by_its_number(scope: Any, keep: Any) -> None:
    entry = added(keep, scope)
    assert keep(
        change_access, entry=entry, cells={"mfa": "no", "holders": ""}, version=1, today=TODAY
    )  # fmt: skip
    row = access_rows(scope)[0]
    assert (row.access.mfa, row.access.holders, row.entry.version) == ("no", (), 2)
    assert not keep(change_access, entry=entry, cells={"mfa": "no"}, version=2, today=TODAY)
    keep(remove_access, entry=entry, version=2)
    assert access_rows(scope) == []
    assert acts(scope) == [(f"access.{act}", "accès 1") for act in ("added", "changed", "removed")]
    details = JournalEntry.objects.get(action="access.changed").details
    assert details == {"fields": "détenteurs, mfa"}
    assert "Pare-feu" not in str(list(JournalEntry.objects.values_list("subject", "details")))


def test_what_somebody_else_wrote_is_not_lost(scope: Any, keep: Any) -> None:
    entry = added(keep, scope)
    keep(change_access, entry=entry, cells={"mfa": "yes"}, version=1, today=TODAY)
    with pytest.raises(StaleAccess):
        keep(change_access, entry=entry, cells={"mfa": "no"}, version=1, today=TODAY)
    with pytest.raises(StaleAccess):
        keep(remove_access, entry=entry, version=1)
    assert access_rows(scope)[0].access.mfa == "yes"


def test_the_same_system_and_kind_stand_once(scope: Any, keep: Any) -> None:
    added(keep, scope)
    other = added(keep, scope, kind="dns")
    for service, told in (
        (add_access, {"contract": scope, "cells": CELLS | {"system": "PARE-FEU"}}),
        (change_access, {"entry": other, "cells": CELLS, "version": 1}),
    ):
        with pytest.raises(ListRefused) as refused:
            keep(service, today=TODAY, **told)
        assert "n°\u00a01" in refused.value.faults[0].message
    assert len(access_rows(scope)) == 2


@pytest.mark.parametrize(("kind", "text"), CASES)
def test_no_field_takes_a_secret(scope: Any, keep: Any, kind: str, text: str) -> None:
    for name in ("system", "holders", "kept_in", "proof"):
        cell = f"Client : {text}" if name == "holders" else text
        with pytest.raises(ListRefused) as refused:
            added(keep, scope, **{name: cell})
        assert text not in str([vars(fault) for fault in refused.value.faults])
    assert not AccessEntry.objects.exists()
    assert acts(scope) == []


class TestImport:
    ROWS = ({"Système": "Pare-feu", "Nature": "admin", "Détenteurs": "Client : Référent IT"},
            {"Système": "Domaine", "Nature": "dns", "Expire le": "2027-01-31"})  # fmt: skip

    def take(self, keep: Any, contract: Any, *rows: dict[str, str]) -> Any:
        return keep(import_accesses, contract=contract, rows=list(enumerate(rows, 2)), today=TODAY)

    def test_a_list_adds_and_corrects_and_removes_nothing(self, scope: Any, keep: Any) -> None:
        added(keep, scope, mfa="no")
        added(keep, scope, system="GED")
        counts = self.take(keep, scope, *self.ROWS)
        assert (counts.created, counts.updated, counts.unchanged) == (1, 1, 0)
        found = {row.access.system: row for row in access_rows(scope)}
        assert (found["Pare-feu"].access.mfa, found["Pare-feu"].access.held) == ("no", "client")
        assert (found["Domaine"].entry.number, found["GED"].access.held) == (3, "provider")
        assert not self.take(keep, scope, *self.ROWS).changed
        assert [action for action, _ in acts(scope)].count("accesses.imported") == 1

    def test_one_wrong_line_and_nothing_is_stored(self, scope: Any, keep: Any) -> None:
        with pytest.raises(ListRefused) as refused:
            self.take(keep, scope, *self.ROWS, {"Système": "X", "Nature": "admin", "Preuve": SECRET})
        assert [(fault.line, fault.column) for fault in refused.value.faults] == [(4, "Preuve")]
        assert access_rows(scope) == []


class TestDatabase:
    def refuse(self, **told: Any) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            AccessEntry.objects.create(**{"system": "Pare-feu", "kind": "admin", "number": 9, **told})

    def test_the_rules_of_a_line(self, scope: Any, keep: Any) -> None:
        added(keep, scope)
        self.refuse(contract=scope)
        self.refuse(contract=scope, system="")
        self.refuse(contract=scope, kind="porte")
        self.refuse(contract=scope, system="X", mfa="maybe")
        self.refuse(contract=scope, system="X", rotation_months=121)
        self.refuse(contract=scope, system="X", number=1)

    def test_a_holder_and_its_access_are_of_one_contract(
        self, scope: Any, keep: Any, make_contract: Any
    ) -> None:
        entry = added(keep, scope)
        other = make_contract("USI-2023-11", "Client B", "Prestataire B")
        with unscoped("tests build their world"):
            for attack in (
                lambda: AccessHolder.objects.create(contract=other, access=entry, side="client", role="DSI"),
                lambda: AccessHolder.objects.update(contract=other),
                lambda: AccessEntry.objects.update(contract=other),
            ):
                with pytest.raises(DatabaseError, match="même contrat"), transaction.atomic():
                    attack()

    def test_the_provider_sees_no_row(self, scope: Any, keep: Any) -> None:
        added(keep, scope)
        with for_contract(scope.pk, Side.PROVIDER):
            assert access_rows(scope) == []
            assert access_share(scope) is None
            assert not AccessHolder.objects.exists()


ONE = """
[[acces]]
systeme = "Pare-feu"
nature = "admin"
detenteurs = ["client: Référent IT", "prestataire: Astreinte N3"]
mfa = "non"
lieu_du_secret = "Coffre du client"
rotation_le = 2026-01-12
rotation_tous_les_mois = 6
teste_le = 2026-02-01
expire_le = 2027-01-31
preuve = "PV"
"""


class TestFile:
    def test_it_is_loaded_and_exported_alike(self, db: None) -> None:
        text = SMALL + ONE + '\n[[acces]]\nsysteme = "AD"\nnature = "secours"\n'
        contract = load_contract(text.encode()).contract
        again = export_contract(contract)
        assert tomllib.loads(again)["acces"] == [
            {"systeme": "AD", "nature": "secours"}, *tomllib.loads(ONE)["acces"],
        ]  # fmt: skip
        report = load_contract(again.encode())
        assert not report.total.changed
        assert report.sections["acces"].unchanged == 2
        with for_contract(contract.pk):
            pk = access_rows(contract)[1].entry.pk
        report = load_contract((SMALL + ONE.replace('"non"', '"oui"')).encode())
        assert vars(report.sections["acces"]) == {"created": 0, "updated": 1, "unchanged": 0, "removed": 1}
        with for_contract(contract.pk):
            assert [(row.entry.pk, row.access.mfa) for row in access_rows(contract)] == [(pk, "yes")]

    @pytest.mark.parametrize(
        ("old", "new", "message"),
        [
            ('"PV"', f'"{SECRET}"', "« preuve » ressemble à un mot de passe ou un code"),
            ('"Coffre du client"', '"Azerty2024!"', "« lieu_du_secret » ressemble à un mot de passe"),
            ('"Coffre du client"', '"azerty"', "« lieu_du_secret » : nommez un lieu : coffre, enveloppe"),
            ("client: Référent IT", "client: Azerty2024!", "« detenteurs » ressemble à un mot de passe"),
            ("preuve =", "note =", "clé inconnue « note »"),
            ('preuve = "PV"', 'mot_de_passe = "Azerty2024!"', "« mot_de_passe » ressemble à un mot de passe"),
            ('preuve = "PV"', '"Azerty2024!" = 1', "le nom d’une clé ressemble à un mot de passe"),
            ('preuve = "PV"', 'preuve = { mdp = "Azerty2024!" }', "« preuve » ressemble à un mot de passe"),
            ('"non"', '"azerty"', "« mfa » n’est pas admis"),
            ('"admin"', '"azerty"', "« nature » n’est pas admis"),
            ("2026-01-12", '"azerty"', "« rotation_le » n’est pas admis"),
            ("client: Référent IT", "azerty", "« detenteurs » : un détenteur ne se lit pas"),
            ('systeme = "Pare-feu"\n', "", "« systeme » manque"),
            ("rotation_tous_les_mois = 6", "rotation_tous_les_mois = 121", "hors limites"),
        ],
    )
    def test_a_fault_is_told_and_its_value_is_not(self, old: str, new: str, message: str) -> None:
        assert old in ONE
        with pytest.raises(FileRefused) as refusal:
            read_contract_file((SMALL + ONE.replace(old, new)).encode())
        told = [(problem.place, problem.message) for problem in refusal.value.problems]
        assert [place for place, words in told if message in words.replace("\u00a0", " ")] == ["accès 1"], (
            told
        )
        assert "azerty" not in str(refusal.value).lower()

    def test_the_same_access_twice_is_refused(self) -> None:
        with pytest.raises(FileRefused) as refusal:
            read_contract_file((SMALL + ONE + ONE.replace("Pare-feu", "PARE-FEU")).encode())
        assert "l’accès « pare-feu, admin » figure déjà" in str(refusal.value)
