"""The page of the exit file: prepared in the background, taken by a person, gone the next day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core import jobs
from core.models import Job
from core.scope import for_contract
from core.storage import private_path
from infogerance.services.exit_file_jobs import KEPT, forget_exit_files
from journal.models import JournalEntry
from tests.house.world import furnish
from tests.infogerance.test_exit_file import opened


@pytest.fixture
def furnished(contract: Any) -> Any:
    furnish(contract)
    return contract


class TestPage:
    @pytest.fixture
    def visit(self, furnished: Any, make_user: Any) -> Any:
        clients: dict[str, Client] = {}

        def visit(role: str, method: str = "get", **given: str) -> Any:
            if role not in clients:
                clients[role] = Client()
                clients[role].force_login(make_user(role, furnished))
            return getattr(clients[role], method)(reverse("exit_file", args=[furnished.slug]), given)

        return visit

    def job(self, contract: Any) -> Job:
        with for_contract(contract.pk):
            return Job.objects.filter(kind="exit_file").latest("created_at")

    def test_a_person_takes_it_and_the_journal_tells(self, furnished: Any, visit: Any) -> None:
        assert "Tout emporter" in visit("referent").content.decode()
        assert visit("executive", "post").status_code == 302
        assert "Le dossier est en préparation" in visit("executive").content.decode()
        job = self.job(furnished)
        assert jobs.run(job.pk).state == "done"  # type: ignore[union-attr]
        assert "Le dossier est prêt" in visit("executive").content.decode()
        answer = visit("executive", "post", act="take")
        content = answer.getvalue()
        assert (
            answer.headers["Content-Disposition"]
            == 'attachment; filename="dossier-de-sortie-INF-2024-07.zip"'
        )
        assert opened(content).testzip() is None
        with for_contract(furnished.pk):
            entry = JournalEntry.objects.get(action="exit_file.taken")
        assert entry.details["size"] == len(content)
        assert entry.actor_role == "executive"

    def test_asking_twice_while_it_is_made_is_asking_once(self, furnished: Any, visit: Any) -> None:
        for _ in range(2):
            visit("executive", "post")
        with for_contract(furnished.pk):
            assert Job.objects.filter(kind="exit_file").count() == 1

    def test_the_next_one_and_the_next_day_remove_it(self, furnished: Any, visit: Any) -> None:
        paths = []
        for _ in range(2):
            visit("executive", "post")
            jobs.run(self.job(furnished).pk)
            paths.append(private_path(self.job(furnished).result["name"]))
        assert [path.is_file() for path in paths] == [False, True]
        with for_contract(furnished.pk):
            forget_exit_files(contract=furnished, at=timezone.now() + KEPT - timedelta(minutes=1))
            assert paths[1].is_file()
            forget_exit_files(contract=furnished, at=timezone.now() + KEPT + timedelta(minutes=1))
        assert not paths[1].is_file()
        assert visit("executive", "post", act="take").status_code == 302
        assert "Préparez-le de nouveau" in visit("executive").content.decode()
        with for_contract(furnished.pk):
            assert not JournalEntry.objects.filter(action="exit_file.taken").exists()

    def test_the_provider_does_not_know_of_its_preparation(
        self, furnished: Any, visit: Any, make_user: Any
    ) -> None:
        visit("executive", "post")
        client = Client()
        client.force_login(make_user("provider", furnished))
        assert client.get(reverse("job", args=[self.job(furnished).pk])).status_code == 404

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_the_provider_is_refused(self, visit: Any, method: str) -> None:
        assert visit("provider", method).status_code == 403

    def test_an_old_password_is_asked_again(self, visit: Any, settings: Any) -> None:
        settings.STEP_UP_SECONDS = 0
        answer = visit("referent", "post")
        assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))
