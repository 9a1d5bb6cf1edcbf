"""Keeping what a person types of a contract to come. Nothing here is a contract: the journal begins with it."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from accounts.models import User
from contracts.engine.writing import write_toml
from contracts.models import Contract, ContractDraft
from contracts.selectors.contract_file import export_closures, export_hours, export_places


@transaction.atomic
def start_draft(*, author: User, model: str, source: Contract | None = None) -> ContractDraft:
    """Begin the guided form; one that is under way is given back as it is."""
    copied = ""
    if source is not None:
        tables = {
            "plage": export_hours(source),
            "site": export_places(source),
            "fermeture": export_closures(source),
        }
        copied = write_toml({name: table for name, table in tables.items() if table})
    draft, _ = ContractDraft.objects.get_or_create(
        author=author,
        kind=ContractDraft.Kind.GUIDED,
        defaults={"model": model, "content": copied, "source": source.reference if source else ""},
    )
    return draft


@transaction.atomic
def keep_answers(*, author: User, step: str, typed: Mapping[str, str]) -> None:
    """Keep what was typed at one step, right or wrong; the other steps stay as they are."""
    draft = ContractDraft.objects.select_for_update().get(author=author, kind=ContractDraft.Kind.GUIDED)
    draft.answers = {**draft.answers, step: dict(typed)}
    draft.save(update_fields=["answers", "updated_at"])


@transaction.atomic
def keep_file(*, author: User, content: str) -> None:
    """Keep a checked file until it is confirmed; the person's former one gives way."""
    ContractDraft.objects.update_or_create(
        author=author, kind=ContractDraft.Kind.FILE, defaults={"content": content}
    )


@transaction.atomic
def drop_draft(*, author: User, kind: str) -> bool:
    """Forget a draft; returns whether there was one."""
    return bool(ContractDraft.objects.filter(author=author, kind=kind).delete()[0])
