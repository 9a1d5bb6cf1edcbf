"""What no file of the project says: a machine's path, a registry, a silenced check, a double of our own code."""

from __future__ import annotations

import re
from pathlib import Path

from tests.house.sources import ROOT, files_under, write

SUFFIXES = (
    ".py", ".html", ".md", ".toml", ".sh", ".css", ".js", ".yml", ".yaml", ".txt", ".example", ".csv", ".json",
)  # fmt: skip
# This file names what it forbids.
NAMED_HERE = "tests/house/test_text.py"
FORBIDDEN = {
    "a machine's path": re.compile(r"(?<![\w.])/(home/\w+|root|mnt)/"),
    "a registry's address": re.compile(r"pypi\.org|pythonhosted|registry\.npmjs|--(extra-)?index-url"),
    "work left over": re.compile(r"(#|//|/\*|<!--)\s*(TODO|FIXME|XXX|HACK)\b"),
}
FORBIDDEN_IN_CODE = {
    "a silenced linter": re.compile(r"#\s*noqa"),
    "a test set aside": re.compile(r"pytest\.skip|mark\.(skip|skipif|xfail)|importorskip|pytest\.xfail"),
    "a double of our own code": re.compile(r"unittest\.mock|from mock|MagicMock|monkeypatch\.setattr|mocker"),
    "a swallowed error": re.compile(r"except (Base)?Exception:\s*\n\s*pass\b|except:\s"),
}


def find_forbidden(root: Path) -> list[str]:
    """Place, line and nature of everything that must not be written."""
    found = []
    for path in files_under(root, *SUFFIXES):
        place = path.relative_to(root).as_posix()
        if place == NAMED_HERE:
            continue
        rules = FORBIDDEN | FORBIDDEN_IN_CODE if path.suffix == ".py" else FORBIDDEN
        text = path.read_text(encoding="utf-8", errors="replace")
        for nature, pattern in rules.items():
            for match in pattern.finditer(text):
                found.append(f"{place}:{text.count(chr(10), 0, match.start()) + 1}: {nature}")
    return found


def test_nothing_forbidden_is_written() -> None:
    assert find_forbidden(ROOT) == []


def test_forbidden_words_are_found(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "slas/services.py": "import os  # noqa: F401\n# TODO later\npath = '/home/a/x'\n",
            "tests/test_x.py": "@pytest.mark.skip\ndef test(monkeypatch):\n    monkeypatch.setattr(a, 'b', 1)\n",
            "kpis/tasks.py": "try:\n    run()\nexcept Exception:\n    pass\n",
            "README.md": "Install from https://pypi.org/simple.\n",
            "docs/networking.md": "A worker shares data/ with the web process.\n",
        },
    )
    assert find_forbidden(tmp_path) == [
        "README.md:1: a registry's address",
        "kpis/tasks.py:3: a swallowed error",
        "slas/services.py:3: a machine's path",
        "slas/services.py:2: work left over",
        "slas/services.py:1: a silenced linter",
        "tests/test_x.py:1: a test set aside",
        "tests/test_x.py:3: a double of our own code",
    ]
