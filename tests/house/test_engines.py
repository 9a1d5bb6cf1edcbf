"""Engines think: no frame, no queue, no clock, no file, no network."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.house.sources import LEVEL, ROOT, Source, app_files, write

# The world outside, by the name of the module that opens it. Bytes already in memory are not outside: an engine
# may read them through `io` and openpyxl.
OUTSIDE = {
    "celery", "django", "allauth", "logging", "os", "pathlib", "psycopg", "random", "redis",
    "requests", "secrets", "shutil", "socket", "sqlalchemy", "sqlite3", "subprocess", "tempfile", "threading",
    "time", "urllib", "uuid", "weasyprint",
}  # fmt: skip
CLOCK = {"now", "today", "utcnow"}
PURE_ROOMS = {"engine", "svg"}


def find_impure(root: Path) -> list[str]:
    """Engine modules that reach outside, look at the clock or import a room that does."""
    return [fault for source in app_files(root) if source.is_engine for fault in faults_of(source)]


def faults_of(source: Source) -> list[str]:
    faults = []
    for line, name in source.imports():
        first, *rest = name.split(".")
        if first in OUTSIDE or (first in LEVEL and rest[:1] and rest[0] not in PURE_ROOMS):
            faults.append(f"{source.place}:{line}: imports {name}")
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name) and node.func.id in {"open", "print", "input"}:
            faults.append(f"{source.place}:{node.lineno}: calls {node.func.id}()")
        if isinstance(node.func, ast.Attribute) and node.func.attr in CLOCK:
            faults.append(f"{source.place}:{node.lineno}: looks at the clock, {node.func.attr}()")
    return faults


def test_engines_are_pure() -> None:
    assert find_impure(ROOT) == []


def test_an_impure_engine_is_found(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "slas/engine/clock.py": "import os\nfrom datetime import datetime\nstart = datetime.now()\n",
            "kpis/engine/trend.py": "from slas.models import Verdict\nfrom core.engine import months\nopen('x')\n",
            "slas/services.py": "import os\n",
            "core/svg/scale.py": "from django.utils import html\n",
        },
    )
    assert find_impure(tmp_path) == [
        "core/svg/scale.py:1: imports django.utils.html",
        "kpis/engine/trend.py:1: imports slas.models.Verdict",
        "kpis/engine/trend.py:3: calls open()",
        "slas/engine/clock.py:1: imports os",
        "slas/engine/clock.py:3: looks at the clock, now()",
    ]
