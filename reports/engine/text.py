"""Bytes to text: which encoding, and what in the text cannot be stored or cannot be trusted.

Order: byte order mark, strict UTF-8, then Windows-1252 where it is plausible French. Nothing is replaced or
dropped in silence.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass

from reports.engine.findings import Findings, Option
from reports.engine.latin import ask_latin
from reports.engine.lost import REPLACED, report_replaced
from reports.engine.mojibake import ask_about_double_encoding

# UTF-32 before UTF-16: the little-endian mark of the first begins with that of the second.
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
"""Control characters other than tab, line feed and carriage return."""
INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
"""Direction marks and zero-width characters: kept, isolated on display, announced."""
_FRENCH = frozenset("àâäçéèêëîïôöùûüÿœæÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸŒÆ«»’‘“”–—…€°²³·\u00a0§µ™©®½¼×±¹ªº")
BY_LINE = "by_line"
_SAVE_AGAIN = "Enregistrez le fichier en « CSV UTF-8 » depuis le tableur, puis déposez-le de nouveau."


@dataclass(frozen=True)
class Decoded:
    text: str
    encoding: str


def decode(content: bytes, file: str, findings: Findings) -> Decoded | None:
    """The text of a file and its encoding, or None with the reason among the findings."""
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return _strict(content[len(mark) :], encoding, file, findings)
    if b"\x00\x00\x00" in content[:64] or content[:64].count(b"\x00") > 8:
        findings.error(
            "bad_encoding",
            "Encodage inconnu : ce fichier n’est pas du texte lisible.",
            _SAVE_AGAIN,
            file=file,
        )
        return None
    try:
        return _checked(content.decode("utf-8"), "utf-8", file, findings)
    except UnicodeDecodeError:
        return _windows(content, file, findings)


def _strict(content: bytes, encoding: str, file: str, findings: Findings) -> Decoded | None:
    try:
        return _checked(content.decode(encoding), encoding, file, findings)
    except UnicodeDecodeError as error:
        newline = "\n".encode(encoding)
        line = content[: error.start].count(newline) + 1
        findings.error(
            "bad_encoding",
            f"Le fichier s’annonce en {encoding.upper()} mais des octets illisibles s’y trouvent.",
            _SAVE_AGAIN,
            file=file,
            line=line,
        )
        return None


def _windows(content: bytes, file: str, findings: Findings) -> Decoded | None:
    unicode_lines, other_lines = _lines_by_encoding(content)
    if unicode_lines and other_lines:
        chosen = _ask_mixed(min(unicode_lines, other_lines, key=len)[:100], file, findings)
        if not chosen:
            return None
        if chosen == BY_LINE:
            return _by_line(content, file, findings)
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError as error:
        _unknown(content[: error.start].count(b"\n") + 1, file, findings)
        return None
    accents = [c for c in text if c > "\x7f"]
    if CONTROL.search(text) or sum(c in _FRENCH for c in accents) < 0.7 * len(accents):
        _unknown(other_lines[0] if other_lines else 1, file, findings)
        return None
    chosen = ask_latin(content, file, findings)
    text = content.decode(chosen) if chosen else text
    return _checked(text, "iso-8859-15" if chosen == "iso8859-15" else "windows-1252", file, findings)


def _ask_mixed(lines: list[int], file: str, findings: Findings) -> str:
    chosen = ""
    for line in lines:
        chosen = findings.ask(
            "encoding_ambiguous",
            "Deux encodages sont mêlés dans le fichier : les accents de cette ligne ne sont pas écrits comme ailleurs.",
            _SAVE_AGAIN,
            [
                Option(BY_LINE, "Lire chaque ligne dans son propre encodage"),
                Option("windows-1252", "Lire tout le fichier en Windows-1252"),
            ],
            file=file,
            line=line,
        )
    return chosen


def _by_line(content: bytes, file: str, findings: Findings) -> Decoded | None:
    lines = []
    for number, line in enumerate(content.split(b"\n"), start=1):
        try:
            lines.append(line.decode("utf-8"))
        except UnicodeDecodeError:
            try:
                lines.append(line.decode("cp1252"))
            except UnicodeDecodeError:
                _unknown(number, file, findings)
                return None
    return _checked("\n".join(lines), "utf-8 et windows-1252, ligne par ligne", file, findings)


def _unknown(line: int, file: str, findings: Findings) -> None:
    findings.error(
        "bad_encoding",
        "Encodage inconnu : ni UTF-8, ni UTF-16, ni Windows-1252. Les accents ne peuvent pas être lus.",
        _SAVE_AGAIN,
        file=file,
        line=line,
    )


def _lines_by_encoding(content: bytes) -> tuple[list[int], list[int]]:
    """Numbers of the accented lines that are valid UTF-8, and of those that are not."""
    valid: list[int] = []
    invalid: list[int] = []
    for number, line in enumerate(content.split(b"\n"), start=1):
        if line.isascii():
            continue
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            invalid.append(number)
        else:
            valid.append(number)
    return valid, invalid


def _checked(text: str, encoding: str, file: str, findings: Findings) -> Decoded:
    if not text.isascii():
        text = text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)
        text = ask_about_double_encoding(text, file, findings)
        if REPLACED in text:
            report_replaced(
                text.count(REPLACED), findings, file=file, line=text[: text.index(REPLACED)].count("\n") + 1
            )
    return Decoded(text, encoding)
