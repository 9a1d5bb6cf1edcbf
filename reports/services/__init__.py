"""Writing deliveries: keeping what arrives, reading it, settling its questions, publishing its facts."""

from reports.services.annotating import annotated_copy
from reports.services.answering import AnswersRefused, NothingAsked, answer_questions
from reports.services.depositing import deposit
from reports.services.door import DepositRefused, IncomingFile, NoSpaceLeft
from reports.services.mapping import read_with_mapping, save_mapping
from reports.services.reading import read_delivery
from reports.services.restoring import restore_facts
from reports.services.sealing import seal_month
from reports.services.submitting import NotADraft, submit_delivery
from reports.services.trying import Desk, Trial, open_desk, try_delivery, try_files
from reports.services.withdrawing import WithdrawalRefused, withdraw_delivery

__all__ = [
    "AnswersRefused",
    "DepositRefused",
    "Desk",
    "IncomingFile",
    "NoSpaceLeft",
    "NotADraft",
    "NothingAsked",
    "Trial",
    "WithdrawalRefused",
    "annotated_copy",
    "answer_questions",
    "deposit",
    "open_desk",
    "read_delivery",
    "read_with_mapping",
    "restore_facts",
    "save_mapping",
    "seal_month",
    "submit_delivery",
    "try_delivery",
    "try_files",
    "withdraw_delivery",
]
