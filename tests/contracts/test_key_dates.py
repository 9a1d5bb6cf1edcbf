"""Key dates lived: read by each side, decided, reminded of, followed in a private calendar."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from contracts.engine.notice import Letter
from contracts.models import Contract, DateAnswer, ExtensionOption
from contracts.selectors.key_dates import reminders_due
from contracts.services.key_dates import Actor, DateRefused, answer_date, record_letter
from contracts.services.reminders import KIND, ask_reminders
from core import jobs
from core.days import portal_today
from core.models import Job
from core.scope import Side, for_contract, unscoped
from journal.models import JournalEntry

TODAY = date(2026, 6, 1)
SAFE = date(2026, 6, 30)
REASON = "Le marché est comparé avant de décider."
pytestmark = pytest.mark.django_db


@pytest.fixture
def referent(contract: Any, make_user: Any) -> Any:
    return make_user("referent", contract)


def decide(contract: Any, user: Any, **changes: Any) -> DateAnswer:
    values = {"key": "notice", "day": SAFE, "kind": "renegotiate", "reason": REASON, "today": TODAY} | changes
    return answer_date(contract=contract, actor=Actor(user, "referent"), **values)


def due(contract: Any, today: date = TODAY) -> list[str]:
    return [state.dated.key for state in reminders_due([contract], today)]


def test_a_reminder_comes_back_until_somebody_decides(scope: Any, referent: Any) -> None:
    assert due(scope) == ["notice"]
    decide(scope, referent)
    assert due(scope) == []
    entry = JournalEntry.objects.get(action="date.answered")
    assert (entry.details, entry.reason) == ({"due_on": "2026-06-30", "outcome": "renegotiate"}, REASON)


def test_a_date_that_moves_is_armed_again(scope: Any, referent: Any) -> None:
    decide(scope, referent)
    scope.ends_on = date(2027, 1, 31)
    scope.save()
    assert due(scope, date(2026, 7, 1)) == ["notice"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"day": date(2026, 6, 29)}, "a changé de date. Relisez la page"),
        ({"key": "rien"}, "a changé de date"),
        ({"key": "firm_end", "day": date(2026, 12, 31)}, "n’attend pas de décision"),
        ({"kind": "take"}, "Choisissez-en une de la liste"),
        ({"reason": "non"}, "10 caractères au moins"),
        ({"today": date(2026, 7, 1)}, "a changé de date"),
    ],
)
def test_a_decision_out_of_place_is_refused(scope: Any, referent: Any, changes: Any, words: str) -> None:
    with pytest.raises(DateRefused, match=words):
        decide(scope, referent, **changes)
    assert not DateAnswer.objects.exists()


def test_a_decision_stays(scope: Any, referent: Any) -> None:
    answer = decide(scope, referent)
    with pytest.raises(IntegrityError, match="prenez-en une autre"), transaction.atomic():
        DateAnswer.objects.filter(pk=answer.pk).update(kind="terminate")


def test_an_option_taken_lengthens_the_firm_period(scope: Any, referent: Any) -> None:
    ExtensionOption.objects.create(
        contract=scope, number=1, title="Prolongation", months=6, exercise_by=date(2026, 9, 30)
    )
    decide(scope, referent, key="option:1", day=date(2026, 9, 30), kind="take")
    assert Contract.objects.get(pk=scope.pk).clause.end(0) == date(2027, 6, 30)


def end_by_letter(contract: Any, user: Any) -> None:
    received = Letter(date(2026, 5, 20), date(2026, 5, 22), date(2026, 5, 22))
    record_letter(
        contract=contract, side=Side.CLIENT, letter=received, tracking="", actor=Actor(user, "referent"), today=TODAY
    )  # fmt: skip


def test_once_a_notice_fixed_the_end_no_option_is_left(scope: Any, referent: Any) -> None:
    ExtensionOption.objects.create(
        contract=scope, number=1, title="Prolongation", months=12, exercise_by=date(2026, 6, 15)
    )
    assert due(scope) == ["option:1", "notice"]
    end_by_letter(scope, referent)
    assert due(Contract.objects.get(pk=scope.pk)) == []
    for key, day, kind in (("option:1", date(2026, 6, 15), "take"), ("notice", SAFE, "let_renew")):
        with pytest.raises(
            DateRefused, match=r"a fixé la fin du contrat au 31/12/2026.*préparez un nouveau contrat"
        ):
            decide(scope, referent, key=key, day=day, kind=kind)
    kept = Contract.objects.get(pk=scope.pk)
    assert (kept.extended_months, kept.ended_on) == (0, date(2026, 12, 31))


def test_a_decision_needs_no_reminder(scope: Any, referent: Any) -> None:
    ExtensionOption.objects.create(
        contract=scope, number=1, title="Prolongation", months=6, exercise_by=date(2026, 9, 30)
    )
    scope.reminder_days = []
    scope.save()
    assert due(scope) == []
    assert decide(scope, referent).kind == "renegotiate"
    assert decide(scope, referent, key="option:1", day=date(2026, 9, 30), kind="take").kind == "take"


def test_a_letter_sent_once_the_contract_is_over_is_refused(scope: Any, referent: Any) -> None:
    late = Letter(date(2029, 1, 2), None, date(2029, 1, 4))
    with pytest.raises(DateRefused, match="a pris fin le 31/12/2028"):
        record_letter(
            contract=scope, side=Side.CLIENT, letter=late, tracking="", actor=Actor(referent, "referent"),
            today=date(2029, 2, 1),
        )  # fmt: skip
    assert Contract.objects.get(pk=scope.pk).ended_on is None


def test_a_letter_received_in_time_fixes_the_end(scope: Any, referent: Any) -> None:
    actor = Actor(referent, "referent")
    sent = Letter(date(2026, 6, 19))
    record_letter(
        contract=scope, side=Side.CLIENT, letter=sent, tracking="", actor=actor, today=TODAY + timedelta(30)
    )
    assert Contract.objects.get(pk=scope.pk).ended_on is None
    received = Letter(date(2026, 6, 19), date(2026, 6, 22), date(2026, 6, 22))
    row = record_letter(
        contract=scope,
        side=Side.CLIENT,
        letter=received,
        tracking="1A",
        actor=actor,
        today=TODAY + timedelta(30),
    )
    kept = Contract.objects.get(pk=scope.pk)
    assert (row.effective_on, row.ends_on, kept.ended_on) == (
        date(2026, 6, 22),
        date(2026, 12, 31),
        date(2026, 12, 31),
    )
    assert due(kept) == []
    with pytest.raises(DateRefused, match="a pris effet le 22/06/2026"):
        record_letter(
            contract=scope, side=Side.CLIENT, letter=sent, tracking="", actor=actor, today=date(2026, 7, 1)
        )


# ---- Mails ----


def run_reminders(contract: Any) -> list[Any]:
    mail.outbox.clear()
    with for_contract(contract.pk):
        keys = list(Job.objects.filter(kind=KIND, state=Job.State.QUEUED).values_list("pk", flat=True))
    for key in keys:
        jobs.run(key)
    return mail.outbox


def end_in(contract: Any, days: int) -> None:
    """Bring the last safe day so many days away from today."""
    with unscoped("tests build their world"):
        contract.notice_months, contract.notice_days = 0, 100
        contract.ends_on = portal_today() + timedelta(days=days + 100)
        contract.save()


def test_each_rung_is_mailed_once_and_the_last_ones_to_who_decides(contract: Any, make_user: Any) -> None:
    make_user("referent", contract)
    make_user("executive", contract)
    make_user("provider", contract)
    for days, expected in ((80, ["referent"]), (14, ["executive", "referent"])):
        end_in(contract, days)
        with for_contract(contract.pk):
            assert ask_reminders(contract=contract, today=portal_today()) == 1
            ask_reminders(contract=contract, today=portal_today())
        sent = run_reminders(contract)
        assert sorted(one.to[0].partition("@")[0] for one in sent) == expected
        assert "au-delà, engagé jusqu’au" in sent[0].body
        page, kind = sent[0].alternatives[0]
        assert (kind, page.count("<a href=")) == ("text/html", 1)
        assert "au-delà, engagé jusqu’au" in page
    assert run_reminders(contract) == []


def test_nothing_is_mailed_once_decided(contract: Any, make_user: Any) -> None:
    user = make_user("referent", contract)
    end_in(contract, 20)
    today = portal_today()
    with for_contract(contract.pk):
        ask_reminders(contract=contract, today=today)
        decide(contract, user, day=today + timedelta(days=20), today=today)
    assert run_reminders(contract) == []


def test_a_contract_that_nobody_holds_alerts_the_administrators(contract: Any, make_user: Any) -> None:
    from accounts.models import User

    User.objects.create_superuser("admin@exemple.fr", "un mot de passe long")
    make_user("reader", contract)
    end_in(contract, 20)
    with for_contract(contract.pk):
        ask_reminders(contract=contract, today=portal_today())
    sent = run_reminders(contract)
    assert {one.to[0] for one in sent} == {"admin@exemple.fr"}
    assert sorted("sans référent" in one.subject for one in sent) == [False, True]
    assert all("référent IT" in one.body for one in sent)


# ---- Pages ----


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_the_provider_reads_dates_without_the_client_s_own(
    contract: Any, make_user: Any, referent: Any, hidden_date: None
) -> None:
    end_in(contract, 20)
    day = portal_today() + timedelta(days=20)
    with for_contract(contract.pk):
        decide(contract, referent, day=day, kind="terminate", today=portal_today())
    page = reverse("contracts:dates", args=[contract.slug])
    ours = signed_in(referent).get(page).content.decode()
    theirs = signed_in(make_user("provider", contract)).get(page).content.decode()
    for words in ("Comparer le marché", "Dénoncer, referent"):
        assert words in ours
        assert words not in theirs
    assert "Préavis reçu au plus tard" in theirs


def test_the_provider_reads_nothing_of_a_notice_before_it_takes_effect(
    contract: Any, make_user: Any, referent: Any
) -> None:
    """When the client means to send its letter, or sent it, is its own until the day that counts."""
    sent = portal_today() - timedelta(days=1)
    client, provider = signed_in(referent), signed_in(make_user("provider", contract))
    names = ("contracts:dates", "contracts:record", "contract_journal", "contract_dashboard")
    urls = [reverse(name, args=[contract.slug]) for name in names]

    def read(by: Client) -> str:
        return " ".join(by.get(url).content.decode() for url in [*urls, f"{urls[0]}?export=csv"])

    for received, told in ((None, False), (portal_today(), True)):
        letter = Letter(sent, None, received)
        with for_contract(contract.pk):
            record_letter(
                contract=contract, side=Side.CLIENT, letter=letter, tracking="",
                actor=Actor(referent, "referent"), today=portal_today(),
            )  # fmt: skip
        for words in ("Envoyée le", "Préavis enregistré" if told else "Lettre de préavis envoyée"):
            assert words in read(client), words
        for words in ("marge d’acheminement", "Envoyer la lettre", "à poster"):
            assert words not in read(provider), words
        assert read(provider).count("préavis envoyée") == 1, (
            "the filter of the journal names every kind of act"
        )
        assert ("Envoyée le" in read(provider)) is told


def test_a_refused_form_says_why_in_place(contract: Any, referent: Any) -> None:
    end_in(contract, 20)
    url = reverse("contracts:date_answer", args=[contract.slug])
    given = {"key": "notice", "day": "2020-01-01", "kind": "terminate", "reason": REASON}
    client = signed_in(referent)
    answer = client.post(url, given)
    assert answer.status_code == 422
    assert "a changé de date" in answer.content.decode()
    again = client.get(url)
    assert (again.status_code, again.headers["Location"]) == (
        302, reverse("contracts:dates", args=[contract.slug]),
    )  # fmt: skip
    assert client.put(url).status_code == 405


def test_the_page_reads_little(contract: Any, referent: Any, django_assert_max_num_queries: Any) -> None:
    client = signed_in(referent)
    with django_assert_max_num_queries(25):
        client.get(reverse("contracts:dates", args=[contract.slug]))
