from django.apps import AppConfig


class SlasConfig(AppConfig):
    name = "slas"

    def ready(self) -> None:
        from contracts.selectors.credits import register_credits
        from core import guards
        from reports.services import promises
        from slas.models import claim_guards
        from slas.models.guards import GUARDS
        from slas.models.revision_guards import REVISION_GUARDS
        from slas.selectors.commitments import promises_of
        from slas.selectors.credits import credits_of

        guards.declare([*GUARDS, *claim_guards.GUARDS, *REVISION_GUARDS])
        promises.declare(promises_of)
        register_credits(credits_of)
