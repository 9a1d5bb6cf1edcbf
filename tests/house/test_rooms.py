"""Floors, rooms and doors: where a module may lie and whom it may know."""

from __future__ import annotations

from pathlib import Path

from tests.house.sources import APPS, LEVEL, ROOT, Source, app_files, python_files, write

# The same rooms in every app.
ROOMS = {
    "": "the package itself",
    "engine": "thinks",
    "models": "holds",
    "selectors": "reads",
    "services": "writes",
    "forms": "a window",
    "tables": "a window",
    "views": "a window",
    "api": "a window",
    "tasks": "a window",
    "urls": "a window",
    "admin": "a window",
    "apps": "Django's name for the app",
    "management": "commands, a window for the operator",
    "templatetags": "words for the templates",
    "migrations": "the history of the models",
}
# Rooms that one app has for a reason of its own.
OWN_ROOMS = {
    "core": {
        "archive": "archives with a manifest of their digests",
        "bulk": "many rows at once, the only hand-written statements",
        "days": "which day it is above contracts",
        "exports": "CSV and XLSX",
        "gathering": "children read beside their parent, in one query",
        "fields": "model fields for the words of core",
        "forms": "entries that every app's forms share",
        "guards": "rows that the database itself protects",
        "htmx": "page or fragment",
        "jobs": "background work",
        "lines": "a line of a list as a form",
        "middleware": "headers of every answer",
        "requests": "what an address asks: its month, its page",
        "rows": "tables of rows in a form",
        "scope": "the guard of contract-bound rows",
        "storage": "files of an installation",
        "svg": "geometry of the charts",
        "typed": "form fields for numbers as people type them",
    },
    "accounts": {
        "adapter": "what allauth asks of us",
        "capabilities": "the table of roles",
        "middleware": "login and scope",
    },
    "contracts": {
        "access": "the gate of contract pages",
        "commands": "what the commands about one contract share: its words, exit codes, refusals",
        "urls_all": "addresses above one contract",
    },
    "slas": {"urls_amendments": "addresses in the namespace of contracts"},
    "reports": {
        "annotator": "the limited process that writes the annotated copy of what a provider sends",
        "parser": "the limited process that reads what a provider sends",
        "tabulator": "the limited process that reads the rows of any list",
        "parsing": "the limited process that reads what a provider sends",
        "profiles": "how each tool writes its export",
    },
    "governance": {
        "pdf": "the finishing of a pack",
        "urls_all": "addresses above one contract",
    },
    "infogerance": {
        "broker": "the embedded queue's file",
        "celery": "the one queue",
        "context": "what every page needs",
        "contract_file": "a whole contract as one file",
        "demo": "the demonstration contracts",
        "demo_data": "the demonstration contracts",
        "frame": "what every contract page needs",
        "mail": "EMAIL_URL",
        "pipeline": "the path of one month",
        "settings": "the installation",
        "submenu": "the second row of tabs",
        "sweeps": "what the night looks after",
        "wsgi": "the web server's door",
    },
}
STRAY_NAMES = {"utils", "util", "helpers", "helper", "base", "common", "misc", "tools", "shared", "lib"}
DOORS = {"models", "selectors", "services", "engine"}
# Doors that one app opens besides.
OWN_DOORS = {
    "core": set(OWN_ROOMS["core"]) | {"templatetags"},
    "accounts": {"capabilities", "middleware"},
    "contracts": {"access", "commands"},
}


def find_strays(root: Path) -> list[str]:
    """Modules that lie in no known room, and names that say nothing."""
    found = []
    for source in app_files(root):
        app, room = source.parts[0], "".join(source.parts[1:2])
        if room not in ROOMS and room not in OWN_ROOMS.get(app, {}):
            found.append(f"{source.place}: {app} has no room « {room} »")
        found += [
            f"{source.place}: « {name} » says nothing" for name in STRAY_NAMES.intersection(source.parts)
        ]
    top = {source.parts[0] for source in python_files(root)} - set(APPS) - {"tests", "bench", "manage"}
    return found + [f"{name}: neither an app nor a known folder" for name in sorted(top)]


def find_climbers(root: Path) -> list[str]:
    """Imports from a sibling or from a higher floor."""
    return [
        f"{source.place}:{line}: {source.parts[0]} (floor {LEVEL[source.parts[0]]}) imports {name}"
        for source in app_files(root)
        for line, name in source.imports()
        if (other := name.split(".")[0]) in LEVEL
        and other != source.parts[0]
        and LEVEL[other] >= LEVEL[source.parts[0]]
    ]


def find_burglars(root: Path) -> list[str]:
    """Imports of another app that do not go through one of its doors."""
    return [
        f"{source.place}:{line}: {name} is no door of {name.split('.')[0]}"
        for source in app_files(root)
        for line, name in source.imports()
        if enters_elsewhere(source, name)
    ]


def enters_elsewhere(source: Source, name: str) -> bool:
    app, _, rest = name.partition(".")
    if app not in LEVEL or app == source.parts[0]:
        return False
    return rest.split(".")[0] not in DOORS | OWN_DOORS.get(app, set())


def test_every_module_lies_in_a_known_room() -> None:
    assert find_strays(ROOT) == []


def test_no_app_imports_a_sibling_or_a_higher_floor() -> None:
    assert find_climbers(ROOT) == []


def test_apps_are_entered_through_their_doors() -> None:
    assert find_burglars(ROOT) == []


def test_a_stray_module_is_found(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "slas/clockwork.py": "",
            "kpis/engine/helpers.py": "",
            "extra/models.py": "",
            "slas/engine/clock.py": "",
        },
    )
    assert find_strays(tmp_path) == [
        "kpis/engine/helpers.py: « helpers » says nothing",
        "slas/clockwork.py: slas has no room « clockwork »",
        "extra: neither an app nor a known folder",
    ]


def test_a_climbing_import_is_found(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "core/jobs.py": "from slas import services\n",
            "kpis/selectors.py": "import reversibility.models\nfrom slas.models import Verdict\n",
            "governance/services.py": "from kpis.models import Signal\n",
        },
    )
    assert find_climbers(tmp_path) == [
        "core/jobs.py:1: core (floor 1) imports slas.services",
        "kpis/selectors.py:1: kpis (floor 7) imports reversibility.models",
    ]


def test_a_side_door_is_found(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "kpis/views.py": "from slas.views import board\nfrom slas import forms\nfrom contracts.access import x\n",
            "slas/views/board.py": "from slas.views.month import month\nfrom . import month\n",
        },
    )
    assert find_burglars(tmp_path) == [
        "kpis/views.py:1: slas.views.board is no door of slas",
        "kpis/views.py:2: slas.forms is no door of slas",
    ]
