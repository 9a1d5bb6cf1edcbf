from django.apps import AppConfig


class ReversibilityConfig(AppConfig):
    name = "reversibility"

    def ready(self) -> None:
        from core import guards
        from reversibility.models.access_guards import ACCESS_GUARDS
        from reversibility.models.guards import GUARDS

        guards.declare([*GUARDS, *ACCESS_GUARDS])
