"""The file of a contract in place: exported, corrected, read as what it changes, confirmed as it was shown."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from contracts.models import Contract, ContractDraft
from core.engine.months import Month
from core.models import Job
from core.scope import for_contract, unscoped
from infogerance.contract_file import export_contract, load_contract
from journal.models import JournalEntry
from kpis.models import IndicatorSetting
from slas.models import MonthRecord
from tests.infogerance.contract_faults import SMALL
from tests.infogerance.reading import main_of

FILE = SMALL + '\n[[indicateur]]\ncode = "K01"\ncible = 20\n'
BETTER = ("cible = 20", "cible = 15\nseuil = 30\ncomite = true")


@pytest.fixture
def contract(db: None) -> Contract:
    return load_contract(FILE.encode()).contract


@pytest.fixture
def go(contract: Contract, make_user: Any) -> Any:
    people: dict[str, Client] = {}

    def ask(path: str, role: str = "referent", **data: Any) -> Any:
        if role not in people:
            people[role] = Client()
            people[role].force_login(make_user(role, contract))
        url = f"/contrats/{contract.slug}/{path}"
        return people[role].post(url, data) if data else people[role].get(url)

    return ask


def sent(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("contrat.toml", text.encode())


def exported(contract: Contract) -> str:
    with for_contract(contract.pk):
        return export_contract(contract)


def test_the_export_given_back_changes_nothing_and_says_so(go: Any, contract: Contract) -> None:
    answer = go("fichier.toml")
    assert (answer.status_code, answer["Content-Disposition"]) == (200, 'attachment; filename="TST-1.toml"')
    assert answer.content.decode() == exported(contract)
    refused = go("fichier/", file=sent(answer.content.decode()))
    assert refused.status_code == 422
    assert "il dit ce que le contrat dit déjà." in main_of(refused)
    assert ContractDraft.objects.count() == 0


def test_a_corrected_file_is_read_then_confirmed(go: Any, contract: Contract) -> None:
    text = exported(contract)
    kept = go("fichier/", file=sent(text.replace(*BETTER)))
    assert (kept.status_code, kept["Location"]) == (302, f"/contrats/{contract.slug}/fichier/confirmer/")
    assert exported(contract) == text
    page = go("fichier/confirmer/")
    assert page.context["waiting"].difference == [
        {"part": "Indicateur K01", "field": "Cible", "before": "20", "after": "15"},
        {"part": "Indicateur K01", "field": "Comité", "before": "—", "after": "oui"},
        {"part": "Indicateur K01", "field": "Seuil", "before": "—", "after": "30"},
    ]
    assert "Indicateur K01 Cible 20 15" in main_of(page)
    done = go("fichier/confirmer/", seen=page.context["waiting"].seen)
    assert (done.status_code, done["Location"]) == (302, f"/contrats/{contract.slug}/controle/")
    with unscoped("a test reads"):
        row = IndicatorSetting.objects.get(contract=contract)
        assert (row.target, row.threshold, row.in_committee) == (15, 30, True)
        line = JournalEntry.objects.filter(contract=contract).latest("sequence")
        assert (line.action, line.actor_role) == ("contract_loaded", "referent")
        assert Job.objects.filter(contract=contract, kind="month").count() == 1
    assert ContractDraft.objects.count() == 0


def test_what_the_contract_itself_is_called_is_a_change_too(go: Any, contract: Contract) -> None:
    go("fichier/", file=sent(exported(contract).replace('objet = "Essai"', 'objet = "Essai repris"')))
    assert go("fichier/confirmer/").context["waiting"].difference == [
        {"part": "Contrat", "field": "Objet", "before": "Essai", "after": "Essai repris"}
    ]


def test_what_was_not_shown_is_not_loaded(go: Any, contract: Contract) -> None:
    go("fichier/", file=sent(exported(contract).replace(*BETTER)))
    seen = go("fichier/confirmer/").context["waiting"].seen
    load_contract(FILE.replace("cible = 20", "cible = 18").encode())
    before = exported(contract)
    answer = go("fichier/confirmer/", seen=seen)
    assert (answer.status_code, exported(contract)) == (422, before)
    assert "le contrat a changé depuis l’affichage." in main_of(answer)
    assert go("fichier/confirmer/", seen="").status_code == 422


def test_every_fault_is_told_and_nothing_is_kept(go: Any, contract: Contract) -> None:
    text = (
        exported(contract)
        .replace("taux_exige = 95", "taux_exige = 101")
        .replace("cible = 20", 'cible = "20"')
    )
    answer = go("fichier/", file=sent(text))
    assert answer.status_code == 422
    told = [(one.place, one.message) for one in answer.context["problems"]]
    assert [place for place, _ in told] == ["engagement E1", "indicateur K01"]
    assert b"autofocus" in answer.content
    assert ContractDraft.objects.count() == 0


def test_a_closed_month_and_another_contract_are_refused(go: Any, contract: Contract) -> None:
    text = exported(contract)
    with unscoped("tests build their world"):
        load_contract(FILE.replace('reference = "TST-1"', 'reference = "TST-2"').encode())
        record = MonthRecord.objects.create(contract=contract, month=Month(2025, 6), due_on="2025-07-08")
        MonthRecord.objects.filter(pk=record.pk).update(state="closed")
    fee = go("fichier/", file=sent(text.replace("forfait_mensuel = 1000", "forfait_mensuel = 1100")))
    assert "ce qui récrirait des mois clos (jusqu’au 30/06/2025)" in main_of(fee)
    other = go("fichier/", file=sent(text.replace("TST-1", "TST-2")))
    assert "il est celui du contrat « TST-2 » de « Client T »." in main_of(other)
    assert (fee.status_code, other.status_code, ContractDraft.objects.count()) == (422, 422, 0)


def test_a_kept_file_is_given_up(go: Any, contract: Contract) -> None:
    text = exported(contract)
    go("fichier/", file=sent(text.replace(*BETTER)))
    assert "Un fichier vérifié attend votre confirmation" in main_of(go("fichier/"))
    assert go("fichier/confirmer/", act="drop").status_code == 302
    assert (ContractDraft.objects.count(), exported(contract)) == (0, text)
    assert go("fichier/confirmer/")["Location"] == f"/contrats/{contract.slug}/fichier/"


def test_the_referent_alone_comes_here(go: Any) -> None:
    for path in ("fichier/", "fichier.toml", "fichier/confirmer/"):
        assert [go(path, role).status_code for role in ("reader", "executive", "provider")] == [403, 403, 403]


def test_a_finding_without_a_form_leads_here_with_its_key(go: Any) -> None:
    review = go("controle/").content.decode()
    assert "fichier/?point=L40" in review
    page = main_of(go("fichier/?point=L40"))
    assert "L40 Durée ou coût de la sortie non dits" in page
    assert "à la clé [sortie] transition_max_mois, plafond" in page
    assert "L40" not in main_of(go("fichier/?point=L99"))
    assert "fichier/?point" not in go("controle/", "reader").content.decode()
