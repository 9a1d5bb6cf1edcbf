from django.apps import AppConfig


class SlasConfig(AppConfig):
    name = "slas"

    def ready(self) -> None:
        from core import guards
        from reports.services import promises
        from slas.models import claim_guards
        from slas.models.guards import GUARDS
        from slas.selectors.commitments import promises_of

        guards.declare([*GUARDS, *claim_guards.GUARDS])
        promises.declare(promises_of)
