"""A pack's pages as HTML, and the order that prints them."""

from __future__ import annotations

import base64
import json
import logging
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import get_template
from django.utils.safestring import SafeString

from core.jobs import JobRefused
from governance.engine.pack.density import density
from governance.engine.pack.document import PackData
from governance.engine.pack.typesetting import typeset_html
from governance.selectors.packs import PackContent
from governance.services import printing
from governance.services.printing import Printed

logger = logging.getLogger(__name__)
FOLDER = Path(settings.BASE_DIR) / "static" / "pack"
FONTS = ("Inter-Regular.ttf", "Inter-SemiBold.ttf", "DejaVuSans-Symboles.ttf")
PATIENCE = 90


TEMPLATES = {
    "changes": "governance/pack/_changes.html",
    "front": "governance/pack/_front.html",
    "followup": "governance/pack/_followup.html",
    "heatmap": "governance/pack/_heatmap.html",
    "confrontation": "governance/pack/_confrontation.html",
    "perception": "governance/pack/_perception.html",
    "trends": "governance/pack/_trends.html",
    "finances": "governance/pack/_finances.html",
    "stakes": "governance/pack/_stakes.html",
    "roadmap": "governance/pack/_roadmap.html",
    "audit": "governance/pack/_audit.html",
    "sheets": "governance/pack/_sheets.html",
    "actions": "governance/pack/_actions.html",
    "failures": "governance/pack/_failures.html",
    "method": "governance/pack/_method.html",
}


@dataclass(frozen=True)
class Cover:
    """What the sheet prints around the pages of a paper that is no pack: its title, its head, its foot, its instant."""

    title: str
    description: str
    head: str
    state: str
    foot: tuple[str, str]
    stamp: str


def render_pages(data: PackData, *, twin: bool = False) -> SafeString:
    """Every page of a pack, typeset: the same parts for the PDF and for its web twin."""
    part = get_template("governance/pack/_page.html")
    pages = [
        part.render(
            {
                "pack": data,
                "page": page,
                "twin": twin,
                "template": TEMPLATES[page.kind],
                "density": "" if twin else density(page),
            }
        )
        for page in data.pages
    ]
    return SafeString(typeset_html("".join(pages)))


def print_order(content: PackContent) -> dict[str, Any]:
    """What the printer needs, whole: document, style sheet, fonts, attached files, and the instant of the facts."""
    files = [
        {"name": file.name, "description": file.description, "content": _text(file.content)}
        for file in content.files
    ]
    sections = [[page.anchor, not page.annex] for page in content.data.pages]
    return document_order(content.data, render_pages(content.data)) | {"files": files, "sections": sections}


def document_order(cover: Any, pages: SafeString) -> dict[str, Any]:
    """The order of any document in the dress of a pack, without attached file.

    `cover` has what the sheet prints around the pages: `title`, `description`, `head`, `state`, `foot` (two
    lines) and `stamp`.
    """
    html = get_template("governance/pack/print.html").render({"pack": cover, "pages": pages})
    return {"html": html, "stamp": cover.stamp, "resources": _resources(), "files": [], "sections": []}


def print_apart(order: dict[str, Any]) -> Printed:
    """Print in a process of its own, limited in memory and time. Raises JobRefused when it does not succeed."""
    done = subprocess.run(
        [sys.executable, "-I", str(Path(printing.__file__))],
        input=json.dumps(order).encode(),
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    counts, _, pdf = done.stdout.partition(b"\n")
    if done.returncode or not pdf.startswith(b"%PDF"):
        logger.error(
            "The printer stopped (%s): %s", done.returncode, done.stderr.decode(errors="replace")[-2000:]
        )
        raise JobRefused("Le dossier n’a pas été produit : l’impression s’est arrêtée. Rien n’a été envoyé.")
    pages, layouts = map(int, counts.split())
    return Printed(pages, layouts, pdf)


@cache
def _resources() -> dict[str, str]:
    named = {"pack.css": FOLDER / "pack.css"} | {f"fonts/{name}": FOLDER / "fonts" / name for name in FONTS}
    return {name: _text(path.read_bytes()) for name, path in named.items()}


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()
