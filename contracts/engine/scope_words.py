"""What may be said of an element of the scope: our code, the label people read, the word of the contract file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from contracts.engine.naming import words_of


class Word(NamedTuple):
    """A code of the portal, its French label, its word in the contract file."""

    code: str
    label: str
    word: str


STATUSES = (
    Word("in", "Inclus", "perimetre"),
    Word("out", "Exclu", "exclusion"),
    Word("grey", "Zone grise", "zone_grise"),
)
FAMILIES = (
    Word("infrastructure", "Infrastructure", "infrastructure"),
    Word("workstations", "Postes", "postes"),
    Word("network", "Réseau", "reseau"),
    Word("applications", "Applications", "applications"),
    Word("support", "Support N1–N3", "support"),
    Word("security", "Sécurité", "securite"),
    Word("backup", "Sauvegarde", "sauvegarde"),
    Word("continuity", "PRA/PCA", "continuite"),
    Word("governance", "Gouvernance", "gouvernance"),
)
HELD = frozenset({"infrastructure", "workstations", "network", "applications", "security", "backup"})
"""Families of things that a provider's inventory can list; the others are services."""
COVERAGES = (
    Word("all", "Tous les sites", "tous_sites"),
    Word("listed", "Sites nommés", "sites"),
    Word("none", "Hors site", "hors_site"),
)
INTERVENTIONS = (
    Word("support", "Support", "support"),
    Word("maintenance", "Maintenance", "maintenance"),
    Word("monitoring", "Supervision", "supervision"),
    Word("security", "Sécurité", "securite"),
    Word("evolution", "Évolution", "evolution"),
)
CRITICALITIES = (
    Word("vital", "Vitale", "vitale"),
    Word("high", "Haute", "haute"),
    Word("normal", "Normale", "normale"),
    Word("low", "Faible", "faible"),
)


def choices(words: tuple[Word, ...]) -> list[tuple[str, str]]:
    """Pairs of code and label, for a model or a form."""
    return [(word.code, word.label) for word in words]


def labels(words: tuple[Word, ...]) -> dict[str, str]:
    """Code -> label."""
    return {word.code: word.label for word in words}


def file_words(words: tuple[Word, ...]) -> dict[str, str]:
    """Word of the contract file -> code."""
    return {word.word: word.code for word in words}


def typed_words(words: tuple[Word, ...]) -> Mapping[tuple[str, ...], str]:
    """What a person may type, whatever its case, accents and signs, -> code."""
    return {words_of(text): word.code for word in words for text in (word.code, word.word, word.label)}
