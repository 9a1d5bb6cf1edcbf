"""Telling a secret from a text: the portal says where secrets are kept, and must never hold one.

A text is refused when a known shape stands in it (PEM block, key of an API, connection string, recovery key…), when
it announces a secret and goes on with anything but the place where it is kept, or with a word that looks typed; when a
token of it looks like a password (8 signs or more, small letters, capitals, digits and a special sign), or like chance
(20 signs or more; 8 or more when small letters, capitals and digits are mixed).

Refused too: the passwords chosen most with their number (« Azerty123 »), and what follows an account or a network.

Let through: host and account names, serial numbers, e-mail addresses, identifiers (UUID); a fingerprint only where the
word « empreinte », its English name, or « numéro de série » stands right before it, since bare, it cannot be told from
a key. Not seen: a short or plain word that nothing announces, a phrase of ordinary words, a secret cut in several
fields. The answer never quotes the text.
"""

from __future__ import annotations

import re
import unicodedata

from core.engine.letter_pairs import bare, natural_share
from core.engine.secret_shapes import (
    ACCOUNT,
    ADJACENT,
    ANNOUNCED,
    CHOSEN,
    COMMON,
    PAIR,
    PASSE,
    PLACE,
    PUBLIC,
    SAID,
    SHAPES,
)

REMEDY = (
    "Écrivez seulement où il est conservé, par exemple «\u00a0coffre du client\u00a0». Ce qui a été écrit n’est ni gardé,"
    " ni réaffiché."
)
LONG, MIXED, SHORTEST_PASSWORD = 20, 12, 8
LEAST_NATURAL, LEAST_NATURAL_MIXED, LEAST_NATURAL_SHORT = 0.75, 0.45, 0.35
"""From 8 to 11 signs, chance must be plainer: « DL380Gen10 » and « SRVdc01PRD » are names."""
SPECIAL = re.compile(r"[!#$%^&*?~+=§£€|<>{}\[\]@]")
AROUND = "()«»\"'’,;.:"
"""Signs around a word that are no part of a password, unlike « ! »."""
WRAPPING = "()[]{}«»\"'’,;.:!?"
NAME = re.compile(
    r"(?:[A-Za-z][a-z]{0,14}|[A-Z]{1,12})\d{0,6}|\d{1,8}[A-Za-z]{0,2}"
    r"|[a-z]{1,4}\d{1,4}[a-z]{0,4}\d{0,3}|[A-Z]{1,4}\d{1,4}[A-Z]{0,4}\d{0,3}"
)
SERIAL = re.compile(r"[A-Z0-9]{6,19}")
SEED = re.compile(r"(?=[A-Z]*[2-7])[A-Z2-7]{16,}|(?=[a-z]*[2-7])[a-z2-7]{16,}")
"""A seed of one-time codes: base 32, with a digit at least."""
HEXADECIMAL = re.compile(r"(?:0x)?(?=\d*[a-f])(?=[a-f]*\d)[0-9a-f]{20,}", re.I)
PAIRS = re.compile(r"(?<![0-9a-f])(?:[0-9a-f]{2}[: -]){15,}[0-9a-f]{2}(?![0-9a-f])", re.I)
"""A key written byte by byte; a network card has six."""
OVER_LINES = re.compile(r"([:=→])[^\S\n]*\n\s*")
"""A secret announced on one line and written on the next."""
GROUPS = re.compile(r"(?<!\S)(?:[A-Za-z0-9]{4} ){3,}[A-Za-z0-9]{4}(?!\S)")


def secret_in(text: str) -> str:
    """What kind of secret the text seems to hold, in French, « un mot de passe »; nothing when it holds none."""
    plain = _visible(text)
    for kind, shape in SHAPES:
        if shape.search(plain):
            return kind
    if _announced(plain):
        return "un mot de passe ou un code"
    if CHOSEN.search(bare(plain)):
        return "un mot de passe"
    return _by_chance(PUBLIC.sub(" ", plain))


