"""Papers of the demonstration: the files of its documents, and what both sides did of their obligations until today."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from accounts.models import Role, User
from contracts.engine.obligations import nearest, occurrence
from contracts.models import Contract, ContractDocument, DocumentVersion, Obligation
from contracts.services.documents import add_version
from contracts.services.kept_files import OfferedFile
from contracts.services.obligations import Said, say_done, settle_act
from contracts.services.signing import Signer
from core.scope import Side, for_contract
from infogerance.demo.people import PROVIDER, REFERENT
from reversibility.models import Drill
from reversibility.services.acts import Actor
from reversibility.services.drills import save_drill

FILES = {
    "contrat": (("contrat-signe.pdf", Side.CLIENT),),
    "annexe-1": (("annexe-1-perimetre.pdf", Side.CLIENT),),
    "annexe-2": (("annexe-2-donnees.pdf", Side.CLIENT),),
    "convention": (("convention-de-services.pdf", Side.CLIENT),),
    "avenant-1": (("avenant-1.pdf", Side.CLIENT),),
    "avis-conseil": (("avis-du-conseil.pdf", Side.CLIENT),),
    "paq": (("paq-v1.pdf", Side.PROVIDER), ("paq-v2.pdf", Side.PROVIDER)),
    "attestation-assurance": (("attestation-assurance-2026.pdf", Side.PROVIDER),),
}
"""Code of a document -> its files in order, and who deposits them. The others wait for theirs."""


DRILL_REPORT = "compte-rendu-exercice.pdf"
"""The file joined to the last exercise that was done."""


@dataclass(frozen=True)
class Done:
    """What was done of an obligation, some days around its last due date; `settled` unless its answer waits."""

    number: int
    days_after: int
    proof: str
    settled: bool = True
    file: str = ""


# The drill, the list of subcontractors and the exit plan have their date in the contract file, beside the drill, the
# register and the deliverable that they prove: said here as well, they would be told twice.
DONE = (
    Done(1, -3, "Attestations du semestre", settled=False),
    Done(7, -1, "Liste remise au centre de services"),
    Done(9, -6, "Revue des habilitations"),
    Done(10, 8, "Note à la direction", file="note-a-la-direction.pdf"),
)


def hand_over_papers(*, contract: Contract, today: date) -> bool:
    """Deposit the files and say what was done, once; returns whether anything was there to do."""
    signers = {
        Side.CLIENT: Signer(User.objects.get(email=REFERENT), Role.REFERENT, Side.CLIENT),
        Side.PROVIDER: Signer(User.objects.get(email=PROVIDER), Role.PROVIDER, Side.PROVIDER),
    }
    with for_contract(contract.pk):
        if DocumentVersion.objects.filter(contract=contract).exists():
            return False
        for document, name, side in _files(contract):
            content = _page(contract, document.title, name)
            add_version(document=document, name=name, content=content, signer=signers[side])
        for done in DONE:
            _do(contract, done, signers, today)
        _report_last_drill(contract, signers[Side.CLIENT], today)
    return True


def _page(contract: Contract, title: str, name: str) -> io.BytesIO:
    return io.BytesIO(printed([contract.reference, title, name, "Exemple fictif, sans valeur."]))


def _report_last_drill(contract: Contract, signer: Signer, today: date) -> None:
    last = Drill.objects.filter(contract=contract, done_on__lte=today).order_by("done_on").last()
    if last is not None:
        file = OfferedFile(DRILL_REPORT, _page(contract, last.system, DRILL_REPORT))
        actor = Actor(signer.user, signer.role, signer.side.value)
        save_drill(contract=contract, row=last, values={}, file=file, actor=actor, today=today)


def _files(contract: Contract) -> Iterator[tuple[ContractDocument, str, Side]]:
    documents = {row.code: row for row in ContractDocument.objects.filter(contract=contract)}
    for code, files in FILES.items():
        for name, side in files:
            yield documents[code], name, side


def _do(contract: Contract, done: Done, signers: dict[Side, Signer], today: date) -> None:
    obligation = Obligation.objects.get(contract=contract, number=done.number)
    day = _last_due(obligation, today) + timedelta(days=done.days_after)
    if not contract.starts_on <= day <= today or (obligation.done_on and day <= obligation.done_on):
        return
    file = OfferedFile(done.file, _page(contract, done.proof, done.file)) if done.file else None
    said = Said(day, done.proof, file=file)
    act = say_done(obligation=obligation, said=said, signer=signers[Side(obligation.side)], today=today)
    if obligation.side == Side.PROVIDER.value and done.settled:
        settle_act(act=act, accepted=True, reason="", signer=signers[Side.CLIENT])


def _last_due(obligation: Obligation, today: date) -> date:
    """Its last due date but a fortnight ago: what is just due is still to do."""
    first, months = obligation.due_on or today, obligation.every_months
    rank = nearest(first, months, today)
    late = today - timedelta(days=14)
    return occurrence(first, months, rank if occurrence(first, months, rank) <= late else rank - 1)


def printed(lines: list[str]) -> bytes:
    """A PDF of one page that bears these lines."""
    text = b" ".join(
        b"(" + line.encode("cp1252").replace(b"(", b"").replace(b")", b"") + b") ' " for line in lines
    )
    content = b"BT /F1 14 Tf 24 TL 72 760 Td " + text + b"ET"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    )
    page, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(page))
        page += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    tail = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(page))
    return page + head + table + tail
