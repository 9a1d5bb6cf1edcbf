from django.apps import AppConfig


class SlasConfig(AppConfig):
    name = "slas"

    def ready(self) -> None:
        from core import guards
        from reports.services import promises
        from slas.models.guards import GUARDS
        from slas.selectors.commitments import promises_of

        guards.declare(GUARDS)
        promises.declare(promises_of)
