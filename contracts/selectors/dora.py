"""The contract in the register of information that DORA art. 28 § 3 asks of a financial entity."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from contracts.engine.dates import Clause, term
from contracts.engine.register_dora import kind_of_code
from contracts.models import Contract
from contracts.selectors.fees import fees_of
from contracts.selectors.registers import facts_of, rows_of
from core.exports import Sheet

CURRENCY = "EUR"
MONTHS = 12


def dora_sheet(contract: Contract, today: date) -> Sheet:
    """One line; each column is headed by its place in the templates, those of no template have none."""
    facts = facts_of(rows_of(contract))
    told = {code: value for (register, code), value in facts.items() if register == "dora"}
    stored = told.get("pays_donnees") or facts.get(("rgpd", "localisation"))
    code, fee = told.get("lei"), fees_of(contract).on(today).revised
    columns: dict[str, Any] = {
        "B_02.01.0010 Contrat": contract.reference,
        "B_02.01.0040 Devise": CURRENCY,
        "B_02.01.0050 Dépense annuelle HT": fee * MONTHS,
        "B_02.02.0020 LEI du client": told.get("lei_client"),
        "B_02.02.0030 Code du prestataire": code,
        "B_02.02.0040 Type de code": kind_of_code(code or "") or None,
        "B_05.01.0050 Prestataire": contract.provider.name,
        "B_02.02.0050 Fonction": told.get("fonction"),
        "B_06.01.0050 Fonction critique ou importante": told.get("fonction_critique"),
        "B_02.02.0060 Type de service": told.get("type_service"),
        "B_02.02.0070 Début": contract.starts_on,
        "B_02.02.0080 Fin": term(contract.clause, today).committed_until,
        "B_02.02.0100 Préavis du client (jours)": days_of_notice(contract.clause, today),
        "B_02.02.0110 Préavis du prestataire (jours)": days_of_notice(contract.provider_clause, today),
        "Préavis du client (mois)": contract.notice_months or None,
        "B_02.02.0120 Droit applicable": told.get("droit"),
        "B_02.02.0130 Pays du service": told.get("pays_service"),
        "B_02.02.0140 Conservation de données": told.get("stockage"),
        "B_02.02.0150 Pays des données": stored,
        "B_02.02.0160 Pays du traitement": told.get("pays_traitement") or stored,
        "B_02.02.0170 Sensibilité des données": told.get("sensibilite"),
        "B_02.02.0180 Dépendance": told.get("dependance"),
    }
    columns |= _assessed(told)
    return Sheet(tuple(columns), [tuple(columns.values())])


def _assessed(told: Mapping[str, str]) -> dict[str, Any]:
    """How the service is judged: template B_07.01."""
    audit = told.get("dernier_audit")
    return {
        "B_07.01.0050 Substituabilité": told.get("substituabilite"),
        "B_07.01.0060 Raison": told.get("raison"),
        "B_07.01.0070 Dernier audit": date.fromisoformat(audit) if audit else None,
        "B_07.01.0080 Plan de sortie": "oui" if told.get("plan_sortie") else None,
        "Plan de sortie, référence": told.get("plan_sortie"),
        "B_07.01.0090 Reprise en interne": told.get("reintegration"),
        "B_07.01.0100 Impact d’un arrêt": told.get("impact"),
        "B_07.01.0110 Alternatives": told.get("alternatives"),
        "B_07.01.0120 Lesquelles": told.get("alternative"),
    }


def days_of_notice(clause: Clause, today: date) -> int | None:
    """The templates count a notice in days: those from its last safe day to the end that it brings; None without one."""
    standing = term(clause, today)
    if not clause.has_notice:
        return None
    safe = standing.next_last_safe_receipt or standing.last_safe_receipt
    return (standing.committed_until - safe).days
