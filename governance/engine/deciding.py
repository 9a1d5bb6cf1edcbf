"""Who may decide a question: the role it names, or the committee in session with its quorum and that role in the room."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from core.engine import formats
from governance.engine.questions import DIRECTION, REFERENT
from governance.engine.wording import listing

EXECUTIVE_ROLE, REFERENT_ROLE = "executive", "referent"
MAY_TAKE = {
    DIRECTION: frozenset({EXECUTIVE_ROLE}),
    REFERENT: frozenset({REFERENT_ROLE, EXECUTIVE_ROLE}),
}
"""Named decider -> roles that take the question alone: the executive stands above the referent, never the reverse."""
SPEAKS = {DIRECTION: EXECUTIVE_ROLE, REFERENT: REFERENT_ROLE}
"""Named decider -> role of whoever speaks for it in the room."""
NAMES = {EXECUTIVE_ROLE: (DIRECTION, "Direction générale"), REFERENT_ROLE: (REFERENT, "Référent")}
"""Words by which a contract names a role among those who attend, whatever the person is called."""
THE = {DIRECTION: "la Direction", REFERENT: "le Référent IT"}
TO_THE = {DIRECTION: "à la Direction", REFERENT: "au Référent IT"}


@dataclass(frozen=True)
class Room:
    """A committee in session. `holders`: role -> names of those who hold it on the client's side."""

    present: Sequence[str]
    quorum: int
    holders: dict[str, Collection[str]]

    @property
    def short(self) -> str:
        """« Quorum non atteint : 2 présents pour 3 », empty once it is reached."""
        if len(self.present) >= self.quorum:
            return ""
        there = formats.count(len(self.present), "présent")
        return f"Quorum non atteint : {there} pour {formats.number(self.quorum)}"

    def speaking(self, decider: str) -> str:
        """Who of those present speaks for the named decider: « Direction », « P. Garnier et H. Besson », or nobody."""
        role = SPEAKS.get(named(decider), "")
        known = {name.casefold() for name in (*NAMES.get(role, ()), *self.holders.get(role, ()))}
        return listing([name for name in self.present if name.strip().casefold() in known])


def named(decider: str) -> str:
    """« Direction » of « Direction, sous 81 jours »."""
    return decider.split(",", maxsplit=1)[0].strip()


def takes(decider: str, role: str) -> bool:
    """Whether a role takes the question alone."""
    return role in MAY_TAKE.get(named(decider), ())


def speaks(decider: str, role: str) -> bool:
    """Whether a question names that role, which is then asked to answer it."""
    return SPEAKS.get(named(decider)) == role


def undecidable(decider: str) -> str:
    """Why nobody may decide a question, nor put it off, with the remedy; empty where someone may."""
    if named(decider) in MAY_TAKE:
        return ""
    return "Aucun décideur connu n’est nommé : remettez à jour les questions du comité, puis décidez."


def attendance_remedy(role: str) -> str:
    """What whoever holds that role does of a room that is short: the referent notes who is there, others ask for it."""
    return "Notez les présents" if role == REFERENT_ROLE else "Demandez au Référent IT de noter les présents"


def refusal(decider: str, role: str, room: Room | None) -> str:
    """Why that role may not record what was decided, with the remedy; empty where it may.

    `room`: the committee in session where it is recorded; None on the decision's own page.
    """
    if why := undecidable(decider):
        return why
    who = named(decider)
    if room is not None and room.short:
        return f"{room.short}. {attendance_remedy(role)}, ou reportez la décision."
    if takes(decider, role) or (room is not None and room.speaking(decider)):
        return ""
    if room is None:
        return (
            f"Cette décision revient {TO_THE[who]} : proposez-la-lui,"
            f" ou consignez-la en séance quand {THE[who]} est parmi les présents."
        )
    return (
        f"Cette décision revient {TO_THE[who]}, qui n’est pas parmi les présents :"
        " notez sa présence, proposez-lui la décision, ou reportez-la."
    )


def told(decider: str, role: str, room: Room) -> str:
    """What is said beside the form of a question, in session: why it cannot be taken, or in whose name it will be."""
    if why := refusal(decider, role, room):
        return why
    return "" if takes(decider, role) else f"Consignée comme décidée en séance par {room.speaking(decider)}."
