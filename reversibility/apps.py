from django.apps import AppConfig


class ReversibilityConfig(AppConfig):
    name = "reversibility"

    def ready(self) -> None:
        from contracts.selectors.exit_terms import ExitTerms, register_exit_terms
        from core import guards
        from reversibility.engine.exit_clause_file import read_exit_clause
        from reversibility.models.access_guards import ACCESS_GUARDS
        from reversibility.models.guards import GUARDS
        from reversibility.selectors.exit_terms import export_exit_clause
        from reversibility.services.exit_clause import write_exit_clause

        guards.declare([*GUARDS, *ACCESS_GUARDS])
        register_exit_terms(ExitTerms(read_exit_clause, export_exit_clause, write_exit_clause))
