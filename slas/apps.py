from django.apps import AppConfig


class SlasConfig(AppConfig):
    name = "slas"

    def ready(self) -> None:
        from contracts.selectors.credits import register_credits
        from core import guards
        from slas.models.guards import GUARDS
        from slas.models.revision_guards import REVISION_GUARDS
        from slas.selectors.credits import credits_of

        guards.declare(GUARDS)
        guards.declare(REVISION_GUARDS)
        register_credits(credits_of)
