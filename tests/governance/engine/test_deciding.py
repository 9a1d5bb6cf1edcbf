"""Who may decide: the role named, or a committee in session with its quorum and that role in the room."""

from __future__ import annotations

import pytest

from governance.engine.deciding import Room, refusal, takes, told

HOLDERS = {"executive": {"Hélène Besson"}, "referent": {"Claire Morel"}}
ALONE = "Cette décision revient à la Direction : proposez-la-lui, ou consignez-la en séance quand la Direction est parmi les présents."
ABSENT = (
    "Cette décision revient à la Direction, qui n’est pas parmi les présents :"
    " notez sa présence, proposez-lui la décision, ou reportez-la."
)
SHORT = "Quorum non atteint : 2\u00a0présents pour 3. Notez les présents, ou reportez la décision."
THEIRS = SHORT.replace("Notez les présents", "Demandez au Référent IT de noter les présents")


def room(*present: str, quorum: int = 0) -> Room:
    return Room(present, quorum, HOLDERS)


@pytest.mark.parametrize(
    ("decider", "role", "sits", "said"),
    [
        ("Direction", "executive", None, ""),
        ("Direction, sous 75\u00a0jours", "executive", None, ""),
        ("Référent IT", "referent", None, ""),
        ("Référent IT", "executive", None, ""),
        ("Direction", "referent", None, ALONE),
        ("Direction", "reader", None, ALONE),
        ("Direction", "provider", room("Direction du prestataire"), ABSENT),
        ("Direction", "referent", room("Claire Morel", "SDM"), ABSENT),
        ("Direction", "referent", room("Direction financière"), ABSENT),
        ("Direction", "referent", room("Claire Morel", "direction"), ""),
        ("Direction", "referent", room("Hélène Besson"), ""),
        ("Direction, sous 75\u00a0jours", "referent", room("Direction générale"), ""),
        ("Direction", "referent", room("Direction", "SDM", quorum=3), SHORT),
        ("Direction", "executive", room("Direction", "SDM", quorum=3), THEIRS),
        ("Direction", "referent", room("Direction", "Claire Morel", "SDM", quorum=3), ""),
        ("Référent IT", "referent", room("Claire Morel", "SDM", quorum=2), ""),
    ],
)
def test_a_decision_is_for_whom_it_names(decider: str, role: str, sits: Room | None, said: str) -> None:
    assert refusal(decider, role, sits) == said


@pytest.mark.parametrize("decider", ["", "   ", "Le comité"])
def test_a_question_without_a_decider_is_decided_by_nobody(decider: str) -> None:
    assert refusal(decider, "executive", None).startswith(
        "Aucun décideur connu n’est nommé : remettez à jour"
    )
    assert not takes(decider, "executive")


def test_the_page_says_in_whose_name_it_is_recorded() -> None:
    both = room("Direction", "Hélène Besson")
    assert told("Direction", "referent", both) == (
        "Consignée comme décidée en séance par Direction et Hélène Besson."
    )
    assert told("Direction", "executive", both) == ""
    assert told("Direction", "referent", room()) == ABSENT
