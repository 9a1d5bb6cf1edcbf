"""A whole contract as one TOML file: checked whole, written in one transaction, given back alike."""

from infogerance.contract_file.exporting import contract_tables, export_contract
from infogerance.contract_file.loading import LoadReport, load_contract
from infogerance.contract_file.reading import MAX_BYTES, WholeContract, read_contract_file

__all__ = [
    "MAX_BYTES",
    "LoadReport",
    "WholeContract",
    "contract_tables",
    "export_contract",
    "load_contract",
    "read_contract_file",
]
