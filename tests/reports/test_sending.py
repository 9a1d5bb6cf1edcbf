"""Sending a report: what it replaces is shown, who sends it certifies it, a closed month is not offered."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.scope import Side, for_contract
from reports.models import Delivery
from reports.selectors.questions import questions_of
from reports.services import answer_questions, read_delivery, seal_month, withdraw_delivery
from tests.reports.conftest import ROWS, native
from tests.reports.test_lives import LATER, MARCH, draft


def test_before_sending_the_change_of_volume_and_of_kinds_is_shown(hand_in, scope, client, make_user):
    hand_in(declared=b"Engagement;Taux;Respect\xc3\xa9s;Total\nE06;95;19;20\n")
    made = draft(scope, Side.PROVIDER, native(ROWS[0]))
    answers = {question.key: "remove" for question in questions_of(made)}
    with for_contract(scope.pk, Side.PROVIDER):
        read_delivery(delivery=answer_questions(delivery=made, answers=answers))
    client.force_login(make_user("provider", scope))
    response = client.get(reverse("reports:submit", args=[scope.slug, "2026-03", 2]))
    replacing = response.context["replacing"]
    assert (replacing.version, replacing.before, replacing.after) == (1, 2, 1)
    assert replacing.kinds == [("chiffres déclarés", True, False)]
    assert "Remplace la version 1, en vigueur" in response.text


def test_who_deposits_at_once_certifies_as_who_sends_a_draft(scope, client, make_user):
    client.force_login(make_user("provider", scope))
    data = {"month": "2026-03", "tickets": SimpleUploadedFile("t.csv", native())}
    answer = client.post(reverse("reports:deposit", args=[scope.slug]), data)
    assert (answer.status_code, Delivery.objects.count()) == (422, 0)
    assert "Cochez la case pour déposer" in answer.text


def kept_files():
    return sorted(path for path in Path(settings.PRIVATE_STORAGE_ROOT).rglob("*") if path.is_file())


def test_the_same_files_again_are_told_there_already(hand_in, scope, client, make_user):
    """On an open month as on a closed one; other files for a closed month are refused, and none is left behind."""
    hand_in()
    client.force_login(make_user("provider", scope))
    stored = kept_files()
    for content in (native(), native(), native(ROWS[0])):
        data = {"month": "2026-03", "tickets": SimpleUploadedFile("t.csv", content), "certified": "on"}
        answer = client.post(reverse("reports:deposit", args=[scope.slug]), data, follow=True)
        if content == native():
            assert answer.request["PATH_INFO"] == reverse("reports:version", args=[scope.slug, "2026-03", 1])
            assert "déjà déposés\u00a0: version 1, reçue le" in answer.text
        else:
            assert answer.status_code == 422
        seal_month(contract=scope, month=MARCH)
    assert Delivery.objects.count() == 1
    assert kept_files() == stored


def test_closed_months_are_not_offered_and_the_last_comes_first(hand_in, scope, client, make_user):
    hand_in()
    seal_month(contract=scope, month=MARCH)
    client.force_login(make_user("provider", scope))
    form = client.get(reverse("reports:deposit", args=[scope.slug])).context["form"]
    offered = [value for value, _ in form.fields["month"].widget.choices]
    assert "2026-03" not in offered
    assert offered == sorted(offered, reverse=True)
    upload = SimpleUploadedFile("t.csv", native(ROWS[0]))
    data = {"month": "2026-03", "tickets": upload, "certified": "on"}
    answer = client.post(reverse("reports:deposit", args=[scope.slug]), data)
    assert (answer.status_code, "est clos" in answer.text) == (422, True)


def test_a_withdrawn_version_names_the_one_in_force(hand_in, scope, client, make_user):
    hand_in()
    second = hand_in(LATER)
    withdraw_delivery(delivery=second, reason="Mauvais périmètre")
    read_delivery(delivery=second)
    client.force_login(make_user("referent", scope))
    page = client.get(reverse("reports:version", args=[scope.slug, "2026-03", 2])).text
    assert "La version 1 est en vigueur" in page.replace("\u00a0", " ")
