"""Settings of the worker under test: the real ones, with seconds for minutes and two kinds of job of their own."""

import os
from pathlib import Path

from infogerance import settings as real

globals().update({name: getattr(real, name) for name in dir(real) if name.isupper()})

JOB_LEASE_SECONDS = 3
JOB_HEARTBEAT_SECONDS = 1
JOB_BACK_OFF_SECONDS = (0, 0, 0)
CELERY_BEAT_SCHEDULE = {"sweep-jobs": {"task": "core.tasks.sweep_jobs", "schedule": 1.0}}
JOB_HANDLERS = {
    **real.JOB_HANDLERS,
    "count": "tests.flow.worker_jobs.count",
    "stall": "tests.flow.worker_jobs.stall",
    "refuse": "tests.flow.worker_jobs.refuse",
    "break": "tests.flow.worker_jobs.fail",
}
if os.environ.get("REDIS_URL"):
    # Workers under test share one Redis without hearing each other.
    prefix = Path(os.environ["PORTAL_VAR"]).parent.name
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        **real.CELERY_BROKER_TRANSPORT_OPTIONS,
        "global_keyprefix": f"{prefix}:",
    }
