"""Windows-1252 and ISO-8859-15 write the same letters but for eight signs: where only those tell, a person does."""

from __future__ import annotations

import re

from reports.engine.findings import Findings, Option

_OTHER_LATIN = re.compile(b"[\xa4\xa6\xa8\xb4\xb8\xbc-\xbe]")
"""Bytes that ISO-8859-15 reads as € Š š Ž ž Œ œ Ÿ, Windows-1252 as ¤ ¦ ¨ ´ ¸ ¼ ½ ¾."""
_ONLY_WINDOWS = re.compile(b"[\x80-\x9f]")


def ask_latin(content: bytes, file: str, findings: Findings) -> str:
    """Windows-1252, or ISO-8859-15 where no byte tells them apart and some would read otherwise; "" while asked."""
    first, _, rest = content.partition(b"\n")
    shared = _OTHER_LATIN.search(rest)
    if _ONLY_WINDOWS.search(content) or shared is None or b"\xa4" in first:  # ¤ also separates columns
        return "cp1252"
    line = content[: len(first) + 1 + shared.start()].count(b"\n") + 1
    shown = content.split(b"\n")[line - 1]
    return findings.ask(
        "encoding_latin",
        "L’encodage ne se reconnaît pas : Windows-1252 ou ISO-8859-15 (cette ligne porte un « € », un « œ », ou un autre "
        "signe que les deux écrivent autrement).",
        "Enregistrez le fichier en « CSV UTF-8 » depuis le tableur, puis déposez-le de nouveau.",
        [
            Option(encoding, f"{label}, soit : « {shown.decode(encoding).strip()[:80]} »")
            for encoding, label in (("iso8859-15", "ISO-8859-15"), ("cp1252", "Windows-1252"))
        ],
        about="latin",
        file=file,
        line=line,
    )
