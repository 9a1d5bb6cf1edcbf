"""`python -m reports.tabulator`: the rows of one list, read in a process as limited as the parser's.

The request (`name`, `path`) comes as JSON on standard input; the rows of the first sheet go to standard output, one
JSON object a line, the last one of type `end`. No row at all means that the file cannot be opened without risk.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from reports.parser import limit_resources


def main() -> None:
    """Read the request, take on the limits, write the rows."""
    request = json.load(sys.stdin)
    limit_resources()
    from reports.engine.limits import Limits
    from reports.engine.rawrows import raw_sheets

    limits = Limits(rows=request["rows"])
    for sheet in raw_sheets(request["name"], Path(request["path"]).read_bytes(), limits)[:1]:
        for line, cells in sheet.rows:
            row = {"type": "row", "line": line, "cells": list(cells)}
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
    sys.stdout.write('{"type": "end"}\n')
    sys.stdout.flush()


if __name__ == "__main__":
    main()
