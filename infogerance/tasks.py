"""The nightly look at every contract, and the day that comes for an amendment."""

from celery import shared_task

from infogerance.sweeps import bring_amendments_to_their_day, sweep_contracts


@shared_task
def sweep_months() -> None:
    """Recompute what changed without anyone noticing, and open the month whose report is now awaited."""
    sweep_contracts()


@shared_task
def sweep_scopes() -> None:
    """Every few minutes: what an amendment changes of the scope and of the terms is in force from the first ones of its day."""
    bring_amendments_to_their_day()
