"""Reading a page as text."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

INLINE = re.compile(r"</?(a|b|strong|sup|abbr|code)\b[^>]*>")
TAGS = re.compile(r"<(script|style|svg)\b.*?</\1>|<[^>]+>", re.DOTALL)
BLANKS = re.compile(r"[ \n\t\u00a0\u202f]+")


def text_of(response: Any) -> str:
    """What is read on the page: no markup, no drawing, plain spaces."""
    return plain(response.content.decode())


def main_of(response: Any) -> str:
    """The text of `<main>` only."""
    found = re.search(r"<main.*?</main>", response.content.decode(), re.DOTALL)
    assert found
    return plain(found.group())


def plain(html: str) -> str:
    """Markup as one line of text; words of neighbouring blocks are kept apart."""
    return BLANKS.sub(" ", unescape(TAGS.sub(" ", INLINE.sub("", html)))).strip()


def links_of(response: Any) -> list[str]:
    """Every address on the page, in order."""
    return [unescape(url) for url in re.findall(r'<a\b[^>]*\bhref="([^"]*)"', response.content.decode())]
