"""Our share of a pack: queries, charts and HTML, against WeasyPrint's own time in the same run.

    python bench/pack.py [REF MONTH]      default: the first contract that has a committee

Prints one JSON object; `ratio` is ours / WeasyPrint's (bar: 0.20 at most).
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "infogerance.settings")

BAR = 0.20
ROUNDS = 3


def best(work: Callable[[], Any]) -> tuple[float, Any]:
    """Least CPU seconds of a few rounds, and the last result."""
    times, result = [], None
    for _ in range(ROUNDS):
        start = time.process_time()
        result = work()
        times.append(time.process_time() - start)
    return min(times), result


def measure(committee: Any) -> dict[str, Any]:
    from governance.selectors.packs import content_for
    from governance.services.printing import print_pdf
    from governance.services.rendering import print_order

    found = {}
    for variant in ("client", "partage", "executif"):
        print_pdf(
            print_order(content_for(committee, variant))
        )  # imports and font caches stay out of the figures
        ours, order = best(lambda v=variant: print_order(content_for(committee, v)))
        theirs, done = best(lambda o=order: print_pdf(o))
        found[variant] = {
            "ours_s": round(ours, 3),
            "weasyprint_s": round(theirs, 3),
            "ratio": round(ours / theirs, 3),
            "pages": done.pages,
            "kB": len(done.pdf) // 1024,
            "within_bar": ours / theirs <= BAR,
        }
    return found


def main() -> None:
    import django

    django.setup()
    from core.scope import for_contract, unscoped
    from governance.models import Committee

    with unscoped("the bench takes any committee"):
        rows = Committee.objects.select_related("contract").order_by("-month")
        if len(sys.argv) == 3:
            rows = rows.filter(contract__reference=sys.argv[1], month=sys.argv[2])
        committee = rows.first()
    if committee is None:
        sys.exit("No committee in this database: load the demonstration first (manage.py demo).")
    with for_contract(committee.contract_id):
        print(json.dumps(measure(committee), indent=2))


if __name__ == "__main__":
    main()