def refusal_of(text: str) -> tuple[str, str]:
    """What is wrong with a text that seems to hold a secret, and the remedy; two empty texts when it holds none."""
    kind = secret_in(text)
    return (
        (f"Ce texte ressemble à {kind}\u00a0: un secret n’a pas sa place ici.", REMEDY) if kind else ("", "")
    )


def _visible(text: str) -> str:
    """The text as it is read: compatible forms made one, signs without width taken out, plain spaces."""
    shown = unicodedata.normalize("NFKC", text)
    return re.sub(r"[^\S\n]+", " ", "".join(sign for sign in shown if unicodedata.category(sign) != "Cf"))


def _announced(text: str) -> bool:
    """Whether a word announces a secret, and what follows is no place where it is kept, or holds a password."""
    words = OVER_LINES.sub(r"\1 ", bare(text).replace("’", "'"))
    for line in words.splitlines():
        found = [one for shape in (ANNOUNCED, SAID, PAIR) for one in shape.finditer(line.lower())]
        if any(_gives(one["value"], line[slice(*one.span("value"))]) for one in found):
            return True
    if any(_gives(bare(one["value"]).lower(), bare(one["value"])) for one in PASSE.finditer(text)):
        return True
    beside = [found["value"] for found in ADJACENT.finditer(words)]
    return any(looks_typed(word) or COMMON.fullmatch(word.strip(AROUND)) for word in beside)


def _gives(value: str, told: str) -> bool:
    """Whether what follows, in small letters then as it stands, is no place, or holds a password beside it."""
    return not PLACE.match(value.lstrip("«\"' ")) or _has_typed(told)


def _has_typed(told: str) -> bool:
    """Whether any word of what follows « mot de passe : » looks like a password."""
    return any(looks_typed(word) for word in re.split(r"[\s/,;()]+", PUBLIC.sub(" ", told)) if len(word) > 1)


def looks_typed(word: str) -> bool:
    """« Azerty2024 » after « mot de passe »; « SRV-AD01 » and « adm-jdupont2 » are names."""
    word = word.strip(AROUND)
    mixed = re.search(r"\d", word) and re.search(r"[A-Za-z]", word)
    return bool((mixed or SPECIAL.search(word)) and not ACCOUNT.fullmatch(word))


def _by_chance(text: str) -> str:
    if PAIRS.search(text):
        return "une clé"
    if any(natural_share(found[0].replace(" ", "")) < LEAST_NATURAL for found in GROUPS.finditer(text)):
        return "un code de récupération"
    for word in text.split():
        token = word.strip(WRAPPING)
        if _is_password(word.strip(AROUND)):
            return "un mot de passe"
        if SEED.fullmatch(token) or HEXADECIMAL.search(token) or _is_random(word, token):
            return "une clé ou un jeton"
    return ""


def _is_password(token: str) -> bool:
    kinds, plain = (r"[a-z]", r"[A-Z]", r"\d"), bare(token)
    return (
        len(token) >= SHORTEST_PASSWORD
        and all(re.search(kind, plain) for kind in kinds)
        and SPECIAL.search(token) is not None
        and "://" not in token
    )


def _is_random(word: str, token: str) -> bool:
    """`token` is the word without the signs around it, which count in its length: chance ends by any sign."""
    if len(word) < SHORTEST_PASSWORD or _is_named(token):
        return False
    if len(word) >= LONG and natural_share(word) < LEAST_NATURAL:
        return True
    mixed = all(re.search(kind, token) for kind in (r"[a-z]", r"[A-Z]", r"\d"))
    return mixed and natural_share(token) < (
        LEAST_NATURAL_SHORT if len(token) < MIXED else LEAST_NATURAL_MIXED
    )


def _is_named(token: str) -> bool:
    """Names joined by signs, « srv-bdd01.paris.lan »; a serial number; a line drawn with signs."""
    pieces = [piece for piece in re.split(r"[-_./\\@:,=’']+", bare(token)) if piece]
    joints = len(token) - sum(map(len, pieces))
    named = all(NAME.fullmatch(piece) for piece in pieces) and joints * 3 <= len(token)
    return named or not re.search(r"[^\W_]", token) or SERIAL.fullmatch(token) is not None
