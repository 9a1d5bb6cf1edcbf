"""A candidate amendment replayed: worked figures, refusals in words, and not one row written."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test import Client

from accounts.models import Role
from contracts.engine.problems import FileRefused
from core import jobs
from core.models import Job
from slas.services.prices.backtesting import backtest

LOWER = '[[engagement]]\ncode = "E06"\ntaux_exige = 80\n'
LONGER = '[[engagement]]\ncode = "E06"\ndelai = [{ priorite = "P3", delai = 100, unite = "heures" }]\n'


def checksum():
    """Every row of every table, jobs apart."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models():
            if model is not Job:
                cursor.execute(f"SELECT * FROM {model._meta.db_table} ORDER BY 1")
                found[model._meta.label] = cursor.fetchall()
    return found


def march(contract, change):
    found = backtest(contract=contract, change=change)
    line = found["months"][-1]
    return found, line, {one["code"]: one for one in line["commitments"]}


def test_a_lower_target_frees_the_month(furnished):
    before = checksum()
    found, line, by_code = march(furnished.contract, LOWER)
    assert [one["month"] for one in found["months"]] == ["2026-02", "2026-03"]
    assert (line["due_before"], line["due_after"], line["flipped"]) == ("1295.00", "0.00", 0)
    gtr = by_code["E06"]
    was = gtr["before"]
    assert (was["rate"], was["required"], was["verdict"]) == ("83.3333", "90", "breached")
    assert (gtr["after"]["required"], gtr["after"]["verdict"], gtr["after"]["penalty"]) == (
        "80",
        "met",
        "0.00",
    )
    assert by_code["E03"]["before"] == by_code["E03"]["after"]
    assert found["totals"]["missed_before"] - found["totals"]["missed_after"] == 1
    assert checksum() == before


def test_a_longer_delay_flips_named_tickets(furnished):
    _, line, by_code = march(furnished.contract, LONGER)
    flips = [(flip["reference"], flip["before"], flip["after"]) for flip in line["tickets"]]
    assert flips == [("L001", "breached", "met"), ("L002", "breached", "met")]
    assert line["flipped"] == 2
    assert by_code["E06"]["after"]["verdict"] == "met"


def test_another_calendar_and_other_reasons(furnished):
    around = '[[engagement]]\ncode = "E06"\nplage = "24x7"\n'
    _, line, by_code = march(furnished.contract, around)
    # Twenty hours around the clock from Monday 9:00 end on Tuesday 5:00: those of Tuesday noon are late.
    assert (by_code["E06"]["after"]["rate"], line["flipped"]) == ("0.0000", 20)
    fresh = (
        '[[plage]]\ncode = "nuit"\nlibelle = "Nuit"\n[plage.fenetres]\nlundi = ["20:00-24:00"]\n'
        '[[engagement]]\ncode = "E06"\nplage = "nuit"\n'
    )
    assert march(furnished.contract, fresh)[2]["E06"]["after"]["verdict"] in {"met", "not_applicable"}
    _, line, _ = march(furnished.contract, "[reglages]\nmotifs_suspension = []\n")
    assert line["flipped"] == 0


def test_other_prices_and_caps(furnished):
    price = (
        '[reglages]\nplafond_mois = 1\n[[engagement]]\ncode = "E06"\n'
        'penalite = [{ nature = "manquement", montant = 100 }]\n'
    )
    _, line, by_code = march(furnished.contract, price)
    assert (by_code["E06"]["after"]["penalty"], line["due_after"]) == ("400.00", "185.00")


def test_nothing_changed_changes_nothing(furnished):
    found, *_ = march(furnished.contract, "[reglages]\ntolerance_points = 0.2\n")
    for line in found["months"]:
        assert line["due_before"] == line["due_after"]
        assert all(one["before"] == one["after"] for one in line["commitments"])
    assert found["totals"]["flipped"] == 0


