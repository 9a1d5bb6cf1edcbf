"""The one Celery application: messages only nudge, the Job row is the truth."""

import os
from typing import Any

from celery import Celery
from celery.signals import celeryd_init, worker_process_init, worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "infogerance.settings")

POLL_SECONDS = 0.1

app = Celery("infogerance")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@celeryd_init.connect
def poll_often(**_: Any) -> None:
    """The embedded broker is polled: at once a second, two processes would do two jobs a second."""
    if app.conf.broker_url.startswith("sqla+"):
        from kombu.transport.sqlalchemy import Transport

        Transport.polling_interval = POLL_SECONDS


@worker_ready.connect
def sweep_at_start(**_: Any) -> None:
    """Jobs asked for while no worker ran are sent again at once, not at the next sweep."""
    app.send_task("core.tasks.sweep_jobs", ignore_result=True)


@worker_process_init.connect
def leave_parent_connections(**_: Any) -> None:
    """A child process opens its own connections to the embedded broker: SQLite's do not survive a fork."""
    if app.conf.broker_url.startswith("sqla+"):
        from kombu.transport.sqlalchemy import Channel

        Channel._engines = {}
