"""Page 7: the fee, what is billed beyond it, the revision that comes, the penalty; for the client where the year lands."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from core.engine import formats
from governance.engine.facts import Forecast, MoneyFacts, PackFacts
from governance.engine.pack import micro, penalty, titles
from governance.engine.pack.document import Key, Link, Page, Row, Table
from governance.engine.wording import capital
from slas.engine.penalties.standing import standing

SHOWN = 5
LOOKS = {"green": "met", "orange": "watch", "red": "breached"}
UNKNOWN = "non mesuré"


def page(facts: PackFacts, number: int) -> Page:
    """The budget, what was billed, the revision, then the penalty; the reader's own side of each."""
    money, price = facts.money, facts.penalty
    found = {
        **_contract(money),
        "penalty": penalty.body(facts),
        "no_penalty": capital(titles.no_penalty(facts)),
    }
    # The term is the client's alone, as the budget is: whoever reads it reads a closed session.
    closed = facts.term is not None or bool(price and price.notified_on is None)
    return Page(
        number, "finances", "Finances", title(facts), found,
        lead=_lead(money) if money else "", closed_session=closed,
    )  # fmt: skip


def title(facts: PackFacts) -> str:
    """The penalty and where it stands; the title rests on no budget, which the page of a committee does not read."""
    price = facts.penalty
    if price is None or not (price.due or price.gross):
        return f"Finances : {titles.no_penalty(facts)}"
    return titles.money(price, standing(price.state, closed=facts.month.closed))


def key(facts: PackFacts) -> Key | None:
    """The finances of page 1: the overrun of the year; None where nothing foresees it."""
    forecast = facts.money.forecast if facts.money else None
    if forecast is None or forecast.overrun is None or forecast.landing is None:
        return None
    over, price = forecast.overrun, facts.penalty
    told = f"atterrissage {formats.money(forecast.landing.likely, 0)}"
    if price and price.left:
        word = standing(price.state, closed=facts.month.closed)
        told += f" ; pénalité {word} : {formats.money(price.left)}"
    return Key(
        "Budget de l’exercice",
        LOOKS[over.level],
        Link(f"{formats.signed(over.shown)}\u00a0%", "budget/"),
        told,
        micro.landing(forecast, f"Budget {formats.money(forecast.budget)}, {told}"),
        firm=True,
    )


def _contract(money: MoneyFacts | None) -> dict[str, object]:
    if money is None:
        return {}
    forecast = money.forecast
    return {
        "fee": f"Forfait : {formats.money(money.fee)} HT par mois",
        "revision": money.revision,
        "budget_title": f"Budget de l’exercice {money.year}" if forecast else "",
        "budget": _budget(forecast) if forecast and forecast.posts else None,
        "billed_title": f"Facturé hors forfait depuis le début de l’exercice {money.year}",
        "billed": _billed(money) if money.billed else None,
    }


def _lead(money: MoneyFacts) -> str:
    """Where the year lands and how sure that is; why, where nothing tells it."""
    forecast = money.forecast
    if forecast is None:
        return _beyond(money)
    if forecast.landing is None or forecast.known_until is None:
        return f"Atterrissage {money.year} non mesuré : aucun mois de consommation n’est saisi."
    landing = forecast.landing
    low, high = formats.money(landing.low, 0), formats.money(landing.high, 0)
    told = f"Atterrissage {money.year} : {formats.money(landing.likely, 0)} HT"
    told += f", {formats.signed(forecast.overrun.shown)}\u00a0% sur le budget" if forecast.overrun else ""
    told += f", de {low} à {high}" if landing.low != landing.high else ""
    known = f"Réel jusqu’en {formats.month_long(forecast.known_until)}."
    missing = "" if forecast.budget else " Dépassement non mesuré : le contrat ne dit aucun budget."
    return f"{told}. {known}{missing}"


def _beyond(money: MoneyFacts) -> str:
    amount = sum((one.amount for one in money.billed), Decimal(0))
    told = f"{formats.money(amount)} HT facturés" if money.billed else "Rien n’est facturé"
    return f"{told} hors forfait depuis le début de l’exercice {money.year}."


def _budget(forecast: Forecast) -> Table:
    """Foreseen, spent and landing, post by post; before any month is typed in, nothing is spent that is known."""
    known = forecast.known_until is not None
    rows = tuple(
        Row(
            Link(post.name),
            (
                _sum(post.budget, "non prévu"),
                _sum(post.spent if known else None),
                _sum(post.landing if known else None),
            ),
        )
        for post in forecast.posts
    )
    landing = forecast.landing.likely if forecast.landing else None
    total = Row(
        Link("Total HT"),
        (_sum(forecast.budget), _sum(forecast.spent if known else None), _sum(landing)),
        True,
    )
    return Table(("Poste", "Prévu", "Dépensé", "Atterrissage"), rows, frozenset({0, 1, 2}), total)


def _billed(money: MoneyFacts) -> Table:
    """The dearest lines; the others in one."""
    shown, others = money.billed[:SHOWN], money.billed[SHOWN:]
    rows = [
        Row(
            Link(one.name),
            (
                formats.number(one.quantity) if one.quantity is not None else formats.ABSENT,
                formats.money(one.amount),
            ),
        )
        for one in shown
    ]
    if others:
        rest = sum((one.amount for one in others), Decimal(0))
        rows.append(Row(Link(f"{len(others)} autres"), (formats.ABSENT, formats.money(rest))))
    total = sum((one.amount for one in money.billed), Decimal(0))
    last = Row(Link("Total HT"), ("", formats.money(total)), True)
    return Table(("Exclusion ou poste", "Quantité", "Montant HT"), tuple(rows), frozenset({0, 1}), last)


def _sum(value: Decimal | Fraction | None, absent: str = UNKNOWN) -> str:
    return absent if value is None else formats.money(value, 0)
