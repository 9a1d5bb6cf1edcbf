"""One module formats a number or a date; every other one asks it; a day is that of a place."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.house.sources import ROOT, Source, app_files, write

FORMATS = "core/engine/formats.py"
# Written as a provider's tool writes them, not for a reader of the portal.
FOREIGN = {"infogerance/demo/exports.py"}
# Coordinates and colours of a drawing are not figures for a reader.
DRAWING = ("core", "svg")
NUMBER = re.compile(r"[,_%]|\.\d+[fe%]|%[dbBYHMSjAaym]")
CALLS = {"strftime", "setlocale", "floatformat", "date_format", "intcomma", "number_format"}


def find_formatting(root: Path) -> list[str]:
    return [
        fault
        for source in app_files(root)
        if source.place not in {FORMATS, *FOREIGN} and source.parts[:2] != DRAWING
        for fault in faults_of(source)
    ]


def faults_of(source: Source) -> list[str]:
    faults = []
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in CALLS:
                faults.append(f"{source.place}:{node.lineno}: {name}()")
        if (
            isinstance(node, ast.FormattedValue)
            and node.format_spec
            and NUMBER.search(spec_of(node.format_spec))
        ):
            faults.append(f"{source.place}:{node.lineno}: « :{spec_of(node.format_spec)} »")
    return faults


def find_day_entries(root: Path) -> list[str]:
    """Entries of a day that are not the one which reads and refuses them all alike."""
    return [
        f"{source.place}:{node.lineno}"
        for source in app_files(root)
        for node in ast.walk(source.tree)
        if source.place != "core/forms.py"
        and isinstance(node, ast.Attribute)
        and node.attr in {"DateField", "SelectDateWidget"}
        and isinstance(node.value, ast.Name)
        and node.value.id == "forms"
    ]


def find_days_without_zone(root: Path) -> list[str]:
    """Days asked for without saying where: near midnight they are a day behind those of the contract."""
    return [
        f"{source.place}:{node.lineno}"
        for source in app_files(root)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and (
            (node.func.attr == "localdate" and not any(one.arg == "timezone" for one in node.keywords))
            or (node.func.attr == "today" and getattr(node.func.value, "id", "") in {"date", "datetime"})
        )
    ]


def spec_of(node: ast.expr) -> str:
    values = node.values if isinstance(node, ast.JoinedStr) else []
    return "".join(str(value.value) for value in values if isinstance(value, ast.Constant))


def test_one_field_reads_days() -> None:
    assert find_day_entries(ROOT) == []


def test_another_entry_of_a_day_is_found(tmp_path: Path) -> None:
    write(tmp_path, {"kpis/forms.py": "from django import forms\n\nday = forms.DateField()\n"})
    assert find_day_entries(tmp_path) == ["kpis/forms.py:3"]


def test_a_day_is_that_of_a_place() -> None:
    assert find_days_without_zone(ROOT) == []


def test_a_day_of_nowhere_is_found(tmp_path: Path) -> None:
    text = "a = timezone.localdate()\nb = date.today()\nc = timezone.localdate(timezone=zone)\n"
    write(tmp_path, {"kpis/views.py": text})
    assert find_days_without_zone(tmp_path) == ["kpis/views.py:1", "kpis/views.py:2"]


def test_one_module_formats() -> None:
    assert find_formatting(ROOT) == []


def test_a_format_of_its_own_is_found(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "kpis/selectors.py": "a = f'{rate:.2f} {total:,} {month:02d} {name:>10} {day:%d/%m}'\n",
            "slas/services.py": "b = day.strftime('%d')\n",
            "core/engine/formats.py": "c = f'{x:.2f}'\n",
            "core/svg/marks.py": "d = f'{x:.1f}'\n",
        },
    )
    assert find_formatting(tmp_path) == [
        "kpis/selectors.py:1: « :.2f »",
        "kpis/selectors.py:1: « :, »",
        "kpis/selectors.py:1: « :%d/%m »",
        "slas/services.py:1: strftime()",
    ]
