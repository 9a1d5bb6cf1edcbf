"""From HTML to an archivable, accessible PDF: PDF/A-3a with the PDF/UA identifier, same bytes for the same input.

This file is also run as a program of its own (`python printing.py < order.json`), so that a rendering
has its own memory and time: it imports nothing of the portal. The order is a JSON object: `html`, `stamp`
(ISO 8601), `resources` {name: base64}, `files` [{name, description, content (base64)}], `sections` [[anchor, whether
it must hold on one sheet]] in their order. The answer is the number of pages and of layouts on a first line, then the PDF.
"""

from __future__ import annotations

import base64
import json
import sys
import warnings
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any, NamedTuple

BASE = "pack:///"
TYPES = {".css": "text/css", ".ttf": "font/ttf"}
MEMORY, SECONDS = 1 << 30, 60
TIGHTER = ("dense", "denser")
"""Classes that a section still lacks and receives, one after the other, until it holds on its sheet: what the pages carry
decided it before, this is for the page that was misjudged."""
_RDF = """<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>PDF/UA part</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""


class Printed(NamedTuple):
    """A finished PDF, and how many times it was laid out until each page held."""

    pages: int
    layouts: int
    pdf: bytes


def print_pdf(order: dict[str, Any]) -> Printed:
    """The PDF of an order and its number of pages. Raises ValueError when the document asks for anything outside its resources."""
    # WeasyPrint takes 1.4 s to import: only who prints pays it.
    from weasyprint import HTML, Attachment
    from weasyprint.text.fonts import FontConfiguration

    stamp = datetime.fromisoformat(order["stamp"])
    files = [
        Attachment(
            string=base64.b64decode(file["content"]),
            name=file["name"],
            description=file["description"],
            created=stamp,
            modified=stamp,
            relationship="Data",
        )
        for file in order["files"]
    ]
    options = {"pdf_variant": "pdf/a-3a", "attachments": files}
    fetcher = _fetcher(order["resources"])

    def laid_out(html: str) -> Any:
        source = HTML(string=html, base_url=BASE, url_fetcher=fetcher)
        return source.render(font_config=FontConfiguration(), **options)

    with warnings.catch_warnings():
        # WeasyPrint 70 opens its colour profile without closing it.
        warnings.simplefilter("ignore", ResourceWarning)
        document, html, layouts = laid_out(order["html"]), order["html"], 1
        for _ in TIGHTER:
            over = _over(document, order["sections"])
            if (tighter := _tightened(html, over)) == html:
                break
            html, layouts = tighter, layouts + 1
            document = laid_out(html)
        return Printed(len(document.pages), layouts, document.write_pdf(finisher=_identify, **options))


def _tightened(html: str, anchors: list[str]) -> str:
    """The document with one more class on each of these sections; the same where they have them all."""
    for anchor in anchors:
        classes = html[: html.index(f'" id="{anchor}"')].rpartition('"')[2]
        lacking = [name for name in TIGHTER if name not in classes.split()]
        if lacking:
            html = html.replace(f'" id="{anchor}"', f' {lacking[0]}" id="{anchor}"', 1)
    return html


def _over(document: Any, sections: list[tuple[str, bool]]) -> list[str]:
    """The sections that must hold on one sheet and run over it; a paper without sections has none."""
    if not sections:
        return []
    # A section that runs over has its anchor on every sheet it covers: read backwards, the first one stays.
    first = {a: rank for rank, page in reversed([*enumerate(document.pages)]) for a in page.anchors}
    ends = [first[anchor] for anchor, _ in sections[1:]] + [len(document.pages)]
    pairs = zip(sections, ends, strict=True)
    return [anchor for (anchor, whole), end in pairs if whole and end - first[anchor] > 1]


def _fetcher(resources: dict[str, str]) -> Any:
    """Answers for the resources of the order and refuses everything else: no network, no local file."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Closed(URLFetcher):
        def fetch(self, url: str, headers: Any = None) -> Any:
            name = url.removeprefix(BASE)
            if name not in resources:
                raise ValueError(f"outside the allow-list: {url}")
            kind = TYPES[PurePosixPath(name).suffix]
            return URLFetcherResponse(url, base64.b64decode(resources[name]), headers={"Content-Type": kind})

    return Closed()


def _identify(document: Any, pdf: Any) -> None:
    """Add the PDF/UA identifier and its extension schema inside the XMP packet (ISO 14289-1, ISO 19005-3)."""
    packet = next(item for item in pdf.objects if getattr(item, "extra", {}).get("Subtype") == "/XML")
    packet.stream = [b"".join(packet.stream).replace(b"</rdf:RDF>", _RDF.encode() + b"</rdf:RDF>")]


def main() -> None:
    """Print the order of the standard input, within fixed limits of memory and processor time."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    done = print_pdf(json.load(sys.stdin))
    sys.stdout.buffer.write(f"{done.pages} {done.layouts}\n".encode() + done.pdf)


if __name__ == "__main__":
    main()
