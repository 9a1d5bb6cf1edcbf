"""The files of proofs and exercises: joined to their row, and let go with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial

from django.db import transaction

from contracts.services.kept_files import FileRefused, KeptFile, OfferedFile, kept_if_any
from core.storage import discard_file
from reversibility.models import Drill, DrillFile, ExitDeliverable, ExitProof, ExitProofFile
from reversibility.services.acts import ExitActRefused


@contextmanager
def joined_file(file: OfferedFile | None) -> Iterator[KeptFile | None]:
    """The file kept for an act, within its transaction; the act refused lets it go. Raises ExitActRefused."""
    try:
        with kept_if_any(file) as kept, transaction.atomic():
            yield kept
    except FileRefused as refusal:
        raise ExitActRefused(str(refusal), "file") from refusal


def join_to_proof(*, proof: ExitProof, kept: KeptFile | None) -> None:
    """The file beside the proof that names it, seen by whoever sees the proof."""
    if kept is not None:
        ExitProofFile.objects.create(
            contract_id=proof.contract_id, proof=proof, audience=proof.audience, **asdict(kept)
        )


def join_to_drill(*, drill: Drill, kept: KeptFile | None) -> None:
    """The file after those of the exercise; bytes already kept for it change nothing."""
    if kept is None:
        return
    known = DrillFile.objects.filter(drill=drill)
    if known.filter(sha256=kept.sha256).exists():
        discard_file(kept.storage_name)
        return
    DrillFile.objects.create(
        contract_id=drill.contract_id, drill=drill, rank=known.count() + 1, **asdict(kept)
    )


def told(kept: KeptFile | None) -> dict[str, str]:
    """What the journal says of the file."""
    return {} if kept is None else {"sha256": kept.sha256, "size": str(kept.size)}


def let_go_with(*, deliverables: Iterable[ExitDeliverable] = (), drills: Iterable[Drill] = ()) -> None:
    """The files of lines about to be removed leave the storage once that is done."""
    names = [
        *ExitProofFile.objects.filter(proof__deliverable__in=list(deliverables)).values_list("storage_name", flat=True),
        *DrillFile.objects.filter(drill__in=list(drills)).values_list("storage_name", flat=True),
    ]  # fmt: skip
    for name in names:
        transaction.on_commit(partial(discard_file, name))
