"""Icons, and the states they name: an icon never goes without its word.

Symbols are drawn once per page (`{% icon_sprite %}` in the shell) and used by name, so that a
fragment swapped later finds them. Each state has its own shape; colour only comes on top
(WCAG 2.2, criterion 1.4.1).
"""

from __future__ import annotations

from dataclasses import dataclass

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

# Drawn on a grid of 16 units. `s-page` and `f-page` take the page colour: the glyph is cut out of its disc.
SYMBOLS = {
    "met": '<circle cx="8" cy="8" r="7.25" fill="currentColor" stroke="none"/>'
    '<path d="M4.9 8.3l2.1 2.1 4.1-4.6" class="s-page" stroke-width="1.8"/>',
    "watch": '<path d="M8 1.2L15.4 14.4H.6z" fill="currentColor" stroke="none"/>'
    '<path d="M8 6v3.9" class="s-page" stroke-width="1.9"/>'
    '<circle cx="8" cy="12.2" r="1.05" class="f-page" stroke="none"/>',
    "breached": '<path d="M5 .8h6L15.2 5v6L11 15.2H5L.8 11V5z" fill="currentColor" stroke="none"/>'
    '<path d="M5.4 5.4l5.2 5.2M10.6 5.4l-5.2 5.2" class="s-page" stroke-width="1.9"/>',
    "none": '<circle cx="8" cy="8" r="6.6" stroke-dasharray="2.4 2.2" stroke-width="1.3"/>'
    '<path d="M5.2 8h5.6" stroke-width="1.7"/>',
    "info": '<circle cx="8" cy="8" r="6.6"/><path d="M8 7.2v4"/><path d="M8 4.7v.1" stroke-width="2.2"/>',
    "g-met": '<path d="M2.5 8.6l3.6 3.7 7.4-8.4"/>',
    "g-watch": '<path d="M8 2v7.4"/><path d="M8 13.6v.2" stroke-width="3"/>',
    "g-breached": '<path d="M3 3l10 10M13 3L3 13"/>',
    "g-none": '<path d="M3.5 8h9"/>',
    "common": '<circle cx="8" cy="8" r="4.5" fill="currentColor" stroke="none"/>',
    "better": '<path d="M3 3h10v10H3z" fill="currentColor"/>',
    "worse": '<path d="M8 2.4l6 10.8H2z" fill="currentColor"/>',
    "neutral": '<path d="M8 1.8L14.2 8 8 14.2 1.8 8z" fill="currentColor"/>',
    "ring": '<circle cx="8" cy="8" r="4.2"/>',
    "diamond": '<path d="M8 1.8L14.2 8 8 14.2 1.8 8z"/>',
    "gap": '<circle cx="3.2" cy="8" r="2"/><circle cx="12.8" cy="8" r="2" fill="currentColor"/>'
    '<path d="M5.2 8h5.6"/>',
    "melon": '<circle cx="8" cy="8" r="6.3"/>'
    '<circle cx="8" cy="8" r="2.8" fill="currentColor" stroke="none"/>',
    "clock": '<circle cx="8" cy="8" r="6.4"/><path d="M8 4.4V8l2.6 1.7"/>',
    "calendar": '<path d="M2 3.2h12v10.6H2zM2 6.6h12M5 1.4v3M11 1.4v3"/>',
    "doc": '<path d="M3.5 1.5h6l3 3v10h-9z"/><path d="M9.2 1.8v3h3M5.8 8h4.4M5.8 10.8h4.4"/>',
    "lock": '<path d="M3 7.2h10v7H3zM5.2 7V4.8a2.8 2.8 0 0 1 5.6 0V7"/>',
    "edit": '<path d="M10.8 2.4l2.8 2.8-8 8-3.4.6.6-3.4zM9 4.2L11.8 7"/>',
    "download": '<path d="M8 2v8.4M4.4 7L8 10.6 11.6 7M2.6 13.6h10.8"/>',
    "upload": '<path d="M8 10.6V2.4M4.4 5.8L8 2.2l3.6 3.6M2.6 13.6h10.8"/>',
    "mail": '<path d="M1.8 3.4h12.4v9.2H1.8zM2 3.8l6 5 6-5"/>',
    "close": '<path d="M3.5 3.5l9 9M12.5 3.5l-9 9"/>',
    "plus": '<path d="M8 3v10M3 8h10"/>',
    "up": '<path d="M8 13V3.2M3.8 7.2L8 3l4.2 4.2"/>',
    "down": '<path d="M8 3v9.8M3.8 8.8L8 13l4.2-4.2"/>',
    "prev": '<path d="M10 3L5 8l5 5"/>',
    "next": '<path d="M6 3l5 5-5 5"/>',
    "menu": '<path d="M2 4.5h12M2 8h12M2 11.5h12"/>',
    "search": '<circle cx="7" cy="7" r="4.6"/><path d="M10.5 10.5L14 14"/>',
    "user": '<circle cx="8" cy="5.4" r="2.7"/><path d="M2.8 14c.6-3 2.6-4.4 5.2-4.4s4.6 1.4 5.2 4.4"/>',
}


@dataclass(frozen=True)
class State:
    """One state as it is shown: the word people read, the look (`st-…`, `cell-…`), the icon."""

    word: str
    tone: str
    icon: str


