"""Every address of the URLconf, flattened: what the walk visits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.capabilities import Capability
from tests.house.world import VALUES


@dataclass(frozen=True)
class Address:
    """One named pattern: its view's capability (none outside contracts) and its converters."""

    name: str
    capability: Capability | None
    converters: tuple[str, ...]

    @property
    def on_contract(self) -> bool:
        return "contract" in self.converters

    @property
    def names_rows(self) -> bool:
        """True when a converter names a row that belongs to a contract."""
        return bool(set(self.converters) - {"uidb36", "key", "token", "step"})

    def url(self, contract: str, keys: dict[str, str]) -> str:
        """The address filled in; a converter nobody knows is a question to the reader of this file."""
        values = {"contract": contract} if self.on_contract else {}
        for converter in set(self.converters) - {"contract"}:
            values[converter] = value_of(self.name, converter, keys)
        return reverse(self.name, kwargs=values)


def value_of(name: str, converter: str, keys: dict[str, str]) -> str:
    """The value for one view, else for its app, else for everyone."""
    known = VALUES | keys
    app = name.split(":", maxsplit=1)[0]
    for key in (f"{name}:{converter}", f"{app}:{converter}", converter):
        if key in known:
            return known[key]
    raise LookupError(f"{name}: give the converter « {converter} » a value in tests/house/world.py")


def every_address(urlconf: Any = None) -> list[Address]:
    """The addresses in order, the administration's left out (it is walked apart)."""
    return list(flatten(get_resolver(urlconf).url_patterns, "", ()))


def flatten(patterns: Any, namespace: str, converters: tuple[str, ...]) -> Iterator[Address]:
    for pattern in patterns:
        found = (*converters, *pattern.pattern.converters, *pattern.pattern.regex.groupindex)
        unique = tuple(dict.fromkeys(found))
        if isinstance(pattern, URLResolver):
            if pattern.namespace == "admin":
                continue
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from flatten(pattern.url_patterns, inner, unique)
        elif isinstance(pattern, URLPattern):
            capability = getattr(pattern.callback, "capability", None)
            yield Address(f"{namespace}{pattern.name}", capability, unique)
