"""What a chart costs, and what it looks like. From the root of the project:

python -m bench.charts                    milliseconds per chart: geometry, markup, tag, marks in a loop
python -m bench.charts sheet.html [dark]  every sample at its widths, under the portal's style sheets
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import django
from django.template import Context, Engine, Template

from tests.core.svg.samples import CHARTS, drawings

PAGE = """{% load charts %}<!doctype html><html lang="fr" data-bs-theme="{{ theme }}"><meta charset="utf-8">
<title>Planche</title>{% for sheet in sheets %}<link rel="stylesheet" href="{{ sheet }}">{% endfor %}
<body><div class="wrap">{% for name, drawing in drawings %}<p class="muted small mt">{{ name }}</p>
{% chart drawing %}{% endfor %}</div>"""
LOOP = (
    "{% for mark in marks %}<{{ mark.tag }}{% for key, value in mark.pairs %}"
    ' {{ key }}="{{ value }}"{% endfor %}/>{% endfor %}'
)


def best(action: Callable[[], object]) -> float:
    """Milliseconds of the fastest of 30 runs."""
    times = []
    for _ in range(30):
        start = perf_counter()
        action()
        times.append(perf_counter() - start)
    return min(times) * 1000


def measure() -> None:
    """One line per sample at its first width, the loop as a template would run it."""
    one = Template("{% load charts %}{% chart drawing %}")
    loop = Engine().from_string(LOOP)
    print(f"{'chart':18}{'marks':>6}{'draw':>8}{'markup':>8}{'tag':>8}{'loop':>8}")
    for name, (draw, data, widths) in CHARTS.items():
        drawing = draw(data, width=widths[0])
        pairs = [{"tag": "rect", "pairs": [(f"k{rank}", "12.5") for rank in range(7)]} for _ in drawing.marks]
        times = (
            best(lambda draw=draw, data=data, width=widths[0]: draw(data, width=width)),
            best(lambda drawing=drawing: drawing.body),
            best(lambda drawing=drawing: one.render(Context({"drawing": drawing}))),
            best(lambda pairs=pairs: loop.render(Context({"marks": pairs}))),
        )
        print(f"{name:18}{len(drawing.marks):6}" + "".join(f"{value:8.2f}" for value in times))


def sheet(target: Path, theme: str) -> None:
    """Write the proof sheet; the style sheets are linked from the working copy."""
    root = Path(__file__).parents[1] / "static"
    names = ("vendor/bootstrap/bootstrap-reboot.min.css", "css/tokens.css", "css/portal.css")
    values = {"drawings": drawings(), "theme": theme, "sheets": [(root / name).as_uri() for name in names]}
    target.write_text(Template(PAGE).render(Context(values)), encoding="utf-8")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "infogerance.settings")
    django.setup()
    if len(sys.argv) > 1:
        sheet(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "light")
    else:
        measure()
