from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "governance"

    def ready(self) -> None:
        from core import guards
        from governance.models.guards import GUARDS
        from governance.selectors.marks import marks_on
        from kpis.selectors.marks import register_marks

        guards.declare(GUARDS)
        register_marks(marks_on)
