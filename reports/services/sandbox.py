"""Running the parser in its own limited process, and reading back what it wrote, with nothing trusted."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings

from reports.parser import LONGEST_LINE, RESULT

logger = logging.getLogger(__name__)
WALL_SECONDS = 60


class ParserDied(Exception):
    """The parser did not finish: killed by a limit, or stopped by a fault of its own."""


@contextmanager
def parsed(files: Sequence[dict[str, str]], context: dict[str, Any]) -> Iterator[Iterator[dict[str, Any]]]:
    """Parse files (`kind`, `name`, `path`) and give the result line by line; the temporary folder goes after.

    Raises ParserDied when the process did not end by itself, in time, with a whole result.
    """
    with tempfile.TemporaryDirectory(prefix="depot-") as folder:
        _run(json.dumps({"files": list(files), "context": context}), Path(folder))
        yield _lines(Path(folder) / RESULT)


def _run(request: str, folder: Path) -> None:
    environment = {"PYTHONPATH": str(settings.BASE_DIR), "OPENBLAS_NUM_THREADS": "1", "PYTHONUTF8": "1"}
    process = subprocess.Popen(
        [sys.executable, "-B", "-m", "reports.parser"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        cwd=folder,
        env=environment,
        start_new_session=True,
        text=True,
    )
    try:
        _, complaint = process.communicate(request, timeout=WALL_SECONDS)
    except subprocess.TimeoutExpired as expired:
        raise ParserDied("time") from expired
    finally:
        _end_group(process)
    if process.returncode != 0:
        logger.warning("The parser ended with %s: %s", process.returncode, complaint[-2000:])
        raise ParserDied(str(process.returncode))


def _end_group(process: subprocess.Popen[str]) -> None:
    """Whatever the parser may have started ends with it."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    process.wait()


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    whole = False
    with path.open(encoding="utf-8") as result:
        while text := result.readline(LONGEST_LINE):
            line = json.loads(text)
            whole = line["type"] == "end"
            yield line
    if not whole:
        raise ParserDied("cut")
