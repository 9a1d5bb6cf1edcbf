"""Writing the tables of the contract file: figures as a person writes them, nothing that is a default."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import tomli_w


def plain_number(value: Decimal | None) -> int | Decimal | None:
    """A figure as a person writes it: no trailing zero, no exponent."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else Decimal(f"{value.normalize():f}")


def filled(**values: Any) -> dict[str, Any]:
    """The table without what is empty, absent or false: those are the defaults of the file. Nought is a figure."""
    return {
        key: value for key, value in values.items() if value is not False and value not in (None, "", [], {})
    }


def other_than(default: Any, value: Any) -> Any:
    """The value; None where it is what the file means without the key."""
    return None if value == default else value


def write_toml(tables: Mapping[str, Any]) -> str:
    """TOML with one header per table, in the given order; nested tables follow the one that holds them."""
    return "\n".join(part for name, table in tables.items() for part in _parts(name, table))


def _parts(name: str, value: Any) -> list[str]:
    if isinstance(value, list):
        return [part for table in value for part in _table(f"[[{name}]]", name, table)]
    return _table(f"[{name}]", name, value)


def _table(header: str, name: str, table: Mapping[str, Any]) -> list[str]:
    nested = {key: value for key, value in table.items() if _is_nested(value)}
    plain = {key: value for key, value in table.items() if key not in nested}
    parts = [f"{header}\n{tomli_w.dumps(plain)}"]
    return parts + [part for key, value in nested.items() for part in _parts(f"{name}.{key}", value)]


def _is_nested(value: Any) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and bool(value) and isinstance(value[0], dict))
