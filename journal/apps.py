from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "journal"

    def ready(self) -> None:
        from core import guards
        from journal.models import GUARDS

        guards.declare(GUARDS)
