"""Forms of deliveries: the deposit of a month's files, the correspondences of an export."""

from reports.forms.deposit import DepositForm
from reports.forms.mapping import MappingForm

__all__ = ["DepositForm", "MappingForm"]
