"""Chance that repeats itself: the demonstration's only source of it."""

from __future__ import annotations

from random import Random


class Stream(Random):
    """A stream of chance named by its words: same words, same draws. It protects no secret."""

    def __new__(cls, *words: object) -> Stream:
        return super().__new__(cls)

    def __init__(self, *words: object) -> None:
        super().__init__("/".join(str(word) for word in words))
