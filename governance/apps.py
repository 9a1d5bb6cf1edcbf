from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "governance"

    def ready(self) -> None:
        from core import guards
        from governance.models.guards import GUARDS
        from governance.selectors.action_facts import actions_by_month
        from governance.selectors.marks import marks_on
        from kpis.selectors.action_facts import register_actions
        from kpis.selectors.marks import register_marks

        guards.declare(GUARDS)
        register_marks(marks_on)
        register_actions(actions_by_month)
