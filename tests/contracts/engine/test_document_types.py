"""What may be kept as a document: the content decides, the extension only has to agree."""

from __future__ import annotations

import pytest

from contracts.engine.document_types import (
    ACCEPTED,
    OPEN_DOCUMENT,
    TYPES,
    Member,
    TypeRefused,
    check_container,
    check_head,
    is_container,
)

ZIP = b"PK\x03\x04"
PLAIN = Member("[Content_Types].xml", 10, 5)
HEADS = {
    "a.pdf": b"%PDF-1.7", "a.docx": ZIP, "a.xlsx": ZIP, "a.odt": ZIP, "a.ods": ZIP, "a.png": b"\x89PNG\r\n\x1a\n",
    "a.jpg": b"\xff\xd8\xff\xe0", "a.JPEG": b"\xff\xd8\xff\xe0", "a.txt": "Été".encode(), "a.csv": b"a;b\r\n",
}  # fmt: skip


@pytest.mark.parametrize(("name", "head"), HEADS.items())
def test_every_accepted_type_passes(name: str, head: bytes) -> None:
    kind = check_head(name, head)
    assert kind.name in ACCEPTED
    assert is_container(kind) is (head == ZIP)


def test_the_whole_list_is_tried() -> None:
    assert {name.lower()[1:] for name in HEADS} == set(TYPES)


@pytest.mark.parametrize(
    ("name", "head", "words"),
    [
        ("a.exe", b"MZ", "Format non admis"),
        ("a.svg", b"<svg", "Format non admis"),
        ("sans-extension", b"x", "Formats admis : PDF, DOCX"),
        ("a.pdf", b"", "est vide"),
        ("a.pdf", ZIP, "c’est une archive ZIP ou un classeur"),
        ("a.docx", b"%PDF-1.7", "c’est un PDF"),
        ("a.png", b"\xff\xd8\xff", "c’est une image JPEG"),
        ("a.txt", b"<!doctype html>", "une page HTML"),
        ("a.csv", b"a\0b", "un fichier binaire"),
        ("a.pdf", b"bonjour", "c’est un texte"),
    ],
)
def test_another_content_is_refused_and_named(name: str, head: bytes, words: str) -> None:
    with pytest.raises(TypeRefused, match=words):
        check_head(name, head)


def container(name: str, *parts: str, declared: str = "", **more: int) -> None:
    members = [Member(part, more.get("unpacked", 100), more.get("packed", 50)) for part in parts]
    check_container(name, TYPES[f".{name.rpartition('.')[2]}"], members, declared)


def test_containers_are_known_by_what_they_declare() -> None:
    container("a.docx", "[Content_Types].xml", "word/document.xml", "word/embeddings/classeur.xlsx")
    container("a.xlsx", "[Content_Types].xml", "xl/workbook.xml")
    container("a.odt", "mimetype", "content.xml", declared=f"{OPEN_DOCUMENT}text")
    with pytest.raises(TypeRefused, match="n’est pas celui d’un fichier XLSX"):
        container("a.xlsx", "[Content_Types].xml", "word/document.xml")
    with pytest.raises(TypeRefused, match="n’est pas celui d’un fichier ODS"):
        container("a.ods", "mimetype", declared=f"{OPEN_DOCUMENT}text")


@pytest.mark.parametrize(
    "part",
    ["word/vbaProject.bin", "word/embeddings/oleObject1.bin", "Basic/script-lc.xml", "word/activeX/a.xml"],
)
def test_what_may_run_is_refused(part: str) -> None:
    with pytest.raises(TypeRefused, match="macro ou un objet"):
        container("a.docx", "[Content_Types].xml", "word/document.xml", part)


@pytest.mark.parametrize(
    ("parts", "sizes"),
    [(201, {}), (1, {"unpacked": 5_001, "packed": 50}), (3, {"unpacked": 100 << 20, "packed": 50 << 20})],
)
def test_a_container_that_swells_is_refused(parts: int, sizes: dict[str, int]) -> None:
    with pytest.raises(TypeRefused, match="grossit trop"):
        container("a.docx", *(f"word/{rank}.xml" for rank in range(parts)), **sizes)


def test_a_ciphered_container_is_refused() -> None:
    with pytest.raises(TypeRefused, match="Ôtez son mot de passe"):
        check_container("a.docx", TYPES[".docx"], [PLAIN, Member("word/document.xml", 1, 1, True)], "")
