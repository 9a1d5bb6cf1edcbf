"""Writing deliveries: keeping what arrives, reading it, publishing its facts."""

from reports.services.depositing import DepositRefused, IncomingFile, deposit
from reports.services.reading import read_delivery

__all__ = ["DepositRefused", "IncomingFile", "deposit", "read_delivery"]
