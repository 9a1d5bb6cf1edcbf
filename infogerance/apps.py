from django.apps import AppConfig


class InfogeranceConfig(AppConfig):
    name = "infogerance"

    def ready(self) -> None:
        from infogerance.selectors.restorations import tested_restorations
        from kpis.selectors.facts_beside import register_facts

        register_facts("K18", tested_restorations)
