"""`manage.py pack`."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from core.scope import ScopeMissing, current


@pytest.fixture
def bare_world(world: Any) -> Any:
    """The same contract; the command opens its own scope."""
    assert current().holds(world.pk)
    return world


def test_it_writes_the_pdf_and_says_what_it_wrote(bare_world: Any, tmp_path: Path) -> None:
    out, said = tmp_path / "dossier.pdf", StringIO()
    call_command(
        "pack", "INF-2024-07", "2026-03", "--out", str(out), "--variant", "executif", "--json", stdout=said
    )
    told = json.loads(said.getvalue())
    assert out.read_bytes().startswith(b"%PDF-1.7")
    assert (told["variant"], told["pages"], told["provisional"]) == ("executif", 2, True)
    assert told["size"] == out.stat().st_size


@pytest.mark.parametrize(
    ("reference", "month", "code", "words"),
    [
        ("INCONNU-1", "2026-03", 3, "INCONNU-1"),
        ("INF-2024-07", "mars", 3, "Mois illisible : « mars »"),
        ("INF-2024-07", "2026-07", 4, "juillet 2026 n’est pas calculé"),
    ],
)
def test_it_refuses_in_french(
    bare_world: Any, tmp_path: Path, reference: str, month: str, code: int, words: str
) -> None:
    out = tmp_path / "dossier.pdf"
    with pytest.raises(CommandError, match=words) as refusal:
        call_command("pack", reference, month, "--out", str(out))
    assert refusal.value.returncode == code
    assert not out.exists()


def test_a_missing_folder_is_refused(bare_world: Any, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Dossier introuvable") as refusal:
        call_command("pack", "INF-2024-07", "2026-03", "--out", str(tmp_path / "absent" / "x.pdf"))
    assert refusal.value.returncode == 3


def test_outside_the_tests_no_scope_is_open() -> None:
    with pytest.raises(ScopeMissing):
        current()
