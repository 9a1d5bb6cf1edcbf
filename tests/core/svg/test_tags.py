"""The template tags: accessible, unique, nothing to focus inside the picture."""

from xml.etree import ElementTree

from django.template import Context, Template

from core.svg import control, strip
from core.svg.drawing import figure
from tests.core.svg import samples


def render(source, **context):
    return Template("{% load charts %}{% load formats %}" + source).render(Context(context))


def test_a_chart_is_one_labelled_picture():
    svg = ElementTree.fromstring(render("{% chart drawing %}", drawing=control.draw(samples.rate())))
    title, desc = svg.find("title"), svg.find("desc")
    assert svg.get("role") == "img"
    assert svg.get("aria-labelledby") == title.get("id")
    assert svg.get("aria-describedby") == desc.get("id")
    assert title.text == "GTR P3 non respecté de façon constante"
    assert desc.text.startswith("Un point par mois, de janvier 2025 à mars 2026")
    assert svg.get("viewBox") == f"0 0 640 {svg.get('height')}"


def test_a_figure_gives_both_widths_with_their_own_identifiers():
    both = figure(control.draw, samples.rate())
    root = ElementTree.fromstring(f"<div>{render('{% chart both %}{% chart both %}', both=both)}</div>")
    assert [svg.get("class") for svg in root] == ["wide", "narrow", "wide", "narrow"]
    assert [svg.get("width") for svg in root] == ["640", "328", "640", "328"]
    identifiers = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(set(identifiers)) == len(identifiers) == 8


def test_a_decoration_is_hidden_and_silent():
    svg = ElementTree.fromstring(render("{% chart drawing %}", drawing=strip.spark(samples.SPARK)))
    assert svg.get("aria-hidden") == "true"
    assert svg.get("role") is None
    assert svg.find("title") is None


def test_titles_are_escaped():
    drawing = strip.draw(strip.Strip("R&D <script>", []))
    assert "<title" in render("{% chart drawing %}", drawing=drawing)
    assert "R&amp;D &lt;script&gt;" in render("{% chart drawing %}", drawing=drawing)


def test_the_twin_table_is_folded_under_the_chart():
    html = render("{% chart_table drawing %}", drawing=strip.draw(samples.STRIP))
    assert "<summary>Voir les données</summary>" in html
    assert html.count("<tr>") == 13
    assert '<th scope="row">avril 2025</th><td>Respecté</td>' in html
    assert '<th scope="col">Mois</th>' in html


def test_filters_call_the_formats():
    source = "{{ n|fr_number:1 }}|{{ n|fr_percent:1 }}|{{ s|fr_duration }}|{{ m|fr_margin }}"
    source += "|{{ c|fr_count:'ticket' }}"
    html = render(source, n=1234.56, s=94800, m=22800, c=3)
    expected = "1\u202f234,6|1\u202f234,6\u00a0%|26\u00a0h\u00a020|+6\u00a0h\u00a020|3\u00a0tickets"
    assert html == expected
    assert render("{{ v|fr_variance:'ticket' }} {{ d|fr_month_short:True }}", v=-9, d=samples.MONTHS[0]) == (
        "−9\u00a0tickets janv. 2025"
    )
    assert render("{{ x|fr_money }} {{ s|fr_verdict }} {{ s|fr_glyph }}", x=2035, s="met") == (
        "2\u202f035\u00a0€ Respecté ✓"
    )
