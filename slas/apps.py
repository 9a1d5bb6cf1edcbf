from django.apps import AppConfig


class SlasConfig(AppConfig):
    name = "slas"

    def ready(self) -> None:
        from core import guards
        from slas.models import claim_guards
        from slas.models.guards import GUARDS

        guards.declare([*GUARDS, *claim_guards.GUARDS])
