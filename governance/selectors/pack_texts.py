"""The texts of a pack on the page where the referent reviews them."""

from __future__ import annotations

from dataclasses import dataclass

from governance.engine.pack.document import Page
from governance.engine.pack.figures import Figures, figures_of
from governance.engine.pack.texts import Text
from governance.models import ActionItem, Committee, Decision, Pack
from governance.selectors.pack_versions import texts_of
from governance.selectors.packs import Known, generated_for, outline_for, seen_by
from governance.selectors.risks import top_risks


@dataclass(frozen=True)
class TextLine:
    """One page of a copy: what is generated, and what stands over it, None where nothing does."""

    page: Page
    text: Text | None


@dataclass(frozen=True)
class TextPage:
    """The texts of one copy. `sent`: the last version that left, which no longer changes; None before any."""

    variant: Pack.Variant
    lines: list[TextLine]
    sent: Pack | None

    def line(self, kind: str) -> TextLine | None:
        """The page of that kind."""
        return next((line for line in self.lines if line.page.kind == kind), None)


def text_page(committee: Committee, variant: Pack.Variant) -> TextPage:
    """The pages of a copy by their generated texts (about fifteen queries). Raises NoResult."""
    with seen_by(committee.contract, variant) as side:
        decisions = list(Decision.objects.filter(committee=committee))
        actions = list(ActionItem.objects.filter(contract=committee.contract_id))
        known = Known(decisions, actions, top_risks(committee.contract, committee.held_on))
        pages = outline_for(committee, variant, known).pages
        texts = texts_of(committee, side)
    sent = Pack.objects.filter(committee=committee, variant=variant, frozen_at__isnull=False)
    lines = [TextLine(page, texts.get(page.kind)) for page in pages if not page.annex]
    return TextPage(variant, lines, sent.order_by("-version").first())


def page_figures(committee: Committee, variant: Pack.Variant, line: TextLine) -> Figures:
    """What the page shows whole, the head of the paper with it."""
    data = generated_for(committee, variant).data
    return figures_of(next(page for page in data.pages if page.kind == line.page.kind), data.head)
