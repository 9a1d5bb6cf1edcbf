"""A file that the small world really keeps."""

from __future__ import annotations

from typing import Any

from core.storage import store_file


def stored() -> dict[str, Any]:
    """A small file that is really kept, as the rows that name it tell it."""
    kept = store_file(b"walk")
    return {"storage_name": kept.name, "sha256": kept.sha256, "size": kept.size}
