"""Archives with a manifest: the same members, the same bytes; whatever differs is named."""

from __future__ import annotations

import io
import zipfile

from core.archive import MANIFEST, archive_of_members, manifest_faults

MEMBERS = [("a.txt", [b"un", b"deux"]), ("b/c.txt", [b""])]


def made(members: list[tuple[str, list[bytes]]]) -> bytes:
    with archive_of_members(members) as archive:
        return archive.read()


def changed(content: bytes, after: dict[str, bytes | None]) -> zipfile.ZipFile:
    """The archive with members replaced, added, or dropped where None."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(target, "w") as archive:
        kept = {name: before.read(name) for name in before.namelist()} | after
        for name, data in kept.items():
            if data is not None:
                archive.writestr(name, data)
    return zipfile.ZipFile(target)


def test_the_same_members_give_the_same_bytes() -> None:
    assert made(MEMBERS) == made(MEMBERS)


def test_a_sound_archive_has_no_fault() -> None:
    assert list(manifest_faults(changed(made(MEMBERS), {}))) == []


def test_what_was_changed_dropped_or_added_is_named() -> None:
    archive = changed(made(MEMBERS), {"a.txt": b"un deux", "b/c.txt": None, "d.txt": b"x"})
    faults = [(name, due if name == "d.txt" else found) for name, found, due in manifest_faults(archive)]
    assert [name for name, _ in faults] == ["a.txt", "b/c.txt", "d.txt"]
    assert (faults[1][1], faults[2][1]) == ("fichier absent", "non prévu")


def test_the_manifest_comes_last() -> None:
    with zipfile.ZipFile(io.BytesIO(made(MEMBERS))) as archive:
        assert archive.namelist() == ["a.txt", "b/c.txt", MANIFEST]
