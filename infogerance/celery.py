"""The one Celery application: messages only nudge, the Job row is the truth."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "infogerance.settings")

app = Celery("infogerance")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
