"""Accents encoded twice before the file was delivered: « Ã© » for « é »."""

from __future__ import annotations

import re
from functools import lru_cache

from reports.engine.findings import Findings, Option

DOUBLE_ENCODED = re.compile("Ã[\u00a0-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€[˜™œ\u009d“”¢¦]|Å“|Â[«»°\u00a0]")
_MARKS = ("Ã", "â€", "Å“", "Â")
_RUN = re.compile(
    "[\u00c2-\u00f4]"
    "[\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]{1,3}"
    "|\u00c5[\u0153\u2019\u00b8]"
)


def ask_about_double_encoding(text: str, file: str, findings: Findings) -> str:
    """The text, repaired where a person asked for it; a question where accents are encoded twice."""
    if not any(mark in text for mark in _MARKS) or not DOUBLE_ENCODED.search(text):
        return text
    hits = [(n, m) for n, line in enumerate(text.split("\n"), 1) if (m := DOUBLE_ENCODED.search(line))]
    line, match = hits[0]
    chosen = findings.ask(
        "mojibake",
        f"Accents doublement encodés (« {match.group()} ») sur {len(hits)} ligne(s) : le texte a été abîmé avant le dépôt.",
        "Reprenez l’export depuis l’outil d’origine, sans l’ouvrir et l’enregistrer entre-temps.",
        [
            Option(
                "repair", f"Rétablir les accents : « {match.group()} » est lu « {repaired(match.group())} »"
            ),
            Option("keep", "Garder le texte tel qu’il est écrit"),
        ],
        file=file,
        line=line,
        value=match.string[:120],
    )
    return repaired(text) if chosen == "repair" else text


def repaired(text: str) -> str:
    """The text decoded once more wherever a run of letters is UTF-8 read as Windows-1252; the rest is untouched."""
    return _RUN.sub(lambda match: _once(match.group()), text)


@lru_cache(maxsize=1024)
def _once(run: str) -> str:
    """The longest beginning of the run that is UTF-8 read as Windows-1252, decoded; the run itself otherwise."""
    octets = b"".join(_octet(letter) for letter in run)
    for size in range(len(run), 1, -1):
        try:
            return octets[:size].decode("utf-8") + run[size:]
        except UnicodeDecodeError:
            continue
    return run


def _octet(letter: str) -> bytes:
    """One letter as the octet it was; Windows-1252 leaves five of them to Latin-1."""
    try:
        return letter.encode("cp1252")
    except UnicodeEncodeError:
        return letter.encode("latin-1", errors="replace")