@pytest.mark.parametrize(
    ("change", "place", "message", "remedy"),
    [
        ("[reglages]\nzut = 1", "réglages", "clé inconnue « zut »", "Clés admises"),
        ('[[engagement]]\ncode = "E99"', "engagement E99", "inconnu du contrat", "E03, E06"),
        ("effet = 2020-01-01\n" + LOWER, "avenant", "avant la version en vigueur", "au plus tôt"),
        ('[[engagement]]\ncode = "E06"\nnature = "ratio"', "engagement E06", "ne se change pas", "Retirez"),
        ('[[engagement]]\ncode = "E06"\nplage = "lune"', "engagement E06", "« lune »", ""),
        ('[[engagement]]\ncode = "E06"\ntaux_exige = 195', "engagement E06", "hors limites", "0 à 100"),
        ("a = [\n}", "avenant, ligne 2, colonne 1", "TOML lisible", "guillemets"),
        ("", "avenant", "ne change rien", "au moins un réglage"),
    ],
)
def test_a_wrong_candidate_is_told_in_french(furnished, change, place, message, remedy):
    with pytest.raises(FileRefused) as refusal:
        backtest(contract=furnished.contract, change=change)
    told = [(one.place, one.message, one.remedy) for one in refusal.value.problems]
    assert [one for one in told if one[0] == place and message in one[1] and remedy in one[2]], told


def test_the_command(furnished, tmp_path):
    file = tmp_path / "avenant.toml"
    file.write_text(LOWER, encoding="utf-8")
    out = StringIO()
    call_command("backtest", furnished.contract.reference, "--change", str(file), "--json", stdout=out)
    assert json.loads(out.getvalue())["totals"]["due_after"] == "0.00"
    out = StringIO()
    call_command("backtest", furnished.contract.reference, "--change", str(file), "--months", "1", stdout=out)
    lines = out.getvalue().splitlines()
    assert lines[0] == "Simulation : rien n’est enregistré."
    assert len(lines) == 2
    file.write_text("[reglages]\nzut = 1", encoding="utf-8")
    for given in (["--change", str(file)], ["--change", str(tmp_path / "absent")]):
        with pytest.raises(CommandError) as refusal:
            call_command("backtest", furnished.contract.reference, *given)
        assert refusal.value.returncode == 3


def test_the_page_asks_a_job_and_shows_its_result(furnished, make_user, django_capture_on_commit_callbacks):
    client = Client()
    client.force_login(make_user(Role.EXECUTIVE, furnished.contract))
    url = f"/contrats/{furnished.contract.slug}/simulation/"
    assert "rien n’est enregistré" in client.get(url).content.decode()
    both = client.post(url, {"change": LOWER, "boundary": "fermeture"})
    assert both.status_code == 422
    wrong = client.post(url, {"change": '[[engagement]]\ncode = "E99"'})
    assert wrong.status_code == 422
    assert "engagement inconnu du contrat" in wrong.content.decode()
    picked = client.post(url, {"commitment": "E06", "rate": "80"})
    assert picked.status_code == 302
    assert (
        client.post(url, {"commitment": "E06", "rate": "80"}).headers["Location"]
        == picked.headers["Location"]
    )
    job = Job.objects.get(kind="backtest")
    assert client.get(picked.headers["Location"]).headers["Location"] == f"/taches/{job.pk}/"
    jobs.run(job.pk)
    page = (
        client.get(picked.headers["Location"]).content.decode().replace("\u202f", "").replace("\u00a0", " ")
    )
    for expected in ("Pénalités 1295 € → 0 €", "Avant : ", "Verdicts changés"):
        assert expected in page, expected
    assert '<option value="E06" selected>' in page, "the form keeps what was picked"
    assert "Tickets dont le verdict change" not in page
    sheet = client.get(f"{picked.headers['Location']}&export=csv").content.decode("utf-8-sig")
    assert '"E06";"90";"80"' in sheet
    assert client.get(f"{url}?calcul=zut").status_code == 404


def test_the_provider_does_not_know_of_simulations(furnished, make_user):
    client = Client()
    client.force_login(make_user(Role.PROVIDER, furnished.contract))
    assert client.get(f"/contrats/{furnished.contract.slug}/simulation/").status_code == 403
    job = Job.objects.create(contract=furnished.contract, kind="backtest", key="1", payload={"change": LOWER})
    assert client.get(f"/taches/{job.pk}/").status_code == 404
