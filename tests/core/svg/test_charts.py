"""What each chart says: its table has the numbers of its data, its marks their meaning."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest

from core.svg import bars, clock, control, dots, dumbbell, quadrant, reach, strip
from core.svg.marks import Dot, Line, Path, Rect
from tests.core.svg import reach_samples, samples


def texts(drawing):
    return [label.text for label in drawing.labels]


def count(drawing, kind, **wanted):
    return sum(
        isinstance(mark, kind) and all(getattr(mark, key) == value for key, value in wanted.items())
        for mark in drawing.marks
    )


def test_a_strip_names_each_month_and_its_verdict():
    drawing = strip.draw(samples.STRIP)
    assert (drawing.width, drawing.height) == (214, 16)
    assert drawing.table.rows[0] == ("avril 2025", "Respecté")
    assert drawing.table.rows[4] == ("août 2025", "Sous surveillance")
    assert drawing.table.rows[-1] == ("mars 2026", "Non respecté, contesté")
    assert drawing.desc == "Un carré par mois, d’avril 2025 à mars 2026. 4\u00a0mois non respectés."
    assert count(drawing, Rect, stroke="breached") == 4


def test_months_without_verdict_never_look_met():
    drawing = strip.draw(samples.STRIP_GAPS)
    assert count(drawing, Rect, dash="2 2", fill="page") == 2
    assert count(drawing, Rect, fill="met-fill") == 9
    assert drawing.table.rows[3] == ("juillet 2025", "Sans objet")
    assert drawing.table.rows[-1] == ("mars 2026", "En cours")


def test_a_spark_line_is_decoration():
    drawing = strip.spark(samples.SPARK)
    assert drawing.decorative
    assert drawing.labels == ()
    assert strip.spark(strip.Spark([])).marks == ()


def test_a_control_chart_tells_values_limits_and_signals():
    drawing = control.draw(samples.backlog())
    assert drawing.table.head == ("Mois", "Valeur", "Lecture")
    assert drawing.table.rows[0] == ("janvier 2025", "46\u00a0tickets", "Variation habituelle")
    assert drawing.table.rows[14] == ("mars 2026", "63\u00a0tickets", "Dégradation")
    assert drawing.table.rows[20] == ("septembre 2026", "75\u00a0tickets", "Projection")
    assert drawing.table.rows[21:] == (
        ("Moyenne", "49,4\u00a0tickets", ""),
        ("Limite basse", "43,9\u00a0tickets", ""),
        ("Limite haute", "55,0\u00a0tickets", ""),
        ("Seuil", "75\u00a0tickets", ""),
    )
    said = texts(drawing)
    assert {"limite haute 55,0", "moyenne 49,4", "limite basse 43,9", "seuil 75", "75 en sept.", "63"} <= set(
        said
    )
    assert "référence\u00a0: 12\u00a0premiers mois" in said
    assert count(drawing, Path, fill="worse") == 4
    assert count(drawing, Dot, fill="page", stroke="worse") == 6


def test_a_phone_gets_short_names():
    assert {"haute 95,8", "basse 88,4", "étendue"} <= set(texts(control.draw(samples.rate(), width=328)))


def test_too_few_points_have_no_limits_and_say_why():
    drawing = control.draw(samples.SHORT)
    assert "Pas assez de recul (5 mois sur 6)." in texts(drawing)
    assert drawing.table.rows[0] == ("janvier 2025", "4,1\u00a0h", "Pas encore de limites, 7 cas")
    assert count(drawing, Line, dash="6 4") == 0
    assert count(drawing, Dot, fill="page") == 5


def test_a_rebase_breaks_the_limits_where_it_happened():
    drawing = control.draw(samples.REBASED)
    dashed = [mark for mark in drawing.marks if isinstance(mark, Line) and mark.dash == "6 4"]
    assert len(dashed) == 5
    assert dashed[0].x2 == pytest.approx(dashed[2].x1)
    assert ("Moyenne depuis décembre 2025", "87,1\u00a0%", "") in drawing.table.rows


def test_limits_of_a_share_are_drawn_inside_its_bounds():
    beyond = replace(samples.rate(), limits=[control.Limits(97, 92, 102)])
    drawing = control.draw(beyond)
    assert ("Limite haute", "102,0\u00a0%", "") in drawing.table.rows
    top = min(mark.y1 for mark in drawing.marks if isinstance(mark, Line) and mark.dash == "6 4")
    assert top >= 12


def test_a_month_without_value_leaves_a_hole():
    drawing = control.draw(samples.HOLES)
    assert count(drawing, Path, fill=None, stroke="common") == 2
    assert drawing.table.rows[4] == ("mai 2025", "—", "—")


def test_nothing_to_show_is_said():
    assert texts(control.draw(samples.EMPTY)) == ["Aucune donnée"]
    assert texts(dots.draw(samples.NO_CASE)) == ["Aucun ticket jugé"]
    assert texts(dumbbell.draw(samples.NO_GAP)) == ["Aucun écart"]
    assert texts(clock.draw(clock.Clock("Vide", []))) == ["Aucun temps"]


def test_delays_are_counted_on_both_sides_of_the_limit():
    drawing = dots.draw(samples.DELAYS)
    said = texts(drawing)
    assert said[:2] == ["143\u00a0dans le délai", "25\u00a0hors délai"]
    assert {"12\u00a0présents au rapport", "9\u00a0absents du rapport", "4\u00a0ouverts, non comptés"} <= set(
        said
    )
    rows = dict(drawing.table.rows)
    assert rows["Dans le délai"] == "143"
    assert rows["Hors délai"] == "25"
    assert rows["Absents du rapport"] == "9"
    intervals = [int(value) for name, value in drawing.table.rows if name.startswith("De ")]
    assert sum(intervals) == 168
    assert count(drawing, Dot, fill="page") == 9 + 1  # and the legend's


def test_a_case_at_the_limit_is_within():
    data = dots.Dots("Juste", [dots.Case("A", 3600), dots.Case("B", 3601)], 3600)
    assert [text for _, text in data.counted()] == ["1\u00a0dans le délai", "1\u00a0hors délai"]
    inks = Counter(mark.fill for mark in dots.draw(data).marks if isinstance(mark, Path))
    assert inks == {"common": 1, "breached": 1}


def test_many_cases_become_bars_whose_heights_add_up():
    drawing = dots.draw(samples.MANY)
    columns = [
        mark for mark in drawing.marks if isinstance(mark, Rect) and mark.fill in {"common", "breached"}
    ]
    highest = max(column.height for column in columns)
    assert round(sum(column.height for column in columns) / highest * 25) == 900
    assert "25" in texts(drawing)


def test_very_long_delays_ask_for_a_logarithmic_axis():
    assert dots.draw(samples.SKEWED).title == "Quelques délais très longs, échelle logarithmique"


def test_a_dumbbell_gives_the_figures_of_the_comparison():
    drawing = dumbbell.draw(samples.GAPS)
    assert drawing.table.rows[0] == (
        *("E06 GTR P3", "90\u00a0%", "92,3\u00a0%", "85,1\u00a0%"),
        *("+7,2\u00a0pt", "inversé"),
    )
    assert drawing.table.rows[4][4:] == ("−0,4\u00a0pt", "inchangé")
    assert texts(drawing).count("verdict inversé") == 1
    assert {"85,1", "92,3", "+7,2", "−0,4"} <= set(texts(drawing))
    assert count(drawing, Line, stroke="breached", stroke_width=3.0) == 1


def test_bars_give_parts_and_totals():
    drawing = bars.draw(samples.AGES)
    assert drawing.table.head == ("Priorité", "6 à 10 j", "11 à 30 j", "plus de 30 j", "Total")
    assert drawing.table.rows[0] == ("P3", "12", "9", "3", "24")
    assert {"12", "9", "3", "24"} <= set(texts(drawing))


def test_a_cap_gives_its_row_an_outline_and_a_column():
    drawing = bars.draw(samples.CAPS, width=560)
    assert drawing.table.head[-2:] == ("Total", "Plafond")
    assert drawing.table.rows[1] == (
        *("année 2026", "740\u00a0€", "925\u00a0€", "2\u202f035\u00a0€", "3\u202f700\u00a0€"),
        "22\u202f200\u00a0€",
    )
    assert count(drawing, Rect, stroke="text") == 2


def test_a_clock_lists_its_segments():
    drawing = clock.draw(samples.LIFE)
    assert drawing.table.rows[3] == (
        *("25/03/2026 à 14:00", "25/03/2026 à 18:00", "Suspendu", "attente utilisateur"),
        "0\u00a0min",
    )
    assert (
        drawing.desc
        == "26\u00a0h\u00a020 comptées, 4\u00a0h suspendues. Limite atteinte le 27/03/2026 à 11:00."
    )
    assert "limite, 27/03/2026 à 11:00" in texts(drawing)
    lane = [
        m for m in drawing.marks if isinstance(m, Rect) and m.fill in {"common", "breached"} and m.y == 28
    ]
    assert [mark.fill for mark in lane] == ["common"] * 4 + ["breached"]


def test_clocks_of_one_table_share_their_span():
    row = clock.draw(samples.RUNNING, width=236, compact=True)
    assert (row.height, row.labels) == (20, ())
    assert count(row, Path, fill="breached") == 1


def test_the_quadrant_names_its_alarms():
    drawing = quadrant.draw(samples.TRAIL)
    assert drawing.table.rows[0] == (
        "oct.",
        "100,0\u00a0%",
        "67,8\u00a0%",
        "59,2 à 75,3\u00a0%",
        "80",
        "Pastèque",
    )
    assert (
        drawing.desc.endswith("Pastèque\u00a0: oct., nov..") or "Pastèque\u00a0: oct., nov." in drawing.desc
    )
    assert count(drawing, Path, fill="breached") == 2
    assert "Pastèque" in texts(drawing)
    few = quadrant.draw(samples.PROVIDERS)
    assert count(few, Dot, fill="page") == 1
    assert few.table.rows[2][-1] == "Peu de réponses"


def test_the_quadrant_reaches_down_to_its_data():
    low = quadrant.Quadrant("Bas", [quadrant.Place("mars", Decimal(71), 40, 30, 50, 20)])
    drawing = quadrant.draw(low)
    spot = next(mark for mark in drawing.marks if isinstance(mark, Dot))
    assert 44 <= spot.x <= drawing.width
    assert spot.y <= drawing.height - 42


def test_a_decided_case_counts_on_the_side_people_put_it():
    cases = [
        dots.Case("A", 10),
        dots.Case("B", 30),
        dots.Case("C", 40, "decided"),
        dots.Case("D", 5, "decided"),
    ]
    drawn = dots.draw(dots.Dots("Délais", cases, 20, kinds=[("solid", "présent"), ("decided", "décidé")]))
    assert dict(drawn.table.rows)["Dans le délai"] == "2"
    assert dict(drawn.table.rows)["Hors délai"] == "2"
    assert (dict(drawn.table.rows)["Présent"], dict(drawn.table.rows)["Décidés"]) == ("1", "2")


def test_a_reach_says_its_state_in_words_and_cuts_what_is_too_low():
    drawing = reach.draw(reach_samples.ENDS, width=794)
    assert drawing.table.rows[0] == (
        "E06 GTR P3",
        "90\u00a0%",
        "61,2\u00a0%",
        "82,4\u00a0%",
        "87,1\u00a0%",
        "Déjà perdu",
    )
    assert drawing.table.rows[2][3] == "—"
    assert drawing.desc.endswith("Coupé à 70\u00a0%\u00a0: E06 GTR P3.")
    assert {"Déjà perdu", "Se joue", "Tenu quoi qu’il arrive"} <= set(texts(drawing))
    assert count(drawing, Path, fill="text") == 1 + 3  # the legend, and one likely end per row that has one
    assert texts(reach.draw(reach_samples.NO_END)) == ["Rien à prévoir"]
