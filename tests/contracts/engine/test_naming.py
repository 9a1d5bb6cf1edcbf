"""An element is recognised by its words, and a doubt stays a doubt."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.engine.naming import Book, Doubt, Named, Tie, words_of

BOOK = Book.of(
    [
        Named(1, "Postes de travail", ("poste",)),
        Named(2, "Réseau de deux sites", ("réseau",)),
        Named(3, "Pare-feu et VPN", ("réseau > VPN", "VPN")),
        Named(4, "Imprimantes du siège", ("imprimante",), ("siege", "Siège, Dijon")),
        Named(5, "Imprimantes de l’atelier", ("imprimante",), ("atelier", "Atelier, Beaune")),
        Named(6, "Imprimantes louées", ("traceur",)),
        Named(7, "Traceurs", ()),
    ]
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Réseaux > Wi-Fi", ("reseau", "wi", "fi")),
        ("Œuvre d’ÉTÉ", ("oeuvre", "d", "ete")),
        ("DNS, bus", ("dns", "bus")),
        (" – ", ()),
    ],
)
def test_words(text: str, words: tuple[str, ...]) -> None:
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("texts", "site", "found"),
    [
        ([("catégorie", "Poste > Écran")], "", Tie(1, "catégorie", "poste")),
        ([("catégorie", "Réseau > VPN")], "", Tie(3, "catégorie", "réseau > VPN")),
        ([("catégorie", "Réseaux > Wi-Fi")], "", Tie(2, "catégorie", "réseau")),
        ([("catégorie", ""), ("titre", "VPN coupé")], "", Tie(3, "titre", "VPN")),
        ([("catégorie", "Poste"), ("titre", "VPN coupé")], "", Tie(1, "catégorie", "poste")),
        ([("titre", "Poste sans VPN")], "", Doubt((1, 3), "titre")),
        ([("catégorie", "Imprimante")], "Siège, Dijon", Tie(4, "catégorie", "imprimante")),
        ([("catégorie", "Imprimante")], "ATELIER", Tie(5, "catégorie", "imprimante")),
        ([("catégorie", "Imprimante")], "", Doubt((4, 5), "catégorie")),
        ([("catégorie", "Imprimante")], "Entrepôt", None),
        ([("catégorie", "traceur")], "", Doubt((6, 7), "catégorie")),
        ([("catégorie", "Composteur")], "", None),
        ([], "", None),
    ],
)
def test_what_a_ticket_is_about(texts: list[tuple[str, str]], site: str, found: Tie | Doubt | None) -> None:
    assert BOOK.find(texts, site) == found


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_name_is_found_in_any_text_that_holds_it(before: str, after: str) -> None:
    text = f"{before} armoire forte {after}"
    assert Book.of([Named(1, "Armoires fortes")]).find([("titre", text)]) == Tie(
        1, "titre", "Armoires fortes"
    )


@given(st.text(max_size=60))
def test_words_of_words_are_the_same(text: str) -> None:
    words = words_of(text)
    assert all(word.isascii() and word.isalnum() for word in words)
