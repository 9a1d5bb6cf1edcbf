"""A pack on its way, for the walk over every address: a mail that waits, and a link that answers."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from core.storage import store_file

AT = datetime(2026, 4, 10, 8, tzinfo=UTC)


def build_sent_pack(contract: Any) -> dict[str, str]:
    """The rows, and the keys that only the database knows."""
    from accounts.models import User
    from contracts.selectors.calendar_feed import digest_of
    from governance.models import Committee, Pack, PackDelivery, PackLink

    person = User.objects.create_user("dossier@exemple.fr", "un mot de passe long", title="Référent")
    kept, twin = (store_file(b"walk") for _ in range(2))
    pack = Pack.objects.create(
        contract=contract, committee=Committee.objects.get(contract=contract), variant="executif", pages=1,
        size=kept.size, storage_name=kept.name, twin_name=twin.name, sha256=kept.sha256, facts_digest="0" * 64, rendered_at=AT,
    )  # fmt: skip
    sent = PackDelivery.objects.create(
        contract=contract, pack=pack, reader=person, subject="Dossier", text="Dossier", html="<p>Dossier</p>",
        asked_at=AT, asked_by=person,
    )  # fmt: skip
    link = PackLink.objects.create(
        contract=contract, pack=pack, reader="Direction", token_hash=digest_of("dossier"), made_at=AT,
        made_by=person, expires_at=AT.replace(year=2099),
    )  # fmt: skip
    return {
        "governance:resend:delivery": str(sent.pk),
        "governance:link_revoke:link": str(link.pk),
        "pack_link:token": "dossier",
    }
