"""The papers of the small world: a document, an obligation with its proof, a clause."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from tests.house.kept import stored

NOW = datetime(2026, 4, 10, 8, tzinfo=UTC)


def build_papers(contract: Any) -> dict[str, str]:
    from accounts.models import User
    from contracts.models import (
        Clause,
        ContractDocument,
        DocumentVersion,
        Obligation,
        ObligationAct,
        ObligationFile,
    )

    sender = User.objects.create_user("pieces@exemple.fr", "un mot de passe long", title="Référent")
    document = ContractDocument.objects.create(
        contract=contract, code="contrat", kind="contract", title="Contrat signé"
    )
    DocumentVersion.objects.create(
        contract=contract, document=document, number=1, name="contrat.pdf", media_type="application/pdf",
        uploaded_by=sender, uploaded_side="client", uploaded_at=NOW, **stored(),
    )  # fmt: skip
    owed = Obligation.objects.create(
        contract=contract, number=1, side="provider", title="Remettre le rapport"
    )
    act = ObligationAct.objects.create(
        contract=contract, obligation=owed, done_on=date(2026, 3, 2), proof="Rapport", said_by=sender,
        said_side="provider", said_at=NOW,
    )  # fmt: skip
    file = ObligationFile.objects.create(
        contract=contract, act=act, name="rapport.pdf", media_type="application/pdf", **stored()
    )
    clause = Clause.objects.create(contract=contract, position=1, code="art. 1", theme="scope")
    named = ("document", "version_add", "version_file")
    keys = {"contracts:clause_line:pk": str(clause.pk), "contracts:obligation_file:pk": str(file.pk)}
    return keys | {f"contracts:{name}:pk": str(document.pk) for name in named}
