"""Ceilings: a file, a function, a page stay small enough to be read at one sitting."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.house.sources import ROOT, Source, files_under, python_files, write

FILE, ENGINE, TEMPLATE, SCRIPT, CHART = 300, 200, 120, 110, 150
FUNCTION, VIEW = 40, 25
CHART_FILES, CORE_FILES = 13, 24


def length(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def ceiling_of(source: Source) -> int:
    if source.parts[:2] == ("core", "svg"):
        return CHART
    return ENGINE if source.is_engine and source.parts[0] != "tests" else FILE


def find_long_files(root: Path) -> list[str]:
    limits = [(source.path, ceiling_of(source)) for source in python_files(root) if not source.is_migration]
    limits += [(path, TEMPLATE) for path in files_under(root, ".html")]
    limits += [(path, SCRIPT) for path in sorted(root.glob("script/**/*")) if path.is_file()]
    return [
        f"{path.relative_to(root).as_posix()}: {length(path)} lines, {limit} at most"
        for path, limit in limits
        if length(path) > limit
    ]


def find_long_functions(root: Path) -> list[str]:
    found = []
    for source in python_files(root):
        if source.is_migration:
            continue
        limit = VIEW if "views" in source.parts[1:2] else FUNCTION
        for node in ast.walk(source.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or 0) - node.lineno + 1
                if lines > limit:
                    found.append(
                        f"{source.place}:{node.lineno}: {node.name} has {lines} lines, {limit} at most"
                    )
    return found


def find_crowds(root: Path) -> list[str]:
    """The ground floor stays a slab: few charts, few words."""
    limits = {"core/svg": CHART_FILES, "core": CORE_FILES}
    counts = {place: len(list((root / place).glob("*.py"))) for place in limits}
    return [
        f"{place}: {counts[place]} files, {limit} at most"
        for place, limit in limits.items()
        if counts[place] > limit
    ]


def test_files_stay_short() -> None:
    assert find_long_files(ROOT) == []


def test_functions_stay_short() -> None:
    assert find_long_functions(ROOT) == []


def test_the_ground_floor_stays_small() -> None:
    assert find_crowds(ROOT) == []


def test_what_is_too_long_is_found(tmp_path: Path) -> None:
    body = "\n".join(["    x = 1"] * 30)
    write(
        tmp_path,
        {
            "slas/engine/clock.py": "x = 1\n" * 201,
            "slas/services.py": "x = 1\n" * 201,
            "core/svg/strip.py": "x = 1\n" * 151,
            "templates/page.html": "<p>\n" * 121,
            "script/server": "true\n" * 111,
            "kpis/views/detail.py": f"def detail():\n{body}\n",
            "kpis/services.py": f"def compute():\n{body}\n",
        },
    )
    assert find_long_files(tmp_path) == [
        "core/svg/strip.py: 151 lines, 150 at most",
        "slas/engine/clock.py: 201 lines, 200 at most",
        "templates/page.html: 121 lines, 120 at most",
        "script/server: 111 lines, 110 at most",
    ]
    assert find_long_functions(tmp_path) == ["kpis/views/detail.py:1: detail has 31 lines, 25 at most"]


def test_a_crowded_ground_floor_is_found(tmp_path: Path) -> None:
    write(tmp_path, {f"core/svg/chart{n}.py": "" for n in range(14)})
    assert find_crowds(tmp_path) == ["core/svg: 14 files, 13 at most"]
