"""The project's files as the guards read them: every checker takes a root, so that a test can hand it a bad one."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# From the ground to the roof: an app imports only from the floors beneath it, siblings share a floor.
FLOORS = (
    {"core"},
    {"journal"},
    {"accounts"},
    {"contracts"},
    {"reports"},
    {"slas"},
    {"kpis", "reversibility"},
    {"governance"},
    {"infogerance"},
)
APPS = tuple(sorted(app for floor in FLOORS for app in floor))
LEVEL = {app: level for level, floor in enumerate(FLOORS, start=1) for app in floor}
NOT_OURS = {".venv", "var", "node_modules", "__pycache__", ".git", "vendor"}


@dataclass(frozen=True)
class Source:
    """One Python file: where it lies and what it says."""

    root: Path
    path: Path

    @property
    def place(self) -> str:
        return self.path.relative_to(self.root).as_posix()

    @property
    def parts(self) -> tuple[str, ...]:
        """`slas/engine/clock.py` → `("slas", "engine", "clock")`; a package is named by its folder."""
        parts = self.path.relative_to(self.root).with_suffix("").parts
        return parts[:-1] if parts[-1] == "__init__" else parts

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def is_migration(self) -> bool:
        return "migrations" in self.parts

    @property
    def is_engine(self) -> bool:
        """Pure thought: the engines, and the geometry of the charts."""
        return "engine" in self.parts[1:] or self.parts[:2] == ("core", "svg")

    def imports(self) -> Iterator[tuple[int, str]]:
        """Line and full name of everything imported, `from a import b` giving `a.b`."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                for name in node.names:
                    yield node.lineno, name.name
            elif isinstance(node, ast.ImportFrom) and not node.level:
                for name in node.names:
                    yield node.lineno, f"{node.module}.{name.name}"
            elif isinstance(node, ast.ImportFrom):
                package = self.parts if self.path.name == "__init__.py" else self.parts[:-1]
                above = package[: len(package) - node.level + 1]
                for name in node.names:
                    yield node.lineno, ".".join([*above, *filter(None, [node.module]), name.name])


def files_under(root: Path, *suffixes: str) -> list[Path]:
    """The project's own files with one of the suffixes, in order."""
    return sorted(
        path
        for path in root.rglob("*")
        if path.suffix in suffixes
        and path.is_file()
        and NOT_OURS.isdisjoint(path.relative_to(root).parts)
        and not path.relative_to(root).parts[0].startswith(".")
    )


def python_files(root: Path) -> list[Source]:
    return [Source(root, path) for path in files_under(root, ".py")]


def app_files(root: Path) -> list[Source]:
    """The Python files of the nine apps, migrations left out."""
    return [source for source in python_files(root) if source.parts[0] in APPS and not source.is_migration]


def write(root: Path, files: dict[str, str]) -> Path:
    """Lay a small project out under `root`, for a guard to find fault with."""
    for place, text in files.items():
        path = root / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root
