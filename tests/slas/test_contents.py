"""What the pages show: figures equal to the stored ones, each leading to as many tickets as it says."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from slas.models import CommitmentMonth, MonthRecord
from tests.slas.reading import Figures, table, words


def test_the_month_tells_its_calculation(visit):
    stored = CommitmentMonth.objects.get(commitment__code="E06", month="2026-03")
    assert (stored.met, stored.counted, stored.late_open, stored.excluded, stored.margin) == (
        20,
        24,
        2,
        1,
        -2,
    )
    page = words(visit("engagements/E06/2026-03/"))
    # 20/24; declared 20/21.
    for expected in (
        "83,3 %", "95,2 %", "+11,9 pt", "verdict inversé", "83,3333… %", "−2 tickets", "Échecs admis, 10 % de 24",
        "1 ticket annulé, rattaché ou exclu hors décompte", "Tickets hors délai absents du chiffre déclaré, 3 tickets",
        "Résoudre 90 % des tickets : P3 en 20 heures.", "art. 1", "1 295 €",
    ):  # fmt: skip
        assert expected in page, expected


def test_the_provider_reads_no_penalty_that_was_not_notified(visit):
    pages = (
        "engagements/",
        "engagements/E06/2026-03/",
        "mois/2026-03/",
        "rapprochement/2026-03/",
        "tickets/L001/",
    )
    for path in pages:
        assert "1 295" not in words(visit(path, "provider")), path
        # The way to the list of penalties is open to both; what it lists is not.
        assert "Pénalité" not in words(visit(path, "provider")).replace("Pénalités", ""), path
    assert "1 295 €" in words(visit("engagements/"))
    assert "1295" not in visit("engagements/?export=csv", "provider").content.decode()
    assert "1295" in visit("engagements/?export=csv").content.decode()


@pytest.mark.parametrize("code", ["E06", "E03"])
def test_every_figure_leads_to_as_many_tickets(visit, furnished, code):
    reader = Figures()
    reader.feed(visit(f"engagements/{code}/2026-03/").content.decode())
    assert {key for key, _, _ in reader.found} == {
        "slas.ouverts",
        "slas.juges",
        "slas.dans-le-delai",
        "slas.hors-delai",
    }
    prefix = f"/contrats/{furnished.contract.slug}/"
    for key, n, href in reader.found:
        target = visit(href.removeprefix(prefix))
        assert target.status_code == 200
        assert target.context["page"].page.paginator.count == int(n), key
        chosen = parse_qs(urlsplit(href).query)["tickets"][0]
        rows = visit(f"{href.removeprefix(prefix)}&export=csv").content.decode("utf-8-sig").splitlines()
        assert len(rows) - 1 == int(n), chosen


def test_filters_count_what_they_show(visit):
    page = visit("engagements/E06/2026-03/tickets/?tickets=exclus").context["page"]
    counts = {choice.code: choice.count for choice in page.whole.choices}
    assert counts == {
        "hors-delai": 4,
        "ouverts": 2,
        "dans-le-delai": 20,
        "juges": 24,
        "exclus": 1,
        "tous": 25,
    }
    assert [line.verdict.ticket.reference for line in page.lines] == ["C001"]


def test_absent_and_open_tickets_are_said_so(visit):
    lines = {
        line.verdict.ticket.reference: line
        for line in visit("engagements/E06/2026-03/").context["page"].tickets
    }
    assert set(lines) == {"L001", "L002", "O001", "GONE"}
    assert [reference for reference, line in lines.items() if line.absent] == ["GONE"]
    assert sorted(reference for reference, line in lines.items() if line.still_open) == ["GONE", "O001"]
    assert lines["L001"].beyond == (63 - 6 - 20) * 3600


def test_a_fragment_equals_its_part_of_the_page(visit):
    for path, ident in (("engagements/E06/2026-03/?tickets=juges", "tickets"), ("engagements/", "heat")):
        page = visit(path).content.decode()
        part = visit(path, headers={"HX-Request": "true"}).content.decode()
        assert part.strip().startswith(f'<div id="{ident}">')
        assert "<html" not in part
        plain = re.sub(
            r"\s+", " ", re.sub(r'(id|href|aria-labelledby|url)="[^"]*"|url\(#[^)]*\)', "", part)
        ).strip()
        whole = re.sub(r"\s+", " ", re.sub(r'(id|href|aria-labelledby|url)="[^"]*"|url\(#[^)]*\)', "", page))
        assert plain in whole


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_exports_hold_the_stored_figures(visit, kind):
    heat = table(visit(f"engagements/?export={kind}"), kind)
    row = next(row for row in heat[1:] if row[1] == "E06" and row[3] == "2026-03")
    shown = ["90", "83,3333", "95,2381", "11,9048"] if kind == "csv" else [90, 83.3333, 95.2381, 11.9048]
    assert [str(v).rstrip("0") if kind == "csv" and "," not in str(v) else v for v in row[5:8]] == shown[1:]
    assert [str(row[8]), str(row[9]), row[10]] == ["20", "24", "Non respecté"]
    tickets = table(visit(f"engagements/E06/2026-03/tickets/?tickets=hors-delai&export={kind}"), kind)
    assert [row[1] for row in tickets[1:]] == ["GONE", "L001", "L002", "O001"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_gaps_are_exported_by_cause(visit, kind):
    rows = table(visit(f"rapprochement/2026-03/?export={kind}"), kind)
    assert [(row[1], row[8], str(row[10]), row[11]) for row in rows[1:]] == [
        ("E06", "Tickets hors délai absents du chiffre déclaré", "3", "GONE, L001, L002, O001")
    ]


def test_the_ticket_tells_its_clock(visit):
    page = words(visit("tickets/L001/"))
    for expected in (
        "L001 hors délai pour GTR P3, GTI P3 et P4", "57 h comptées pour 20 h, dépassé de 37 h",
        "suspendu : attente utilisateur", "hors plage", "lun.–ven. 8 h – 18 h", "contrat initial en vigueur à l’ouverture",
    ):  # fmt: skip
        assert expected in page, expected


def test_the_reconciliation_lists_gaps_and_checks(visit):
    page = words(visit("rapprochement/2026-03/"))
    for expected in (
        "Le dépôt ne porte pas 1 ticket hors délai, le chiffre déclaré en omet 3",
        "1 ticket hors délai, absent du dépôt", "GONE", "+11,9 pt", "Écart à justifier",
        "Tickets hors délai absents du chiffre déclaré, 3 tickets", "verdict inversé",
    ):  # fmt: skip
        assert expected in page, expected


def test_the_board_shows_every_commitment(visit):
    page = words(visit("mois/2026-03/"))
    assert "engagements non respectés sur 5" in page
    for expected in ("Disponibilité ERP", "99,80 %", "sur déclaration du prestataire", "Rapport mensuel"):
        assert expected in page, expected


def test_availability_opens_on_its_outages(visit):
    page = words(visit("engagements/E08/2026-03/"))
    for expected in ("Pannes et maintenances", "10/03/2026 à 10:00", "1 h 30", "compté"):
        assert expected in page, expected


def test_small_volume_is_said_only_where_the_clause_decides(visit):
    CommitmentMonth.objects.filter(commitment__code="E06").update(
        met=2, counted=2, verdict="met", small_volume=True
    )
    assert "volume réduit" not in words(visit("mois/2026-03/"))
    CommitmentMonth.objects.filter(commitment__code="E06").update(met=1)
    assert "Respecté (volume réduit)" in words(visit("mois/2026-03/"))
    assert "Respecté (volume réduit)" in words(visit("engagements/E06/2026-03/"))


def test_a_provisional_figure_says_so_until_the_month_is_closed(visit):
    assert "Le mois n’est pas clos" in words(visit("engagements/E06/2026-03/"))
    MonthRecord.objects.update(state="closed")
    assert "Le mois n’est pas clos" not in words(visit("engagements/E06/2026-03/"))
