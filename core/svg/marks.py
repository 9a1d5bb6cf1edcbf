"""The marks of a drawing, and the only place where a colour is written.

Each mark names a colour token, written twice: as a presentation attribute (light theme, all that the PDF
knows: its engine ignores style sheets and variables inside SVG) and as a class, which the page's own style
sheet turns into the theme's colour. Textures are real clipped lines: a tiled pattern shows seams in print.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Literal, Protocol

from core.svg.text import SIZE, text_width

PALETTE = {
    **{"text": "#1B2430", "muted": "#55606E", "line": "#7B8794", "hair": "#DCE1E7", "page": "#FFFFFF"},
    **{"surface": "#F5F6F8", "sunken": "#ECEEF1", "hatch": "#B4BDC8", "accent": "#0B5CAD"},
    **{"met": "#0B63A8", "watch": "#946200", "breached": "#7A1230", "none": "#5E6875"},
    **{"met-fill": "#DCEAF7", "watch-fill": "#FCEBC2", "breached-fill": "#F6D5E0", "none-fill": "#ECEEF1"},
    **{"watch-dot": "#D9A93A", "breached-hatch": "#E3A9BB"},
    **{"common": "#5E6875", "better": "#0072B2", "worse": "#B84A00", "neutral": "#1B2430"},
}
"""Token → colour of the light theme; `static/css/tokens.css` holds the same and the dark ones."""

Anchor = Literal["start", "middle", "end"]


class Mark(Protocol):
    """Anything that can write itself as one SVG element."""

    def markup(self) -> str: ...


def n1(value: float) -> str:
    """A coordinate, to the tenth: the same bytes on every machine."""
    text = f"{value:.1f}"
    text = text[:-2] if text.endswith(".0") else text
    return "0" if text == "-0" else text


def paint(fill: str | None, stroke: str | None = None, width: float = 1, dash: str = "") -> str:
    """Presentation attributes and classes of a shape."""
    out = f' fill="{PALETTE[fill] if fill else "none"}"'
    if stroke:
        out += f' stroke="{PALETTE[stroke]}"'
        out += f' stroke-width="{width:g}"' if width != 1 else ""
        out += f' stroke-dasharray="{dash}"' if dash else ""
    names = " ".join([f"f-{fill}"] * bool(fill) + [f"s-{stroke}"] * bool(stroke))
    return f'{out} class="{names}"' if names else out


@dataclass(frozen=True)
class Rect:
    x: float
    y: float
    width: float
    height: float
    fill: str | None = None
    stroke: str | None = None
    stroke_width: float = 1
    dash: str = ""

    def markup(self) -> str:
        box = f'x="{n1(self.x)}" y="{n1(self.y)}" width="{n1(max(self.width, 0))}" height="{n1(self.height)}"'
        return f"<rect {box}{paint(self.fill, self.stroke, self.stroke_width, self.dash)}/>"


@dataclass(frozen=True)
class Line:
    x1: float
    y1: float
    x2: float
    y2: float
    stroke: str = "line"
    stroke_width: float = 1
    dash: str = ""

    def markup(self) -> str:
        ends = f'x1="{n1(self.x1)}" y1="{n1(self.y1)}" x2="{n1(self.x2)}" y2="{n1(self.y2)}"'
        return f"<line {ends}{paint(None, self.stroke, self.stroke_width, self.dash)}/>"


@dataclass(frozen=True)
class Path:
    d: str
    fill: str | None = None
    stroke: str | None = None
    stroke_width: float = 1
    dash: str = ""
    round: bool = False

    def markup(self) -> str:
        ends = ' stroke-linecap="round" stroke-linejoin="round"' if self.round else ""
        return f'<path d="{self.d}"{paint(self.fill, self.stroke, self.stroke_width, self.dash)}{ends}/>'


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    radius: float
    fill: str = "text"
    stroke: str | None = None
    stroke_width: float = 1.6

    def markup(self) -> str:
        shape = f'cx="{n1(self.x)}" cy="{n1(self.y)}" r="{n1(self.radius)}"'
        return f"<circle {shape}{paint(self.fill, self.stroke, self.stroke_width)}/>"


@dataclass(frozen=True)
class Label:
    """A line of text; `y` is its baseline. `halo` clears the lines behind it on the web."""

    x: float
    y: float
    text: str
    anchor: Anchor = "start"
    ink: str = "text"
    bold: bool = False
    size: float = SIZE
    halo: bool = False

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom: an upper bound, whatever the font."""
        width = text_width(self.text, self.size, self.bold)
        left = self.x - {"start": 0.0, "middle": width / 2, "end": width}[self.anchor]
        return left, self.y - self.size * 0.78, left + width, self.y + self.size * 0.22

    def markup(self) -> str:
        out = f'<text x="{n1(self.x)}" y="{n1(self.y)}" fill="{PALETTE[self.ink]}"'
        out += f' text-anchor="{self.anchor}"' if self.anchor != "start" else ""
        out += ' font-weight="600"' if self.bold else ""
        out += f' font-size="{self.size:g}"' if self.size != SIZE else ""
        extra = " t-large" * (self.size > SIZE) + " t-halo" * self.halo
        return f'{out} class="t-{self.ink}{extra}">{escape(self.text)}</text>'
