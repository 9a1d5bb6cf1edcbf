"""Writing deliveries: keeping what arrives, reading it, publishing its facts."""

from reports.services.depositing import DepositRefused, IncomingFile, deposit
from reports.services.mapping import read_with_mapping, save_mapping
from reports.services.reading import read_delivery
from reports.services.trying import Desk, Trial, open_desk, try_delivery, try_files

__all__ = [
    "DepositRefused",
    "Desk",
    "IncomingFile",
    "Trial",
    "deposit",
    "open_desk",
    "read_delivery",
    "read_with_mapping",
    "save_mapping",
    "try_delivery",
    "try_files",
]
