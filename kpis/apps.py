from django.apps import AppConfig


class KpisConfig(AppConfig):
    name = "kpis"

    def ready(self) -> None:
        from core import guards
        from kpis.models.guards import GUARDS

        guards.declare(GUARDS)
