"""Reading what a page or an export says."""

from __future__ import annotations

import csv
import io
import re
from html.parser import HTMLParser


def words(response):
    """The text a reader sees, blanks joined, special spaces plain."""
    text = re.sub(r"<(script|style|svg).*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return re.sub(
        r"[\s\u00a0\u202f]+",
        " ",
        re.sub(r"<[^>]+>", " ", text).replace("&nbsp;", " ").replace("&#8239;", " "),
    )


class Figures(HTMLParser):
    """Links that say how many rows stand behind them."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if "data-figure" in given:
            self.found.append((given["data-figure"], given.get("data-n"), given["href"]))


def table(response, kind):
    assert response.status_code == 200
    assert response["Content-Disposition"].endswith(f'.{kind}"')
    if kind == "csv":
        return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    from openpyxl import load_workbook

    return [
        list(row) for row in load_workbook(io.BytesIO(response.content)).active.iter_rows(values_only=True)
    ]
