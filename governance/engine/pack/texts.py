"""Texts of a pack that the referent wrote over the generated ones: titles and conclusions, never a figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from governance.engine.pack.document import PackData, Page


@dataclass(frozen=True)
class Text:
    """What stands over one page, and who wrote it: « texte revu par Référent IT, le 12/04/2026 »."""

    title: str
    lead: str
    review: str


def reviewed(data: PackData, texts: Mapping[str, Text]) -> PackData:
    """The pack under its reviewed texts, by kind of page; the others keep theirs."""
    return replace(data, pages=tuple(_under(page, texts.get(page.kind)) for page in data.pages))


def _under(page: Page, text: Text | None) -> Page:
    if text is None:
        return page
    return replace(page, title=text.title, lead=text.lead, review=text.review)
