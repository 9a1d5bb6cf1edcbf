"""The parts of a page: what they promise to those who read, tab through or link to them."""

from html.parser import HTMLParser
from types import SimpleNamespace

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import get_template
from django.test import RequestFactory

from core.templatetags.icons import STATES, SYMBOLS

LOAD = "{% load fields %}{% load icons %}{% load ui %}"


def draw(source: str, **context: object) -> str:
    """The template, its blanks squeezed."""
    return " ".join(Template(LOAD + source).render(Context(context)).split())


class Elements(HTMLParser):
    """Every start tag with its attributes, and the text."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def first(self, tag: str) -> dict[str, str | None]:
        return next(attrs for name, attrs in self.tags if name == tag)


class ActionForm(forms.Form):
    title = forms.CharField(label="Intitulé", help_text="En une phrase.")
    due_on = forms.DateField(label="Échéance", required=False)
    outcome = forms.ChoiceField(
        label="Décision", choices=[("a", "Adoptée"), ("r", "Refusée")], widget=forms.RadioSelect
    )
    certified = forms.BooleanField(label="Je certifie l’exactitude du dépôt.")


@pytest.mark.parametrize(
    ("code", "word", "tone"),
    [
        ("met", "Respecté", "met"),
        ("watch", "Sous surveillance", "watch"),
        ("breached", "Non respecté", "breached"),
        ("not_applicable", "Sans objet", "none"),
        ("not_measurable", "Non mesurable", "none"),
        ("pending", "En cours", "none"),
    ],
)
def test_a_state_is_an_icon_and_its_word(code, word, tone):
    drawn = Elements(draw("{% status code %}", code=code))
    assert drawn.text.strip() == word
    assert drawn.first("span")["class"] == f"st st-{tone}"
    assert drawn.first("svg")["aria-hidden"] == "true"


def test_the_word_of_a_state_can_be_said_otherwise():
    assert Elements(draw('{% status "breached" "2 non respectés" %}')).text.strip() == "2 non respectés"


def test_unknown_names_are_refused():
    for source in (
        '{% status "green" %}',
        '{% icon "nope" %}',
        '{% figure "a" "b" colour="red" %}',
        '{% heatcell "met" "1" "x" blink=True %}',
        '{% postbutton "a" "/b/" hx="1" %}',
    ):
        with pytest.raises(TemplateSyntaxError):
            draw(source)


def test_no_two_states_of_a_verdict_share_a_shape():
    shown = {STATES[code].icon for code in ("met", "watch", "breached", "not_applicable")}
    assert len(shown) == 4
    assert shown <= SYMBOLS.keys()


def test_the_sprite_holds_each_symbol_once():
    ids = [attrs["id"] for tag, attrs in Elements(draw("{% icon_sprite %}")).tags if tag == "symbol"]
    assert ids == [f"i-{name}" for name in SYMBOLS]


def test_a_cell_of_the_heat_map_reads_aloud_in_full():
    cell = Elements(
        draw('{% heatcell "breached" "85,1" "GTR P3, cible 90 %" "/m/" provisional=True contested=True %}')
    )
    assert " ".join(cell.text.split()) == "~ 85,1 non respecté, GTR P3, cible 90 %, provisoire, contesté"
    assert cell.first("a") == {"class": "cell cell-breached cell-contested", "href": "/m/"}


def test_a_cell_without_figure_shows_its_glyph_only():
    cell = Elements(draw('{% heatcell "not_applicable" "–" "GTI P1" old=True %}'))
    assert cell.text.split() == ["sans", "objet,", "GTI", "P1"]
    assert cell.first("td")["class"] == "m-old"


def test_a_figure_links_to_what_it_counts():
    drawn = Elements(draw('{% figure "Jugés" "168" url="/t/" key="slas.judged" n=168 state="met" %}'))
    assert drawn.first("a") == {"href": "/t/", "data-figure": "slas.judged", "data-n": "168"}
    assert Elements(draw('{% fig "0" "/t/" "slas.judged" 0 %}')).first("a")["data-n"] == "0"


def test_what_a_page_gives_is_escaped_and_what_it_captures_is_not():
    drawn = draw(
        '{% markup as lead %}<a href="/x/">{{ name }}</a>{% endmarkup %}'
        '{% pagehead name lead=lead %}<a class="btn" href="/y/">Agir</a>{% endpagehead %}',
        name="<b>GTR</b>",
    )
    assert '<h1 tabindex="-1">&lt;b&gt;GTR&lt;/b&gt;</h1>' in drawn
    assert '<a href="/x/">&lt;b&gt;GTR&lt;/b&gt;</a>' in drawn
    assert '<a class="btn" href="/y/">Agir</a>' in drawn


def test_a_section_is_named_by_its_title():
    drawn = Elements(draw('{% section "Signaux" "signaux" note="2 à expliquer" %}x{% endsection %}'))
    assert drawn.first("section") == {"class": "sec", "aria-labelledby": "signaux"}
    assert drawn.first("h2")["id"] == "signaux"


def test_only_a_named_focusable_region_scrolls():
    region = Elements(draw('{% scroll "Tickets" %}<table></table>{% endscroll %}')).first("div")
    assert region == {"class": "scroll", "role": "region", "tabindex": "0", "aria-label": "Tickets"}


def test_pages_keep_the_filters():
    request = RequestFactory().get("/t/", {"etat": "retard", "page": "2"})
    page = Paginator(range(60), 25).page(2)
    links = [
        a["href"]
        for tag, a in Elements(draw("{% pager page %}", request=request, page=page)).tags
        if tag == "a"
    ]
    assert links == [
        "?etat=retard&page=1",
        "?etat=retard&page=1",
        "?etat=retard&page=3",
        "?etat=retard&page=3",
    ]


def test_one_page_needs_no_pager():
    request = RequestFactory().get("/t/")
    assert draw("{% pager page %}", request=request, page=Paginator(range(3), 25).page(1)) == ""


def test_a_field_ties_its_help_and_error_to_the_control():
    form = ActionForm({})
    drawn = Elements(draw("{% field form.title %}", form=form))
    control = drawn.first("input")
    assert control["aria-describedby"] == "id_title_helptext id_title_error"
    assert control["aria-invalid"] == "true"
    assert control["class"] == "form-control is-bad"
    named = {attrs.get("id") for _, attrs in drawn.tags}
    assert {"id_title_helptext", "id_title_error"} <= named
    assert drawn.first("label")["for"] == "id_title"


def test_what_may_stay_empty_says_so():
    assert "facultatif" in draw("{% field form.due_on %}", form=ActionForm())
    assert "facultatif" not in draw("{% field form.title %}", form=ActionForm())


def test_a_group_of_choices_has_a_legend():
    drawn = Elements(draw("{% field form.outcome %}", form=ActionForm()))
    assert drawn.first("fieldset")["id"] == "id_outcome"
    assert [tag for tag, attrs in drawn.tags if attrs.get("type") == "radio"] == ["input", "input"]


def test_the_summary_of_errors_leads_to_each_field():
    drawn = Elements(draw("{% errorsummary form %}", form=ActionForm({})))
    assert drawn.first("div")["role"] == "alert"
    assert "3 points à corriger" in drawn.text
    assert [a["href"] for tag, a in drawn.tags if tag == "a"] == ["#id_title", "#id_outcome", "#id_certified"]
    assert draw("{% errorsummary form %}", form=ActionForm()) == ""


def test_a_change_of_state_is_a_form_with_its_token():
    drawn = Elements(draw('{% postbutton "Relancer" "/r/" about="USI" %}', csrf_token="abc"))
    assert drawn.first("form") == {"class": "inline", "method": "post", "action": "/r/"}
    assert drawn.first("input")["name"] == "csrfmiddlewaretoken"
    assert drawn.text.split() == ["Relancer", ":", "USI"]


def test_the_months_at_the_edge_have_no_link():
    drawn = Elements(draw('{% monthswitch "mars 2026" "/f/" "" "février 2026" %}'))
    links = [attrs for tag, attrs in drawn.tags if tag == "a"]
    assert [(a["href"], a["aria-label"]) for a in links] == [("/f/", "Mois précédent\u00a0: février 2026")]


def test_steps_say_where_we_are():
    items = [
        SimpleNamespace(label="Fichiers", url="/1/", state="done", note=""),
        SimpleNamespace(label="Contrôle", url="", state="current", note="3 lignes"),
    ]
    drawn = Elements(draw("{% steps items %}", items=items))
    assert [attrs.get("aria-current") for tag, attrs in drawn.tags if tag == "li"] == [None, "step"]
    assert "1. Fichiers, faite" in " ".join(drawn.text.split())


@pytest.mark.parametrize("code", [400, 403, 404, 409, 413, 429, 500, 503, 507])
def test_each_error_page_speaks_french_without_a_request(code):
    page = Elements(get_template(f"{code}.html").render({}))
    assert page.first("html")["lang"] == "fr"
    assert [tag for tag, _ in page.tags].count("h1") == 1
    assert "None" not in page.text


def test_an_error_inside_a_swap_is_a_fragment():
    request = RequestFactory().get("/x/")
    request.htmx = True
    fragment = get_template("403.html").render({}, request)
    assert "<html" not in fragment
    assert "Votre rôle ne permet pas cette action." in fragment


def test_nothing_is_inline_in_the_shell():
    page = Elements(get_template("404.html").render({}, RequestFactory().get("/x/")))
    for tag, attrs in page.tags:
        assert "style" not in attrs
        assert not any(name.startswith("on") for name in attrs)
        assert tag != "style"
        assert tag != "script" or attrs.get("src", "").startswith("/static/")
