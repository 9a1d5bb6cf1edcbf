"""The production files keep their promises: no root, nothing writable, nothing exposed, nothing undocumented."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.house.sources import ROOT

SERVICES = {"migrate", "web", "worker", "beat", "database", "redis"}
DEFAULTS_OF_THE_SYSTEM = {"DJANGO_SETTINGS_MODULE"}


def find_weak(compose: dict[str, Any]) -> list[str]:
    """What a service lacks to be safe where it stands."""
    faults = []
    for name, service in compose["services"].items():
        if not service.get("read_only"):
            faults.append(f"{name}: its root file system is writable")
        if "no-new-privileges:true" not in service.get("security_opt", []):
            faults.append(f"{name}: may gain privileges")
        if service.get("user", "root") in {"root", "0"}:
            faults.append(f"{name}: runs as root")
        if "healthcheck" not in service:
            faults.append(f"{name}: nobody asks after its health")
        if not service.get("tmpfs"):
            faults.append(f"{name}: has nowhere to write its temporaries")
        if "mem_limit" not in service:
            faults.append(f"{name}: may take all the memory")
        if name != "web" and (service.get("ports") or service["networks"] != ["inside"]):
            faults.append(f"{name}: is seen from outside")
    return faults


@pytest.fixture
def compose() -> Any:
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))


def test_every_service_is_hardened(compose: Any) -> None:
    assert set(compose["services"]) == SERVICES
    assert find_weak(compose) == []


def test_the_stores_are_unreachable_and_ask_for_a_password(compose: Any) -> None:
    assert compose["networks"]["inside"] == {"internal": True}
    assert "--requirepass" in " ".join(compose["services"]["redis"]["command"])
    assert compose["services"]["database"]["environment"]["POSTGRES_PASSWORD"] == "${POSTGRES_PASSWORD:?}"
    portal = compose["services"]["web"]["environment"]
    assert portal["REDIS_URL"] == "redis://:${REDIS_PASSWORD:?}@redis:6379/0"
    assert portal["SECRET_KEY"] == "${SECRET_KEY:?}"


def test_the_portal_is_published_on_this_machine_only(compose: Any) -> None:
    assert compose["services"]["web"]["ports"] == ["127.0.0.1:8000:8000"]


def test_a_weak_service_is_found() -> None:
    weak = {"services": {"redis": {"image": "redis", "ports": ["6379:6379"], "networks": ["inside"]}}}
    assert find_weak(weak) == [
        "redis: its root file system is writable",
        "redis: may gain privileges",
        "redis: runs as root",
        "redis: nobody asks after its health",
        "redis: has nowhere to write its temporaries",
        "redis: may take all the memory",
        "redis: is seen from outside",
    ]


def test_the_image_does_not_run_as_root() -> None:
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.startswith("USER ")] == ["USER portal"]
    assert len([line for line in lines if line.startswith("FROM ")]) == 2
    assert any("--require-hashes" in line for line in lines)


def undocumented(settings: str, example: str) -> set[str]:
    """Variables that the settings read and the example does not explain."""
    asked = set(re.findall(r"env(?:_flag)?\(\s*[\"'](\w+)", settings))
    return asked - set(re.findall(r"^#?(\w+)=", example, re.MULTILINE)) - DEFAULTS_OF_THE_SYSTEM


def test_every_variable_is_documented() -> None:
    settings = (ROOT / "infogerance" / "settings.py").read_text(encoding="utf-8")
    assert undocumented(settings, Path(ROOT / ".env.example").read_text(encoding="utf-8")) == set()


def test_an_undocumented_variable_is_found() -> None:
    assert undocumented('env("PORTAL_VAR"), env_flag("SECRET_SWITCH")', "#PORTAL_VAR=var\n") == {
        "SECRET_SWITCH"
    }
