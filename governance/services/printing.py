"""From HTML to an archivable, accessible PDF: PDF/A-3a with the PDF/UA identifier, same bytes for the same input.

This file is also run as a program of its own (`python printing.py < order.json > pack.pdf`), so that a rendering
has its own memory and time: it imports nothing of the portal. The order is a JSON object: `html`, `stamp`
(ISO 8601), `resources` {name: base64}, `files` [{name, description, content (base64)}].
"""

from __future__ import annotations

import base64
import json
import sys
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

BASE = "pack:///"
TYPES = {".css": "text/css", ".ttf": "font/ttf"}
MEMORY, SECONDS = 1 << 30, 60
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


def print_pdf(order: dict[str, Any]) -> bytes:
    """The PDF of an order. Raises ValueError when the document asks for anything outside its resources."""
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
    document = HTML(string=order["html"], base_url=BASE, url_fetcher=_fetcher(order["resources"]))
    return document.write_pdf(
        pdf_variant="pdf/a-3a", font_config=FontConfiguration(), finisher=_identify, attachments=files
    )


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
    sys.stdout.buffer.write(print_pdf(json.load(sys.stdin)))


if __name__ == "__main__":
    main()
