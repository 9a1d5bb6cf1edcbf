"""French typography of a whole document: text nodes only, drawings included, markup untouched."""

from __future__ import annotations

import re
from html import escape, unescape

from core.engine.typography import NBSP, typeset

_TAG = re.compile(r"(<[^>]*>)")
_ORDINAL = re.compile(r"\b(\d+)(er|re|e)(?=[ \u00a0])")
_UNIT = re.compile(r"(?<=\d) (?=(?:h|min|j|pt|mois|jours?|ans?|tickets?|points?)\b)")


def typeset_html(html: str) -> str:
    """Spaces, apostrophes and ordinals (« 4e » raised) of every text node; an ordinal stays flat in a drawing."""
    parts = _TAG.split(html)
    drawing = 0
    for rank, part in enumerate(parts):
        if part.startswith("<"):
            drawing += part.startswith("<svg") - part.startswith("</svg")
        elif part.strip():
            # Entities are read first: their « ; » is no punctuation.
            text = escape(_UNIT.sub(NBSP, typeset(unescape(part))), quote=False)
            parts[rank] = text if drawing else _ORDINAL.sub(r"\1<sup>\2</sup>", text)
    return "".join(parts)
