from django.apps import AppConfig


class InfogeranceConfig(AppConfig):
    name = "infogerance"
