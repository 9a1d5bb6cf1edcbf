"""How much of a token reads like words and numbers, and how much like chance: letters that follow one another."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

FOLLOWERS = {
    "a": "bcdfgijklmnprstuvwy", "b": "aeijlorsuy", "c": "acehiklorstu", "d": "adefgilmorsuy",
    "e": "abcdefgilmnopqrstuvwxyz", "f": "aefilortu", "g": "aehilnorstu", "h": "aeiorst",
    "i": "abcdefglmnopqrstvx", "j": "aeou", "k": "eisu", "l": "acdefilostuy", "m": "abeilmopsu",
    "n": "acdefgiklnoprstuvy", "o": "abcdefgiklmnoprstuvw", "p": "adehiloprstu", "q": "lu",
    "r": "acdefgiklmnorstuvy", "s": "acefhiklopqstuwy", "t": "abcefhilmoprstuwy", "u": "abcdegilmnprstvx",
    "v": "aeior", "w": "aehinors", "x": "aceipt", "y": "epst", "z": "eo",
}  # fmt: skip
"""Letter -> those that follow it: 98.5 % of the pairs in the French and English texts of an outsourcing contract.
A pair of letters drawn at random is in it 44 times out of 100."""
JOINTS = frozenset("-_./\\@:,;()'’\"«»")
"""Signs that join words: a pair that holds one says nothing either way."""


def bare(text: str) -> str:
    """Without accents, case kept."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def natural_share(token: str) -> float:
    """Share of the neighbouring signs that a word or a number would set side by side, from 0 to 1.

    A digit beside a letter, a capital after a small letter, a rare pair of letters and any other sign count
    against; a token without pairs is natural. A measure of a text, not a figure that anybody is held to.
    """
    plain = bare(token)
    pairs = [pair for pair in pairwise(plain) if JOINTS.isdisjoint(pair)]
    return sum(_natural(*pair) for pair in pairs) / len(pairs) if pairs else 1.0


def _natural(first: str, second: str) -> bool:
    if first.isdigit() or second.isdigit():
        return first.isdigit() and second.isdigit()
    if first.islower() and second.isupper():
        return False
    return second.lower() in FOLLOWERS.get(first.lower(), "")
