"""The digest of « À faire »: to each side its own, once, and in plain sight when it fails."""

from __future__ import annotations

from datetime import date
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from accounts.models import Membership
from core.jobs import run
from core.models import Job
from core.scope import Side, for_contract
from governance.models import ActionItem, Committee
from infogerance.selectors.todo import todo_for
from infogerance.services.digest import ask_digests

THURSDAY, FRIDAY, MONDAY = date(2026, 4, 9), date(2026, 4, 10), date(2026, 4, 13)


@pytest.fixture
def people(world: Any, make_user: Any) -> dict[str, Any]:
    return {role: make_user(role, world) for role in ("referent", "executive", "reader", "provider")}


class Refusing(EmailBackend):
    """A server that knows nobody."""

    def send_messages(self, messages: Any) -> int:
        raise SMTPRecipientsRefused({})


class Stopping(EmailBackend):
    """A server that stops in the middle of a mail."""

    def send_messages(self, messages: Any) -> int:
        raise SMTPServerDisconnected


def night(contract: Any, today: date) -> dict[str, str]:
    """What each address receives that night."""
    mail.outbox.clear()
    ask_digests(contract=contract, today=today)
    for job in Job.objects.filter(kind="digest", state="queued").order_by("created_at"):
        run(job.pk)
    return {message.to[0].split("@")[0]: message.body.replace("\u00a0", " ") for message in mail.outbox}


def test_each_role_is_told_what_waits_for_it_once_a_week(
    world: Any, committee: Committee, people: Any
) -> None:
    first = night(world, THURSDAY)
    assert sorted(first) == ["executive", "provider", "referent"]
    place = f"http://127.0.0.1:8000/contrats/{world.slug}"
    assert (
        f"5 décisions demandées au COPIL du 16/04/2026 (INF-2024-07, 16/04/2026, dans 7 j) : {place}/comites/"
        in first["referent"]
    )
    assert (
        "Action A-31 : Renforcer le N2 de 1 ETP (INF-2024-07, Responsable de compte, 31/03/2026"
        in first["provider"]
    )
    for secret in ("ZZSENTINELLE", "décisions demandées", "2 035"):
        assert secret not in first["provider"], secret
    assert "http://127.0.0.1:8000/a-faire/" in first["executive"]
    assert night(world, THURSDAY) == night(world, FRIDAY) == {}
    again = night(world, MONDAY)
    assert "décisions demandées" not in again.get("referent", "")
    assert "Action A-31" not in again.get("provider", "")
    assert "Action A-34" not in again.get("provider", "")


def test_an_action_told_as_open_is_told_once_more_when_it_becomes_late(
    world: Any, committee: Committee, people: Any
) -> None:
    Membership.objects.filter(user=people["provider"]).update(digest="daily")
    Membership.objects.exclude(user=people["provider"]).update(digest="never")
    assert "Action A-34" in night(world, date(2026, 4, 29))["provider"]
    assert night(world, date(2026, 4, 30)) == {}
    assert night(world, date(2026, 5, 1)) == {}, "a day off"
    assert "Action A-34" in night(world, date(2026, 5, 4))["provider"]
    assert "Action A-34" not in night(world, date(2026, 5, 5)).get("provider", "")


def test_what_is_new_is_told_the_day_after_by_whoever_chose_daily(
    world: Any, committee: Committee, people: Any
) -> None:
    Membership.objects.filter(user=people["referent"]).update(digest="daily")
    Membership.objects.exclude(user=people["referent"]).update(digest="never")
    ActionItem.objects.update(due_on=date(2026, 12, 1))
    assert sorted(night(world, THURSDAY)) == ["referent"]
    assert night(world, FRIDAY) == {}
    ActionItem.objects.create(
        contract=world, number=50, title="Relire", owner_side="client", owner_role="Référent IT",
        created_on=FRIDAY, due_on=date(2026, 6, 1),
    )  # fmt: skip
    assert night(world, date(2026, 4, 11)) == {}, "a Saturday"
    told = night(world, date(2026, 4, 13))["referent"]
    assert "Action A-50 : Relire" in told
    assert "décisions demandées" not in told


def test_a_refused_address_is_read_by_the_client_and_tried_again(
    world: Any, committee: Committee, people: Any, settings: Any
) -> None:
    Membership.objects.exclude(user=people["executive"]).update(digest="never")
    settings.EMAIL_BACKEND = "tests.governance.test_digests.Refusing"
    assert night(world, THURSDAY) == {}
    job = Job.objects.get(kind="digest")
    assert (job.state, job.error.split(" : ")[0]) == (
        "failed", "executive@exemple.fr n’a pas reçu son récapitulatif",
    )  # fmt: skip
    for role, said in (("referent", 1), ("provider", 0)):
        member = people[role].memberships.select_related("contract").get(contract=world)
        with for_contract(world.pk, Side(member.side)):
            lines = todo_for(THURSDAY, {world.pk: member})
        assert sum(line.title == "Un courriel n’est pas parti" for line in lines) == said
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert sorted(night(world, THURSDAY)) == ["executive"]


def test_a_mail_that_may_have_left_is_not_sent_again(
    world: Any, committee: Committee, people: Any, settings: Any
) -> None:
    Membership.objects.exclude(user=people["executive"]).update(digest="never")
    settings.EMAIL_BACKEND = "tests.governance.test_digests.Stopping"
    night(world, THURSDAY)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert night(world, THURSDAY) == {}
    assert "peut-être pas reçu" in Job.objects.get(kind="digest").error
    assert sorted(night(world, FRIDAY)) == ["executive"]
