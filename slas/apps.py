from django.apps import AppConfig


class SlasConfig(AppConfig):
    name = "slas"

    def ready(self) -> None:
        from contracts.selectors.closed_months import register_closed_months
        from contracts.selectors.credits import register_credits
        from contracts.selectors.promises import register_promises_digest
        from core import guards
        from reports.services import promises
        from slas.models import claim_guards
        from slas.models.consumption_guards import CONSUMPTION_GUARDS
        from slas.models.guards import GUARDS
        from slas.models.revision_guards import REVISION_GUARDS
        from slas.selectors.commitments import promises_of
        from slas.selectors.credits import credits_of
        from slas.services.closing.promises import promises_digest
        from slas.services.verdicts import closed_months

        guards.declare([*GUARDS, *claim_guards.GUARDS, *REVISION_GUARDS, *CONSUMPTION_GUARDS])
        promises.declare(promises_of)
        register_credits(credits_of)
        register_closed_months(closed_months)
        register_promises_digest(promises_digest)
