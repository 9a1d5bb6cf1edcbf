"""A saved correspondence between the columns of an unknown export and our fields, turned into a profile.

Reading has one mechanism: a mapping is data, like a profile, and is read by the same code.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from reports.engine.headers import Column, header_key
from reports.engine.profiles import PROFILES, Profile
from reports.engine.profiles.fields import FIELDS, REQUIRED

DATE_ORDERS = ("", "dmy", "mdy")
MISSING = frozenset({"?", "-----"})


def header_digest(header: Iterable[str]) -> str:
    """Fingerprint of a header: the set of its names, whatever their order, case, accents and spaces."""
    keys = sorted({key for text in header if (key := header_key(text))})
    return hashlib.sha256("\n".join(keys).encode()).hexdigest()


def profile_of(mapping: Mapping[str, Any]) -> Profile:
    """The profile that reads as a mapping says.

    `mapping` holds `name`, `version`, `base` (code of the tool whose words it completes, or ""), `columns` (our
    field → header name), `statuses`, `priorities`, `types`, `reasons` (label → ours), `timezone`, `date_order`,
    `defaults`. Raises KeyError for a field that does not exist.
    """
    base = PROFILES.get(mapping["base"])
    columns = tuple(_column(name, text) for name, text in mapping["columns"].items() if text)
    return Profile(
        code=mapping["name"],
        label=f"Correspondance «\u00a0{mapping['name']}\u00a0», {_version_words(mapping['version'])}",
        columns=columns,
        is_tool=True,
        # The person saw every column and left out those that are of no use.
        unread=frozenset(header_key(text) for text in mapping["header"]),
        types={**(base.types if base else {}), **mapping["types"]},
        statuses={**(base.statuses if base else {}), **mapping["statuses"]},
        priorities=base.priorities if base else {},
        settled=mapping["priorities"],
        scores=base.scores if base else {},
        reasons=mapping["reasons"],
        missing=base.missing if base else MISSING,
        type_prefixes=base.type_prefixes if base else {},
        timezone=mapping["timezone"],
        date_order=mapping["date_order"],
        defaults=mapping["defaults"],
        mapping=f"{mapping['name']} v{mapping['version']}" if mapping["version"] else "",
    )


def _version_words(version: int) -> str:
    return f"version {version}" if version else "pas encore enregistrée"


def _column(name: str, text: str) -> Column:
    field = FIELDS[name]
    return Column(name, text, field.kind, required=name in REQUIRED, longest=field.longest)
