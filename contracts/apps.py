from django.apps import AppConfig


class ContractsConfig(AppConfig):
    name = "contracts"

    def ready(self) -> None:
        from contracts.models.guards import GUARDS
        from contracts.models.paper_guards import GUARDS as PAPER_GUARDS
        from core import guards

        guards.declare([*GUARDS, *PAPER_GUARDS])
