"""Running the parser in its own limited process, and reading what it writes, with nothing trusted."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings

from reports.annotator import RESULT
from reports.parser import LONGEST_LINE

logger = logging.getLogger(__name__)
WALL_SECONDS = 60


class ParserDied(Exception):
    """The parser did not finish: killed by a limit, or stopped by a fault of its own."""


@contextmanager
def parsed(
    files: Sequence[dict[str, str]], context: dict[str, Any], *, propose: bool = False
) -> Iterator[Iterator[dict[str, Any]]]:
    """Parse files (`kind`, `name`, `path`) and give the result line by line, as it comes.

    With `propose`, the correspondence proposed for each file of tickets comes instead of the tickets.

    The lines raise ParserDied when the process did not end by itself, in time, with a whole result. Nothing of
    the process is left afterwards: neither a child nor its temporary folder.
    """
    request = json.dumps({"files": list(files), "context": context, "propose": propose}).encode()
    with tempfile.TemporaryDirectory(prefix="depot-") as folder, tempfile.TemporaryFile() as complaints:
        process = _start(folder, complaints)
        watchdog = threading.Timer(WALL_SECONDS, _end_group, [process])
        watchdog.start()
        try:
            yield _lines(process, request, complaints)
        finally:
            watchdog.cancel()
            _end_group(process)


def annotated(files: Sequence[dict[str, str]], findings: Sequence[dict[str, Any]]) -> bytes | None:
    """The annotated copy of files (`name`, `path`), or None when none can be opened; raises ParserDied.

    Written by a process as limited as the parser's, of which nothing is left afterwards.
    """
    request = json.dumps({"files": list(files), "findings": list(findings)}).encode()
    with tempfile.TemporaryDirectory(prefix="depot-") as folder, tempfile.TemporaryFile() as complaints:
        process = _start(folder, complaints, "reports.annotator")
        try:
            process.communicate(request, timeout=WALL_SECONDS)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise ParserDied("cut") from error
        finally:
            _end_group(process)
        if process.returncode != 0:
            raise ParserDied(_complaint(process.returncode, complaints))
        copy = Path(folder, RESULT)
        return copy.read_bytes() if copy.exists() else None


def limited_output(module: str, request: dict[str, Any]) -> bytes:
    """What a module of the sandbox writes for a request; raises ParserDied unless it ended by itself, in time."""
    with tempfile.TemporaryDirectory(prefix="depot-") as folder, tempfile.TemporaryFile() as complaints:
        process = _start(folder, complaints, module)
        try:
            output, _ = process.communicate(json.dumps(request).encode(), timeout=WALL_SECONDS)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise ParserDied("cut") from error
        finally:
            _end_group(process)
        if process.returncode != 0:
            raise ParserDied(_complaint(process.returncode, complaints))
        return output


def _complaint(code: int, complaints: BinaryIO) -> str:
    complaints.seek(0)
    logger.warning("The parser ended with %s: %s", code, complaints.read()[-2000:].decode(errors="replace"))
    return str(code)


def _start(folder: str, complaints: BinaryIO, module: str = "reports.parser") -> subprocess.Popen[bytes]:
    environment = {"PYTHONPATH": str(settings.BASE_DIR), "OPENBLAS_NUM_THREADS": "1", "PYTHONUTF8": "1"}
    return subprocess.Popen(
        [sys.executable, "-B", "-P", "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=complaints,
        cwd=folder,
        env=environment,
        start_new_session=True,
    )


def _end_group(process: subprocess.Popen[bytes]) -> None:
    """Whatever the parser may have started ends with it."""
    if process.stdout:
        process.stdout.close()
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    process.wait()


def _lines(
    process: subprocess.Popen[bytes], request: bytes, complaints: BinaryIO
) -> Iterator[dict[str, Any]]:
    assert process.stdin
    assert process.stdout
    whole = False
    try:
        with process.stdin as stdin:
            stdin.write(request)
        while text := process.stdout.readline(LONGEST_LINE):
            line = json.loads(text)
            whole = line["type"] == "end"
            yield line
        code = process.wait()
    except (OSError, ValueError) as error:
        raise ParserDied("cut") from error
    if code != 0 or not whole:
        raise ParserDied(_complaint(code, complaints))
