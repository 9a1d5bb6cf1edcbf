"""Our share of a pack: queries, charts and HTML, against WeasyPrint's own time in the same run.

    python bench/pack.py [REF MONTH]      default: the first contract that has a committee

Prints one JSON object. Bars: `whole` (queries, HTML, every layout, PDF) at most 1.2 × bare WeasyPrint on the same HTML;
the printer's process at most 150 MB resident; 250 KiB without attachments; a worker that draws 50 packs, one after the
other, grows by 15 MB at most.

Bare WeasyPrint is one layout and one writing of the HTML as it was printed in the end, with the same resources and the
same kind of PDF. Our printer lays a pack that runs over out up to three times: `layouts` says how many it took, and its
own time, `printer_s`, is no baseline.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "infogerance.settings")

BAR = 1.2
MEMORY_MB, SIZE_KIB, GROWTH_MB = 150, 250, 15
ROUNDS, PACKS = 3, 50
ASKED = """
import resource, subprocess, sys
subprocess.run([sys.argv[1], "-I", sys.argv[2]], stdin=sys.stdin, stdout=subprocess.DEVNULL, check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def best(work: Callable[[], Any]) -> tuple[float, Any]:
    """Least CPU seconds of a few rounds, and the last result."""
    times, result = [], None
    for _ in range(ROUNDS):
        start = time.process_time()
        result = work()
        times.append(time.process_time() - start)
    return min(times), result


def settled(order: dict[str, Any]) -> list[str]:
    """The HTML of each layout that the printer asks for, the one it prints last."""
    import weasyprint

    from governance.services.printing import print_pdf

    asked: list[str] = []
    plain = weasyprint.HTML

    class Heard(plain):  # type: ignore[valid-type]
        def __init__(self, *args: Any, **options: Any) -> None:
            asked.append(options["string"])
            super().__init__(*args, **options)

    weasyprint.HTML = Heard
    try:
        print_pdf(order)
    finally:
        weasyprint.HTML = plain
    return asked


def bare(html: str, order: dict[str, Any]) -> bytes:
    """What WeasyPrint alone makes of a page: one layout, one writing, nothing attached."""
    from weasyprint import HTML

    from governance.services.printing import BASE, _fetcher

    source = HTML(string=html, base_url=BASE, url_fetcher=_fetcher(order["resources"]))
    return source.render(pdf_variant="pdf/a-3a").write_pdf(pdf_variant="pdf/a-3a")


def measure(committee: Any) -> dict[str, Any]:
    from governance.models import Pack
    from governance.selectors.packs import content_for
    from governance.services.printing import print_pdf
    from governance.services.rendering import print_order

    found = {}
    for variant in Pack.Variant.values:
        print_pdf(
            print_order(content_for(committee, variant))
        )  # imports and font caches stay out of the figures
        ours, order = best(lambda v=variant: print_order(content_for(committee, v)))
        printer, done = best(lambda o=order: print_pdf(o))
        layouts = settled(order)
        theirs, _ = best(lambda o=order, html=layouts[-1]: bare(html, o))
        unattached = len(print_pdf(order | {"files": []}).pdf)
        found[variant] = {
            "ours_s": round(ours, 3),
            "printer_s": round(printer, 3),
            "layouts": len(layouts),
            "weasyprint_s": round(theirs, 3),
            "whole": round((ours + printer) / theirs, 3),
            "pages": done.pages,
            "KiB": len(done.pdf) // 1024,
            "KiB_without_files": unattached // 1024,
            "within_bar": ours + printer <= BAR * theirs and unattached <= SIZE_KIB * 1024,
        }
    return found


def resident_mb() -> float:
    """What this process holds now."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024


def printer_mb(order: dict[str, Any]) -> float:
    """The most that the printer's process held, asked by a bare one: a child starts with the peak of its parent."""
    from governance.services import printing

    asked = [sys.executable, "-I", "-c", ASKED, sys.executable, str(Path(printing.__file__))]
    done = subprocess.run(asked, input=json.dumps(order).encode(), capture_output=True, check=True)
    return int(done.stdout) / 1024


def long_life(committee: Any) -> dict[str, Any]:
    """A worker that draws many packs, each printed in a process of its own, as the portal does."""
    from governance.selectors.packs import content_for
    from governance.services.rendering import print_apart, print_order

    print_apart(print_order(content_for(committee, "client")))
    before = resident_mb()
    for _ in range(PACKS):
        print_apart(print_order(content_for(committee, "client")))
    grown = resident_mb() - before
    printer = printer_mb(print_order(content_for(committee, "client")))
    return {
        "packs": PACKS,
        "worker_MB": round(before),
        "worker_grown_MB": round(grown, 1),
        "printer_MB": round(printer),
        "within_bar": grown <= GROWTH_MB and printer <= MEMORY_MB,
    }


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
        print(json.dumps(measure(committee) | {"long_life": long_life(committee)}, indent=2))


if __name__ == "__main__":
    main()
