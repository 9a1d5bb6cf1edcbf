"""What a digest says, and when it leaves."""

from __future__ import annotations

from datetime import date

import pytest

from infogerance.engine.digest import Line, digest, leaves, remembered, to_tell

MONDAY, SUNDAY = date(2026, 4, 13), date(2026, 4, 19)


def line(title: str, late: bool = False) -> Line:
    due = "10/04/2026, en retard de 6\u00a0j" if late else ""
    return Line(title, "INF-1", due, late, f"https://portail.exemple/{title}/")


@pytest.mark.parametrize(
    ("cadence", "last", "today", "said"),
    [
        ("never", None, MONDAY, False),
        ("daily", None, MONDAY, True),
        ("daily", MONDAY, MONDAY, False),
        ("daily", MONDAY, date(2026, 4, 14), True),
        ("weekly", None, SUNDAY, True),
        ("weekly", MONDAY, SUNDAY, False),
        ("weekly", SUNDAY, date(2026, 4, 20), True),
        ("weekly", date(2026, 4, 12), MONDAY, True),
        ("weekly", date(2026, 12, 31), date(2027, 1, 3), False),
    ],
)
def test_at_most_one_for_the_chosen_cadence(cadence: str, last: date | None, today: date, said: bool) -> None:
    assert leaves(cadence, last, today) is said


def test_nothing_is_told_more_than_once_as_open_and_once_as_late() -> None:
    new, old, late = line("neuf"), line("ancien"), line("retard", late=True)
    told = [old.key, late.key, line("fini").key]
    now = to_tell([late, old, new], told)
    assert now == [late, new]
    told = remembered([late, old, new], told, now)
    assert told == [late.late_key, old.key, new.key]
    assert to_tell([late, old, new], told) == []
    assert remembered([late, old, new], told, []) == told


def test_what_is_late_when_it_is_first_told_is_told_once() -> None:
    late = line("retard", late=True)
    told = remembered([late], [], to_tell([late], []))
    assert to_tell([late], told) == []


def test_what_was_given_another_day_and_is_late_again_is_told_again() -> None:
    late, put_off = line("retard", late=True), line("retard")
    assert to_tell([put_off], [late.late_key]) == []
    told = remembered([put_off], [late.late_key], [])
    assert told == [late.key]
    assert to_tell([late], told) == [late]


def test_the_mail_says_what_until_when_and_where() -> None:
    letter = digest("INF-1", [line("retard", late=True), line("neuf")], "https://p/a-faire/", "https://p/n/")
    assert letter.subject == "INF-1\u00a0: 2\u00a0choses à faire, dont 1 en retard"
    assert letter.text == (
        "Bonjour,\n\nCe qui vous attend sur le contrat INF-1\u00a0:\n\n"
        "retard (INF-1, 10/04/2026, en retard de 6\u00a0j)\u00a0: https://portail.exemple/retard/\n"
        "neuf (INF-1)\u00a0: https://portail.exemple/neuf/\n\n"
        "Tout voir\u00a0: https://p/a-faire/\nChoisir ou arrêter ces courriels\u00a0: https://p/n/\n\n"
        "Portail de pilotage du contrat\n"
    )


def test_a_long_list_is_counted() -> None:
    letter = digest("INF-1", [line(str(rank)) for rank in range(25)], "https://p/a-faire/", "https://p/n/")
    assert "Et 5\u00a0autres\u00a0: https://p/a-faire/" in letter.text
    assert letter.subject == "INF-1\u00a0: 25\u00a0choses à faire"
