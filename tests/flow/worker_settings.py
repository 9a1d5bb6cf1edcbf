"""Settings of the worker under test: the real ones, with seconds for minutes and two kinds of job of their own."""

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
