from django.apps import AppConfig


class KpisConfig(AppConfig):
    name = "kpis"

    def ready(self) -> None:
        from core import guards
        from kpis.models.guards import GUARDS
        from kpis.selectors.told import indicators_declared
        from reports.services import promises

        guards.declare(GUARDS)
        promises.declare(indicators_declared)
