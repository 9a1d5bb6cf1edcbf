"""Forms of deliveries: the deposit of a month's files, its questions, the correspondences of an export."""

from reports.forms.deposit import AnswersForm, DepositForm, SubmitForm, WithdrawForm
from reports.forms.mapping import MappingForm

__all__ = ["AnswersForm", "DepositForm", "MappingForm", "SubmitForm", "WithdrawForm"]
