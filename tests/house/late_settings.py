"""The real settings, with one app whose models have run ahead of its migrations."""

from infogerance import settings as real

globals().update({name: getattr(real, name) for name in dir(real) if name.isupper()})

MIGRATION_MODULES = {"kpis": "tests.house.late_migrations"}
