from django.apps import AppConfig


class ContractsConfig(AppConfig):
    name = "contracts"

    def ready(self) -> None:
        from contracts.models.guards import GUARDS
        from contracts.models.paper_guards import GUARDS as PAPER_GUARDS
        from contracts.models.people_guards import same_contract
        from core import guards

        guards.declare([*GUARDS, *PAPER_GUARDS, *same_contract()])
