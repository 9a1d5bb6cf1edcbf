from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "governance"

    def ready(self) -> None:
        from core import guards
        from governance.models.guards import GUARDS

        guards.declare(GUARDS)
