from django.apps import AppConfig


class ContractsConfig(AppConfig):
    name = "contracts"

    def ready(self) -> None:
        from contracts.models.guards import GUARDS
        from core import guards

        guards.declare(GUARDS)
