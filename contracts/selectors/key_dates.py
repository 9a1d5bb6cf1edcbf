"""The page of key dates: every date with what it commits, how far it is, and where its reminders stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from accounts.models import Membership
from contracts.engine.reminders import Standing
from contracts.models import CalendarFeed, Contract, DateAnswer, NoticeLetter
from contracts.selectors.date_books import DateState, states_of
from core.engine import formats
from core.exports import Sheet
from core.scope import Side, current

Kind = DateAnswer.Kind
ANSWERS = {
    "notice": (Kind.TERMINATE, Kind.LET_RENEW, Kind.RENEGOTIATE),
    "option": (Kind.TAKE, Kind.DROP),
}
"""The decisions a date may receive, by the head of its key; others are taken note of."""


@dataclass(frozen=True)
class KeyDate:
    """One line of the page; `strong` for a date after which something can no longer be done."""

    key: str
    day: date
    title: str
    detail: str
    days_left: int
    strong: bool
    reminder: str
    due: bool
    answerable: bool

    @property
    def past(self) -> bool:
        return self.days_left < 0


@dataclass(frozen=True)
class DatesPage:
    """The dates in order, those that wait for an answer, the letter of notice, the visitor's private feed."""

    dates: list[KeyDate]
    waiting: list[KeyDate]
    letter: NoticeLetter | None
    feed: CalendarFeed | None


def dates_page(contract: Contract, today: date, membership: Membership) -> DatesPage:
    """Everything the page shows (5 queries)."""
    dates = [_line(state, today) for state in states_of([contract], today)[contract.pk]]
    return DatesPage(
        dates=dates,
        waiting=[one for one in dates if one.answerable],
        letter=_letter(contract),
        feed=CalendarFeed.objects.filter(contract=contract, membership=membership).first(),
    )


def _letter(contract: Contract) -> NoticeLetter | None:
    """The letter of notice. Until it takes effect the client's is known to the client alone (1 query)."""
    found = NoticeLetter.objects.filter(contract=contract).first()
    ours = current().side_of(contract.pk) is Side.CLIENT
    sent = found is not None and found.side == Side.CLIENT.value and not found.effective_on
    return None if sent and not ours else found


def state_for(contract: Contract, key: str, day: date, today: date) -> DateState | None:
    """The date of that key, if it still falls on that day (3 queries)."""
    states = states_of([contract], today)[contract.pk]
    return next((one for one in states if (one.dated.key, one.dated.day) == (key, day)), None)


def kinds_for(key: str) -> list[tuple[str, str]]:
    """The decisions offered for a date, as choices of a form."""
    offered = ANSWERS.get(key.partition(":")[0], (Kind.NOTED,))
    return [(str(kind), str(kind.label)) for kind in offered]


def reminders_due(contracts: list[Contract], today: date) -> list[DateState]:
    """The dates whose reminder has come and that nobody answered, on the client's side (2 queries)."""
    found = states_of(contracts, today, reminded_only=True)
    return [one for states in found.values() for one in states if one.standing.state == "due"]


def _line(state: DateState, today: date) -> KeyDate:
    dated, where = state.dated, state.standing
    return KeyDate(
        key=dated.key,
        day=dated.day,
        title=dated.title,
        detail=dated.commits,
        days_left=(dated.day - today).days,
        strong=dated.strong,
        reminder=reminder_words(where, state.answer, state.contract.timezone),
        due=where.state == "due",
        answerable=state.open,
    )


def reminder_words(where: Standing, answer: DateAnswer | None, zone: str) -> str:
    """« Rappel n° 2, répondre » or the decision with its author."""
    if answer is not None:
        who = answer.author.title or "une personne du client"
        return f"{answer.get_kind_display()}, {who}, le {formats.date_short(answer.at.astimezone(ZoneInfo(zone)).date())}"
    if where.state == "quiet" and where.next_on:
        return f"premier rappel le {formats.date_short(where.next_on)}"
    if where.state == "due":
        then = f", suivant le {formats.date_short(where.next_on)}" if where.next_on else ", le dernier"
        return f"{formats.ordinal(where.level)} rappel en cours{then}"
    return "passée sans décision" if where.state == "missed" else ""


def dates_sheet(page: DatesPage) -> Sheet:
    """One line per date."""
    head = ("Date", "Échéance", "Ce qu’elle engage", "Dans (jours)", "Rappel")
    return Sheet(head, [(o.day, o.title, o.detail, o.days_left, o.reminder) for o in page.dates])
