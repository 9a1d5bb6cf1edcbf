"""Private files: random names, whole or absent."""

import hashlib
import io
from pathlib import Path

import pytest

from core.storage import FileTooLarge, discard_file, open_file, private_path, store_file


def test_a_file_is_kept_with_its_hash():
    stored = store_file(io.BytesIO(b"abc"))
    assert (stored.size, stored.sha256) == (3, hashlib.sha256(b"abc").hexdigest())
    with open_file(stored.name) as file:
        assert file.read() == b"abc"
    assert private_path(stored.name).stat().st_mode & 0o777 == 0o600
    discard_file(stored.name)
    discard_file(stored.name)
    assert not private_path(stored.name).exists()


def test_a_file_too_large_leaves_nothing(settings):
    with pytest.raises(FileTooLarge):
        store_file(b"abcd", most=3)
    assert [p for p in Path(settings.PRIVATE_STORAGE_ROOT).rglob("*") if p.is_file()] == []


@pytest.mark.parametrize("name", ["../x", "a/b", "", "a.b"])
def test_only_own_names_lead_to_a_path(name):
    with pytest.raises(ValueError, match="not a stored name"):
        private_path(name)
