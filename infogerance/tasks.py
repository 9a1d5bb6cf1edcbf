"""The nightly look at every contract."""

from celery import shared_task

from infogerance.sweeps import sweep_contracts


@shared_task
def sweep_months() -> None:
    """Recompute what changed without anyone noticing, and open the month whose report is now awaited."""
    sweep_contracts()
