"""What the contract file says for the audit: matrix, committees, declarations; refused in place, with the remedy."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from contracts.engine.matrix import grid_of
from contracts.engine.problems import FileRefused
from core.scope import for_contract
from governance.models import CommitteeTerm
from governance.selectors.committee_terms import terms_for
from infogerance.contract_file import load_contract, read_contract_file
from tests.infogerance.contract_faults import SMALL

LINE = '[[version.matrice]]\nimpact = "site"\nurgences = { "bloquant" = "P1", "gêne" = "P4" }\n\n'
COMMITTEE = '\n[[comite]]\ncode = "copil"\nlibelle = "COPIL"\ncadence = "mensuelle"\n'
PENALTY = '\n[[engagement.penalite]]\nnature = "part_forfait"\ntranche = 1\npourcentage = 1\n'


def with_matrix(text: str) -> str:
    return SMALL.replace("[[plage]]", f"{text}[[plage]]", 1)


def promised(text: str) -> str:
    return SMALL.replace("taux_exige = 95\n", f"taux_exige = 95\n{text}", 1)


FAULTS = {
    "unknown priority": (with_matrix(LINE.replace("P4", "P9")), "version 0, matrice", "« P9 »", "P1, P2, P3, P4"),
    "same impact twice": (with_matrix(LINE + LINE), "version 0, matrice 2", "« site »", "une seule ligne"),
    "other urgencies": (
        with_matrix(LINE + LINE.replace("site", "service").replace("gêne", "dégradé")),
        "version 0, matrice 2", "urgences", "bloquant, gêne",
    ),
    "no urgency": (
        with_matrix('[[version.matrice]]\nimpact = "site"\n\n'), "version 0, matrice 1", "aucune urgence", "urgences",
    ),
    "long urgency": (
        with_matrix(LINE.replace("gêne", "g" * 61)), "version 0, matrice 1, urgences", "trop long", "60",
    ),
    "unknown cadence": (
        SMALL + COMMITTEE.replace("mensuelle", "parfois"), "comité copil", "« parfois »", "hebdomadaire",
    ),
    "bad code": (SMALL + COMMITTEE.replace("copil", "Co Pil"), "comité Co Pil", "« Co Pil »", "minuscules"),
    "same code twice": (SMALL + COMMITTEE + COMMITTEE, "comité copil", "« copil »", "une seule ligne"),
    "same person twice": (
        SMALL + COMMITTEE + 'participants = ["A", "A"]\n', "comité copil", "deux fois", "une fois",
    ),
    "nameless person": (SMALL + COMMITTEE + 'participants = [" "]\n', "comité copil", "vide", "80"),
    "quorum too high": (
        SMALL + COMMITTEE + 'participants = ["A"]\nquorum = 2\n', "comité copil", "dépasse", "Baissez",
    ),
    "silence without a term": (
        SMALL + COMMITTEE + "silence_approuve = true\n", "comité copil", "aucun délai de remarques", "Écrivez ce délai",
    ),
    "penalty and none": (
        promised("sans_penalite = true\n").rstrip() + "\n" + PENALTY, "engagement E1", "sans_penalite", "Retirez",
    ),
    "exclusion and none": (
        SMALL.replace("[[version]]", "aucune_exclusion = true\n\n[[version]]", 1)
        + '\n[[exclusion]]\nnumero = 90\nelement = "Audit"\n',
        "[contrat]", "aucune_exclusion", "Retirez",
    ),
    "unknown means": (SMALL + '\n[preavis]\nmoyen = "pigeon"\n', "[preavis]", "« pigeon »", "lettre_recommandee"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "place", "message", "remedy"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_told_with_its_place_and_remedy(text: str, place: str, message: str, remedy: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        read_contract_file(text.encode())
    told = [(p.place, p.message, p.remedy) for p in refusal.value.problems]
    assert [p for p in told if p[0] == place and message in p[1] and remedy in p[2]], told


def test_the_matrix_is_laid_out_in_the_words_and_order_of_the_contract() -> None:
    whole = read_contract_file(
        with_matrix(LINE + LINE.replace("site", "service").replace("P1", "P2")).encode()
    )
    cells = [vars(cell) for cell in whole.terms.versions[0].matrix]
    grid = grid_of(cells)
    assert grid.urgencies == ("bloquant", "gêne")
    assert grid.lines == (("site", ("P1", "P4")), ("service", ("P2", "P4")))


def test_committees_follow_the_file(db: None) -> None:
    other = COMMITTEE.replace("copil", "cotech").replace("mensuelle", "annuelle")
    contract = load_contract((SMALL + other + COMMITTEE).encode()).contract
    with for_contract(contract.pk):
        assert [(row.code, row.cadence) for row in terms_for(contract)] == [
            ("cotech", "yearly"), ("copil", "monthly"),
        ]  # fmt: skip
    assert load_contract((SMALL + COMMITTEE).encode()).sections["comite"].removed == 1
    with for_contract(contract.pk):
        assert [row.code for row in terms_for(contract)] == ["copil"]


@pytest.mark.parametrize("wrong", [{"cadence": "sometimes"}, {"minutes": 0}, {"code": "copil"}])
def test_the_database_itself_refuses(scope: Any, wrong: dict[str, Any]) -> None:
    CommitteeTerm.objects.create(contract=scope, code="copil", name="COPIL", cadence="monthly")
    values = {"code": "cotech", "name": "COTECH", **wrong}
    with pytest.raises(IntegrityError), transaction.atomic():
        CommitteeTerm.objects.create(contract=scope, **values)