# The five verdicts of a commitment, the overlay of a met one, then the readings of an indicator.
STATES = {
    "met": State("Respecté", "met", "met"),
    "watch": State("Sous surveillance", "watch", "watch"),
    "breached": State("Non respecté", "breached", "breached"),
    "not_applicable": State("Sans objet", "none", "none"),
    "not_measurable": State("Non mesurable", "none", "none"),
    "pending": State("En cours", "none", "none"),
    "common": State("Variation habituelle", "common", "common"),
    "improvement": State("Amélioration", "better", "better"),
    "concern": State("Dégradation", "worse", "worse"),
    "to_watch": State("À surveiller", "watch", "watch"),
    "neutral": State("Neutre", "info", "neutral"),
    "info": State("Information", "info", "info"),
}
PROVISIONAL = SafeString('<span class="pv" aria-hidden="true">~\u00a0</span>')

# Overlays on a figure or a month: word, icon, dashed outline.
FLAGS = {
    "provisional": ("~\u00a0Provisoire", "", True),
    "contested": ("Contesté", "diamond", False),
    "draft": ("Brouillon", "", True),
    "closed": ("Clos", "lock", False),
    "revised": ("Révisé", "edit", False),
    "late": ("En retard", "clock", False),
}


def state_of(code: str) -> State:
    """The look of a state code. Raises TemplateSyntaxError for an unknown code, so a typo is seen."""
    try:
        return STATES[str(code)]
    except KeyError:
        raise template.TemplateSyntaxError(f"unknown state {code!r}") from None


@register.simple_tag
def icon_sprite() -> SafeString:
    """All symbols, hidden; once per page, before their first use."""
    symbols = format_html_join(
        "",
        '<symbol id="i-{}" viewBox="0 0 16 16">{}</symbol>',
        ((name, SafeString(drawing)) for name, drawing in SYMBOLS.items()),
    )
    return format_html('<svg class="sprite" aria-hidden="true" focusable="false">{}</svg>', symbols)


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """`{% icon "clock" %}`: decoration only, the word must stand beside it."""
    if name not in SYMBOLS:
        raise template.TemplateSyntaxError(f"unknown icon {name!r}")
    return format_html(
        '<svg class="{}" viewBox="0 0 16 16" aria-hidden="true" focusable="false"><use href="#i-{}"/></svg>',
        f"i {css}".strip(),
        name,
    )


@register.simple_tag
def status(code: str, word: str = "", css: str = "") -> SafeString:
    """`{% status "breached" %}` or `{% status verdict "2 non respectés" %}`: icon and word."""
    state = state_of(code)
    classes = f"st st-{state.tone} {css}".strip()
    return format_html('<span class="{}">{}{}</span>', classes, icon(state.icon), word or state.word)


@register.simple_tag
def flag(kind: str, word: str = "") -> SafeString:
    """`{% flag "provisional" %}`: outlined tag over a figure or a month (`FLAGS` lists the kinds).

    With an unlisted kind the kind is an icon name: `{% flag "calendar" "COPIL du 16/04" %}`.
    """
    default, symbol, dashed = FLAGS.get(kind, ("", kind, False))
    return format_html(
        '<span class="{}">{}{}</span>',
        "tag tag-prov" if dashed else "tag",
        icon(symbol) if symbol else "",
        word or default,
    )


@register.simple_tag
def heatcell(code: str, text: str, about: str, url: str = "", **marks: object) -> SafeString:
    """One `<td>` of the heat map: `{% heatcell verdict "97,9" "GTI P2, avril 2025, cible 95 %" url %}`.

    `text` is the shown figure, `about` completes it for a screen reader. Marks, all false by default:
    `provisional` (« ~ »), `contested` (corner), `old` (hidden under 768 px), `now` (current month); `word` is
    what the state is called here.
    """
    unknown = set(marks) - {"provisional", "contested", "old", "now", "word"}
    if unknown:
        raise template.TemplateSyntaxError(f"unknown marks {sorted(unknown)}")
    state = state_of(code)
    words = [str(marks.get("word") or state.word.lower()), about]
    words += ["provisoire"] if marks.get("provisional") else []
    words += ["contesté"] if marks.get("contested") else []
    classes = f"cell cell-{state.tone}" + (" cell-contested" if marks.get("contested") else "")
    inside = format_html(
        '{}<span>{}{}</span><span class="visually-hidden"> {}</span>',
        icon(f"g-{state.tone}"),
        PROVISIONAL if marks.get("provisional") else "",
        "" if state.tone == "none" and text in ("", "–") else text,
        ", ".join(words),
    )
    cell = (
        format_html('<a class="{}" href="{}">{}</a>', classes, url, inside)
        if url
        else format_html('<span class="{}">{}</span>', classes, inside)
    )
    column = " ".join(name for name in ("old", "now") if marks.get(name))
    return format_html('<td class="{}">{}</td>', column and f"m-{column.replace(' ', ' m-')}", cell)


@register.inclusion_tag("parts/_legend.html")
def heatlegend(more_url: str = "", **words: str) -> dict[str, object]:
    """Legend of the heat map; other words for another grid: `{% heatlegend met="À jour, 13" %}`.

    `more_url` is the address of the twelve months, shown under 768 px where only three remain.
    """
    codes = {"met": "met", "watch": "watch", "breached": "breached", "none": "not_applicable"}
    entries = [(tone, f"g-{tone}", words.get(tone) or STATES[code].word) for tone, code in codes.items()]
    return {"entries": entries, "own_words": bool(words), "more_url": more_url}
