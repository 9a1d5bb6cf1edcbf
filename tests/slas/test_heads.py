"""A head of the journal kept on paper or in a mail, given back to `verify`."""

from __future__ import annotations

import io
import json
import re

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from core import guards
from core.archive import write_archive
from core.engine.months import Month
from journal.engine.chain import GENESIS, Break
from journal.engine.heads import Head, HeadUnreadable, missed_head, read_head
from journal.models import Anchor, JournalEntry
from journal.services import chain_hash
from slas.services.closing.acts import close_month
from slas.services.closing.evidence import evidence_members
from slas.services.closing.notices import mail_closing
from tests.slas.closable import closable

A, B = "a1" * 32, "b2" * 32
CHAIN = [(1, A), (2, B)]


@pytest.mark.parametrize(
    ("printed", "head"),
    [
        (f"2:{B}", Head(2, B)),
        (f"n°\u00a02, {B}", Head(2, B)),
        (f"Tête du journal\u00a0: n° 2, {B.upper()}", Head(2, B)),
        (f"Chaîne intacte, tête n°\u00a02, empreinte {B[:16]}…", Head(2, B[:16])),
        (f"  {B[:12]} ", Head(None, B[:12])),
        (f"Tête du journal\u00a0: {B}", Head(None, B)),
    ],
)
def test_a_head_is_read_as_it_is_printed(printed, head):
    assert read_head(printed) == head
    assert missed_head(CHAIN, head) is None


@pytest.mark.parametrize("text", ["", "2", "abc", f"deux:{B}", f"2:{B}0", "g" * 64])
def test_what_is_no_head_is_said(text):
    with pytest.raises(HeadUnreadable, match="Tête illisible"):
        read_head(text)


def test_what_stands_in_place_of_a_head_is_named():
    assert missed_head(CHAIN, Head(1, B)) == Break(1, "tête donnée", A, B)
    absent = "absente\u00a0: le journal s’arrête à la ligne 2"
    assert missed_head(CHAIN, Head(3, A)) == Break(3, "tête donnée", absent, A)
    assert missed_head(CHAIN, Head(None, "c3" * 32)) == Break(0, "tête donnée", absent, "c3" * 32)
    assert missed_head([], Head(0, GENESIS)) is None


@pytest.fixture
def closed(world):
    contract = closable(world)
    return close_month(contract=contract, month=Month(2026, 3), reason="Écart accepté en comité.")


@pytest.fixture
def mailed(closed, make_user):
    """The line of the mail that tells the head."""
    make_user("referent", closed.contract)
    mail_closing(contract=closed.contract, snapshot=closed)
    return re.search("Tête du journal.*", mail.outbox[0].body)[0]


def test_the_provider_keeps_the_hash_alone(closed, make_user):
    make_user("referent", closed.contract, email="referent@exemple.fr")
    make_user("provider", closed.contract, email="prestataire@exemple.fr")
    mail_closing(contract=closed.contract, snapshot=closed)
    told = {one.to[0]: re.search("Tête du journal.*", one.body)[0] for one in mail.outbox}
    client, provider = (read_head(told[f"{who}@exemple.fr"]) for who in ("referent", "prestataire"))
    assert client.sequence is not None
    assert provider == Head(None, client.hash)
    assert "n°" not in told["prestataire@exemple.fr"]


def verified(*arguments):
    output = io.StringIO()
    call_command("verify", *arguments, stdout=output)
    return output.getvalue()


def test_the_head_of_the_mail_is_found_again(closed, mailed, tmp_path):
    slug = closed.contract.slug
    assert "La chaîne passe par la tête donnée" in verified(slug, "--head", mailed)
    assert json.loads(verified(slug, "--head", mailed, "--json"))["contracts"][0]["fault"] is None
    archive = tmp_path / "preuves.zip"
    with archive.open("wb") as target:
        write_archive(target, evidence_members(closed.contract, closed))
    assert "révision 1" in verified(str(archive), "--head", mailed)
    with pytest.raises(CommandError, match="le journal s’arrête à la ligne") as refused:
        verified(str(archive), "--head", f"99:{A}")
    assert refused.value.returncode == 1


def test_a_journal_rewritten_with_its_anchors_misses_the_head(closed, mailed):
    guards.take_down()
    last = JournalEntry.objects.order_by("sequence").last()
    last.at = last.at.replace(year=2025)
    last.hash = chain_hash(last)
    last.save()
    Anchor.objects.filter(sequence=last.sequence).update(hash=last.hash)
    guards.put_up()
    slug = closed.contract.slug
    verified(slug)
    with pytest.raises(CommandError, match=f"ligne {last.sequence}, tête donnée") as refused:
        verified(slug, "--head", mailed)
    assert refused.value.returncode == 1


def test_a_head_is_that_of_one_journal(closed):
    for arguments, words in (((), "nommez le contrat"), ((closed.contract.slug,), "Tête illisible")):
        with pytest.raises(CommandError, match=words) as refused:
            verified(*arguments, "--head", f"{A}" if not arguments else "tête")
        assert refused.value.returncode == 3
