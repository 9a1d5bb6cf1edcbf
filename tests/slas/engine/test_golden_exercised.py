"""No worked case is left aside: each one is the name of some test."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def names():
    """The tests of the engines, as pytest names them."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "--collect-only",
        "-q",
        "-o",
        "addopts=",
        "tests/slas/engine",
        "tests/core",
    ]
    listed = subprocess.run(
        [*command, "-p", "no:cacheprovider"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return {found for line in listed.stdout.splitlines() for found in re.findall(r"\b[RA]\d\d\b", line)}


@pytest.mark.parametrize("name", ["rates", "availability"])
def test_every_case_is_exercised(name, names):
    cases = json.loads((ROOT / "tests" / "golden" / f"{name}.json").read_text(encoding="utf-8"))["cases"]
    assert {case["id"] for case in cases} - names == set()
