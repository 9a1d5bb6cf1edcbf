"""Each page of a pack holds on its sheet, whatever is written in it."""

from __future__ import annotations

import pytest

from governance.models import ActionItem, Committee, Decision
from governance.selectors.packs import content_for
from tests.governance.papers import layouts, printed

LONG = "Le comité retient la proposition, sous réserve des moyens que le prestataire met en place. " * 5


def sheets(committee: Committee, variant: str) -> tuple[int, int]:
    """Sheets before the annex, and pages of the content before it."""
    data = content_for(committee, variant).data
    reader = printed(committee, variant)
    starts = [
        reader.get_destination_page_number(one) or 0 for one in reader.outline if not isinstance(one, list)
    ]
    main = sum(not page.annex for page in data.pages)
    return (starts[main] if len(starts) > main else len(reader.pages)), main


@pytest.mark.any_store
def test_long_decisions_and_late_actions_stay_on_their_pages(committee: Committee) -> None:
    Decision.objects.filter(committee=committee).update(resolution=LONG[:455])
    ActionItem.objects.filter(contract=committee.contract).update(state="todo", title=LONG[:90])
    assert sheets(committee, "executif") == (2, 2)
    assert sheets(committee, "client") == (8, 8)
    # What the pages carry tells how tight they are set: laying out again is for a page misjudged, and costs as much again.
    assert [layouts(committee, variant) for variant in ("executif", "client")] == [1, 1]


@pytest.mark.any_store
def test_a_usual_pack_is_laid_out_once(committee: Committee) -> None:
    assert layouts(committee, "client") == 1
