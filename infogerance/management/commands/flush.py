"""`manage.py flush`: Django's own, which empties the database, and must pass its guards to do so."""

from __future__ import annotations

from typing import Any

from django.core.management.commands.flush import Command as Flush

from core import guards


class Command(Flush):
    def handle(self, **options: Any) -> None:
        """The guards come back with the `post_migrate` signal that Django sends, and here if it sends none."""
        guards.take_down()
        try:
            super().handle(**options)
        finally:
            guards.put_up()
