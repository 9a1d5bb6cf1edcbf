"""A database of its own for a bench, gone with it."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))


@contextmanager
def own_store() -> Iterator[Path]:
    """The portal ready to work on an empty SQLite database, every contract in reach; yields its folder."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "infogerance.settings", "PORTAL_VAR": folder}
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/bench.sqlite3"
        import django

        django.setup()
        from django.core.management import call_command

        from core.scope import unscoped

        call_command("migrate", verbosity=0, skip_checks=True)
        with unscoped("the bench owns its database"):
            yield Path(folder)
