"""Drawings in a template: `{% load charts %}`, then `{% chart drawing %}` and `{% chart_table drawing %}`.

Both take a `Drawing` or a `Figure` (its wide and narrow drawings, of which the style sheet shows one).
All charts share one template: their marks are already SVG elements, one per chart would repeat the same line.
"""

from __future__ import annotations

from typing import Any

from django import template
from django.template.loader import get_template
from django.utils.html import format_html_join

from core.svg.drawing import Drawing, Figure
from core.svg.marks import n1

register = template.Library()

FAMILY = "Inter, Liberation Sans, DejaVu Sans, sans-serif"
_SEEN = "charts.keys"


@register.simple_tag(takes_context=True)
def chart(context: template.Context, drawing: Drawing | Figure, family: str = FAMILY) -> str:
    """The `<svg>`; `family` names the fonts that a PDF embeds."""
    if isinstance(drawing, Figure):
        pair = ((drawing.wide, "wide"), (drawing.narrow, "narrow"))
        return format_html_join("", "{}", ((_render(context, one, name, family),) for one, name in pair))
    return _render(context, drawing, "strip" if drawing.chart == "strip" else "", family)


@register.inclusion_tag("charts/_table.html")
def chart_table(drawing: Drawing | Figure) -> dict[str, object]:
    """« Voir les données »: the twin table, folded."""
    return {"table": drawing.table, "title": drawing.title}


def _render(context: template.Context, drawing: Drawing, variant: str, family: str) -> str:
    return get_template("charts/drawing.svg").render(
        {
            "drawing": drawing,
            "key": _unique(context, drawing.key),
            "variant": variant,
            "width": n1(drawing.width),
            "height": n1(drawing.height),
            "family": family,
            "body": drawing.body,
        }
    )


def _unique(context: template.Context, key: str) -> str:
    """Two drawings with the same words on one page still need different identifiers."""
    memory: Any = context.render_context
    seen: dict[str, int] = memory.setdefault(_SEEN, {})
    seen[key] = seen.get(key, 0) + 1
    return key if seen[key] == 1 else f"{key}-{seen[key]}"
