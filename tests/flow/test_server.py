"""`script/server` as an operator meets it: it serves, it says when it cannot, and it leaves nothing behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 180.0


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def environment(var: Path, port: int) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    return {**kept, "PORTAL_VAR": str(var), "PORT": str(port)}


def processes_of(var: Path) -> list[str]:
    """Command lines of the living processes that belong to the installation in `var`."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            mine = f"PORTAL_VAR={var}".encode() in (place / "environ").read_bytes().split(b"\0")
            command = (place / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        if mine and command and int(place.name) != os.getpid():
            found.append(command)
    return found


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], Path, int]]:
    var, port = tmp_path / "var", free_port()
    # A run started in the background ignores SIGINT, and so would the shell it starts: a terminal does not.
    server = subprocess.Popen(
        ["env", "--default-signal=INT", "script/server", "--no-demo"], cwd=ROOT, env=environment(var, port), text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
    )  # fmt: skip
    try:
        yield server, var, port
    finally:
        if server.poll() is None:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=60)
        assert server.stdout
        server.stdout.close()


def read_until(server: subprocess.Popen[str], words: str) -> str:
    assert server.stdout
    said, limit = "", time.monotonic() + PATIENCE
    while words not in said:
        line = server.stdout.readline()
        assert line, said
        assert time.monotonic() < limit, said
        said += line
    return said


def test_the_server_serves_then_stops_without_a_trace(
    served: tuple[subprocess.Popen[str], Path, int],
) -> None:
    server, var, port = served
    assert f"http://127.0.0.1:{port}/" in read_until(server, "Le portail est prêt")
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/sante/", timeout=10) as answer:
        assert answer.status == 200
    assert (var / "secret_key").stat().st_mode & 0o077 == 0
    assert any("celery" in command for command in processes_of(var))

    other = subprocess.run(
        ["script/server"], cwd=ROOT, env=environment(var.parent / "other", port), check=False,
        capture_output=True, text=True,
    )  # fmt: skip
    assert (other.returncode, other.stdout) == (1, "")
    assert f"le port {port} est déjà pris" in other.stderr

    server.send_signal(signal.SIGINT)
    assert server.wait(timeout=60) == 0
    assert processes_of(var) == []
