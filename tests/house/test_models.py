"""Rows of a contract are guarded by construction, and nothing goes around the guard unseen."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from core.scope import ContractBound
from tests.house.sources import APPS, ROOT, app_files, write
from tests.house.unscoped_uses import UNSCOPED_USES

# Models that are not rows of one contract, and why.
NOT_BOUND = {
    "accounts.Organisation": "a company is a party of several contracts; it opens no right by itself",
    "accounts.User": "a person may work on several contracts; rights lie in memberships",
    "contracts.ContractDraft": "what one person types of a contract to come, read by its author alone",
    "contracts.Contract": "the contract itself, guarded by its own manager on its key",
}
# Hand-written statements and ways around the manager, and why.
GO_AROUND = {
    "core/bulk.py": "many rows at once: COPY and executemany inside the caller's open scope",
    "core/guards.py": "writes triggers, and reads no row of a contract",
    "infogerance/views/health.py": "asks the database whether it answers, and reads no row",
}
WAYS_AROUND = {"raw", "cursor", "extra", "RawSQL"}


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.app_label in APPS]


def find_unbound(found: list[type[models.Model]]) -> list[str]:
    """Models outside the scope guard, or whose related lookups would go around it."""
    faults = []
    for model in found:
        if model._meta.label in NOT_BOUND:
            continue
        if not issubclass(model, ContractBound):
            faults.append(f"{model._meta.label} is not bound to a contract")
        elif model._meta.base_manager_name != "objects":
            faults.append(f"{model._meta.label}: its Meta does not inherit the scoped base manager")
    return faults


def find_ordered(found: list[type[models.Model]]) -> list[str]:
    """An order hidden in Meta sorts every query: whoever needs an order says so."""
    return [model._meta.label for model in found if model._meta.ordering]


def find_unscoped(root: Path) -> dict[str, list[str]]:
    """Every `unscoped("reason")` outside the guard itself, by file."""
    found: dict[str, list[str]] = {}
    for source in app_files(root):
        if source.place == "core/scope.py":
            continue
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Call) and called(node) == "unscoped":
                found.setdefault(source.place, []).append(reason_of(node))
    return {place: sorted(reasons) for place, reasons in found.items()}


def called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def reason_of(node: ast.Call) -> str:
    """The reason as written; one that is computed cannot be reviewed."""
    if node.args and isinstance(node.args[0], ast.Constant):
        return str(node.args[0].value)
    return "(computed)"


def find_ways_around(root: Path) -> list[str]:
    found = []
    for source in app_files(root):
        if source.place in GO_AROUND:
            continue
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Attribute) and node.attr == "_base_manager":
                found.append(f"{source.place}:{node.lineno}: _base_manager")
            elif isinstance(node, ast.Call) and called(node) in WAYS_AROUND:
                found.append(f"{source.place}:{node.lineno}: {called(node)}()")
    return found


def missing_migrations(**settings: str) -> int:
    """Exit code of `makemigrations --check` in a process of its own."""
    return subprocess.run(
        [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run", "--skip-checks"],
        cwd=ROOT,
        env={**os.environ, **settings},
        check=False,
        capture_output=True,
    ).returncode


def test_every_model_is_bound_to_a_contract() -> None:
    assert find_unbound(our_models()) == []


def test_no_model_hides_an_order() -> None:
    assert find_ordered(our_models()) == []


def test_every_lifting_of_the_guard_is_reviewed() -> None:
    assert find_unscoped(ROOT) == {place: sorted(reasons) for place, reasons in UNSCOPED_USES.items()}


def test_nothing_goes_around_the_guard() -> None:
    assert find_ways_around(ROOT) == []


def test_migrations_are_in_step() -> None:
    assert missing_migrations() == 0


def test_a_late_migration_is_found() -> None:
    assert missing_migrations(DJANGO_SETTINGS_MODULE="tests.house.late_settings") == 1


@isolate_apps("kpis")
def test_an_unguarded_model_is_found() -> None:
    class Loose(models.Model):
        class Meta:
            app_label = "kpis"
            ordering = ["id"]

        def __str__(self) -> str:
            return "loose"

    class Forgetful(ContractBound):
        class Meta:
            app_label = "kpis"

    found: list[Any] = [Loose, Forgetful]
    assert find_unbound(found) == [
        "kpis.Loose is not bound to a contract",
        "kpis.Forgetful: its Meta does not inherit the scoped base manager",
    ]
    assert find_ordered(found) == ["kpis.Loose"]


def test_a_lifted_guard_and_a_way_around_are_found(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "kpis/selectors.py": 'with unscoped("a look"):\n    Signal._base_manager.all()\n',
            "slas/services.py": "with scope.unscoped(why):\n    Ticket.objects.raw(sql)\n",
        },
    )
    assert find_unscoped(tmp_path) == {"kpis/selectors.py": ["a look"], "slas/services.py": ["(computed)"]}
    assert find_ways_around(tmp_path) == ["kpis/selectors.py:2: _base_manager", "slas/services.py:2: raw()"]
