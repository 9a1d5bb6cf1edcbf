"""Papers printed for tests: the same order gives the same bytes, which two tests show, so it is printed once."""

from __future__ import annotations

import io
import json
from hashlib import sha256

from pypdf import PdfReader

from governance.models import Committee
from governance.selectors.packs import content_for
from governance.services.printing import Printed, print_pdf
from governance.services.rendering import print_order

_kept: dict[str, Printed] = {}


def printed(committee: Committee, variant: str) -> PdfReader:
    """The PDF of a variant, as it would be printed now."""
    return PdfReader(io.BytesIO(_print(committee, variant).pdf))


def layouts(committee: Committee, variant: str) -> int:
    """How many times that variant is laid out."""
    return _print(committee, variant).layouts


def _print(committee: Committee, variant: str) -> Printed:
    order = print_order(content_for(committee, variant))
    key = sha256(json.dumps(order, sort_keys=True).encode()).hexdigest()
    if key not in _kept:
        _kept[key] = print_pdf(order)
    return _kept[key]
