"""Writing deliveries: keeping what arrives, reading it, settling its questions, publishing its facts."""

from reports.services.answering import AnswersRefused, NothingAsked, answer_questions
from reports.services.depositing import deposit
from reports.services.door import DepositRefused, IncomingFile, NoSpaceLeft
from reports.services.reading import read_delivery
from reports.services.restoring import restore_facts
from reports.services.sealing import seal_month, unseal_month
from reports.services.submitting import NotADraft, submit_delivery
from reports.services.withdrawing import WithdrawalRefused, withdraw_delivery

__all__ = [
    "AnswersRefused",
    "DepositRefused",
    "IncomingFile",
    "NoSpaceLeft",
    "NotADraft",
    "NothingAsked",
    "WithdrawalRefused",
    "answer_questions",
    "deposit",
    "read_delivery",
    "restore_facts",
    "seal_month",
    "submit_delivery",
    "unseal_month",
    "withdraw_delivery",
]
