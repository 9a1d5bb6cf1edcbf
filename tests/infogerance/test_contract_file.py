"""The contract file: every fault told with its place, nothing written while one remains, a round trip."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from contracts.engine.problems import FileRefused
from contracts.engine.vocabulary import SETTING_KEYS, covers_every_choice
from contracts.models import Contract, ScopeItem, ServiceWindow
from core.scope import for_contract, unscoped
from infogerance.contract_file import export_contract, load_contract, read_contract_file
from journal.models import JournalEntry
from kpis.models import IndicatorSetting
from reversibility.models import ExitDeliverable
from slas.models import Commitment, CommitmentMonth, CommitmentTarget, PenaltyRule
from tests.infogerance.contract_faults import FAULTS, SMALL
from tests.infogerance.exit_faults import EXIT_FAULTS
from tests.infogerance.paper_faults import PAPER_FAULTS
from tests.infogerance.price_faults import PRICE_FAULTS
from tests.infogerance.scope_faults import SCOPE_FAULTS
from tests.infogerance.term_faults import TERM_FAULTS

DEMO = Path(__file__).parents[2] / "infogerance" / "demo"


def load(text: str) -> Any:
    return load_contract(text.encode())


@pytest.mark.parametrize(
    ("old", "new", "place", "message", "remedy"),
    [
        *FAULTS.values(),
        *PRICE_FAULTS.values(),
        *EXIT_FAULTS.values(),
        *SCOPE_FAULTS.values(),
        *PAPER_FAULTS.values(),
        *TERM_FAULTS.values(),
    ],
    ids=[*FAULTS, *PRICE_FAULTS, *EXIT_FAULTS, *SCOPE_FAULTS, *PAPER_FAULTS, *TERM_FAULTS],
)
def test_a_fault_is_told_with_its_place_and_remedy(
    old: str, new: str, place: str, message: str, remedy: str
) -> None:
    assert old in SMALL
    with pytest.raises(FileRefused) as refusal:
        read_contract_file(SMALL.replace(old, new, 1).encode())
    told = [(p.place, p.message, p.remedy) for p in refusal.value.problems]
    assert [p for p in told if p[0] == place and message in p[1] and remedy in p[2]], told
    assert len(told) == 1 or old in {"[[site]]", "numero = 0"}, told


def test_every_fault_is_told_at_once() -> None:
    text = SMALL.replace('plage = "ho"\ntaux_exige = 95', "taux_exige = 101").replace(
        "13:00-18:00", "18:00-13:00"
    )
    with pytest.raises(FileRefused) as refusal:
        read_contract_file(text.encode())
    assert [problem.place for problem in refusal.value.problems] == [
        "plage ho, fenêtres",
        "engagement E1",
        "engagement E1",
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\xff\xfe", "il n’est pas en UTF-8."),
        (b"a = " + b"[" * 5000, "ce n’est pas du TOML lisible."),
        (b"#" * 4_000_001, "il dépasse 4 Mo."),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(content: bytes, message: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        read_contract_file(content)
    assert refusal.value.problems[0].message == message


def test_an_empty_file_says_what_it_lacks() -> None:
    with pytest.raises(FileRefused) as refusal:
        read_contract_file(b"")
    assert refusal.value.problems[0].message == "la table [contrat] manque."


def test_every_setting_and_every_choice_has_its_french_word() -> None:
    from dataclasses import fields

    from contracts.engine.rules import Rules

    assert covers_every_choice()
    assert {setting.name for setting in fields(Rules)} <= set(SETTING_KEYS)


@pytest.mark.django_db
def test_a_refused_file_leaves_the_database_as_it_was() -> None:
    before = load(SMALL).contract
    text = SMALL.replace("forfait_mensuel = 1000", "forfait_mensuel = 2000").replace("= 95", "= 195")
    with pytest.raises(FileRefused):
        load(text)
    assert export_contract(before) == export_contract(load(SMALL).contract)


@pytest.mark.django_db
def test_loading_twice_changes_nothing() -> None:
    first, second = load(SMALL), load(SMALL)
    assert first.total.created == 9
    assert (second.total.created, second.total.updated, second.total.removed) == (0, 0, 0)
    assert second.total.unchanged == first.total.created
    with for_contract(first.contract.pk):
        assert JournalEntry.objects.filter(action="contract_loaded").count() == 1


@pytest.mark.django_db
def test_a_change_is_counted_where_it_is() -> None:
    load(SMALL)
    report = load(SMALL.replace("delai = 4", "delai = 6").replace(', "13:00-18:00"', ""))
    assert vars(report.sections["engagement"]) == {"created": 0, "updated": 1, "unchanged": 1, "removed": 0}
    assert vars(report.sections["plage"]) == {"created": 0, "updated": 0, "unchanged": 3, "removed": 1}
    with for_contract(report.contract.pk):
        assert CommitmentTarget.objects.get().amount == 6
        assert list(ServiceWindow.objects.order_by("weekday").values_list("opens", "closes")) == [
            (480, 720),
            (1200, 1440),
        ]


@pytest.mark.django_db
def test_amendments_may_exchange_their_dates() -> None:
    more = "[[version]]\nnumero = {}\neffet = {}\nforfait_mensuel = 1\n\n"
    first = more.format(1, "2025-03-01") + more.format(2, "2025-06-01")
    later = more.format(1, "2025-06-01") + more.format(2, "2025-09-01")
    load(SMALL.replace("[[plage]]", first + "[[plage]]", 1))
    report = load(SMALL.replace("[[plage]]", later + "[[plage]]", 1))
    assert report.sections["version"].updated == 2


@pytest.mark.django_db
def test_a_calendar_no_longer_named_goes_away() -> None:
    extra = '[[plage]]\ncode = "nuit"\nlibelle = "Nuit"\ntoujours_ouvert = true\n\n'
    load(SMALL.replace("[[site]]", extra + "[[site]]", 1))
    assert load(SMALL).sections["plage"].removed == 1


@pytest.mark.django_db
def test_a_judged_commitment_cannot_be_dropped() -> None:
    contract = load(SMALL).contract
    with for_contract(contract.pk):
        CommitmentMonth.objects.create(
            contract=contract, commitment=Commitment.objects.get(), month="2025-03", verdict="met"
        )
    without = SMALL[: SMALL.index("[[engagement]]")]
    with pytest.raises(FileRefused) as refusal:
        load(without)
    assert str(refusal.value.problems[0]) == (
        "engagement E1 : celui qui prend effet le 2025-01-01 manque, alors que des mois ont été jugés. "
        "Remettez-le dans le fichier et donnez-lui une date « fin »."
    )
    with for_contract(contract.pk):
        assert Commitment.objects.count() == 1


@pytest.mark.django_db
def test_the_same_reference_of_another_client_is_another_contract() -> None:
    first = load(SMALL).contract
    other = load(SMALL.replace("Client T", "Client U")).contract
    assert first.pk != other.pk
    with pytest.raises(CommandError) as refusal:
        call_command("export_contract", "TST-1")
    assert refusal.value.returncode == 3
    assert first.slug in str(refusal.value)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["inf-2024-07", "cld-2025-02"])
def test_round_trip(name: str) -> None:
    first = load_contract((DEMO / f"{name}.toml").read_bytes()).contract
    text = export_contract(first)
    again = load(text)
    assert not again.total.changed
    assert export_contract(again.contract) == text


@pytest.mark.django_db
def test_the_reference_contract_is_complete() -> None:
    contract = load_contract((DEMO / "inf-2024-07.toml").read_bytes(), is_demo=True).contract
    with for_contract(contract.pk):
        codes = list(Commitment.objects.order_by("position").values_list("code", flat=True))
        assert codes == [f"E{number:02d}" for number in range(1, 15)]
        gti = Commitment.objects.get(code="E03")
        targets = CommitmentTarget.objects.filter(commitment=gti).order_by("priority")
        assert [(t.priority, t.amount, t.unit) for t in targets] == [("P3", 2, "hours"), ("P4", 4, "hours")]
        late_hour = PenaltyRule.objects.get(commitment__code="E04", kind="late_hour")
        assert late_hour.amount == 300
        assert ScopeItem.objects.filter(status="in").count() == 14
        assert ScopeItem.objects.filter(status="out", unit_price__isnull=False).count() == 13
        assert ExitDeliverable.objects.count() == 28
        assert 5 <= IndicatorSetting.objects.filter(in_committee=True).count() <= 8
        assert contract.is_demo


@pytest.mark.django_db
def test_commands_answer_in_json_and_with_codes(tmp_path: Path, capsys: Any) -> None:
    good, bad = tmp_path / "bon.toml", tmp_path / "mauvais.toml"
    good.write_text(SMALL)
    bad.write_text(SMALL.replace("taux_exige = 95", "taux_exige = 950"))
    out = StringIO()
    call_command("load_contract", str(good), "--json", stdout=out)
    answer = json.loads(out.getvalue())
    assert (answer["outcome"], answer["contract"], answer["changed"]) == ("ACCEPT", "TST-1", True)
    out = StringIO()
    with pytest.raises(CommandError) as refusal:
        call_command("load_contract", str(bad), "--json", stdout=out)
    assert refusal.value.returncode == 3
    assert json.loads(out.getvalue())["problems"] == [
        {
            "place": "engagement E1",
            "message": "« taux_exige » vaut 950, hors limites.",
            "remedy": "Écrivez un nombre de 0 à 100.",
        }
    ]
    with unscoped("tests look at their world"):
        assert Contract.objects.count() == 1
    out = StringIO()
    call_command("export_contract", "tst-1", stdout=out)
    assert out.getvalue().startswith('[contrat]\nreference = "TST-1"\n')


@pytest.mark.django_db
@pytest.mark.parametrize("command", [("load_contract", "absent.toml"), ("export_contract", "INCONNU")])
def test_what_is_unknown_is_refused(command: tuple[str, str]) -> None:
    with pytest.raises(CommandError) as refusal:
        call_command(*command)
    assert refusal.value.returncode == 3
