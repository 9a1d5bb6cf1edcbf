"""What an answer to a dispute leads to, said to whoever just gave it."""

from __future__ import annotations

from core.engine import formats
from core.engine.ratios import Rate, display_percent
from core.engine.typography import NBSP
from slas.engine.disputing import Act
from slas.models import CommitmentMonth, Dispute
from slas.selectors.disputes import FigureAtStake

SETTLED = {Act.ACCEPT: "acceptée", Act.REFUSE: "refusée", Act.WITHDRAW: "retirée"}


def told_of(dispute: Dispute, act: Act, result: CommitmentMonth | None, stake: FigureAtStake | None) -> str:
    """« Contestation n° 1 acceptée : E06 passe de 83,3 % à 87,5 %. … »; `result`, `stake`: as before the answer."""
    if act == Act.REFER:
        return f"{dispute.title} portée en comité{NBSP}: sa question est ajoutée à l’ordre du jour."
    word = SETTLED.get(act)
    if word is None:
        return f"Réponse à {dispute.title} enregistrée."
    effect = _moved(result, stake) if act == Act.ACCEPT and result and stake else _kept(dispute, act)
    return f"{dispute.title} {word}{NBSP}: {effect}. Le mois et sa pénalité sont en cours de recalcul."


def _kept(dispute: Dispute, act: Act) -> str:
    if act == Act.ACCEPT:
        return "la réponse est donnée"
    return f"le verdict calculé de {dispute.commitment_code} est maintenu"


def _moved(result: CommitmentMonth, stake: FigureAtStake) -> str:
    """The rate before, and the one that accepting this dispute alone leads to."""
    now, effect = Rate(result.met, result.counted), stake.effect
    before, after = (_shown(stake, rate) for rate in (now, effect.low if effect.high == now else effect.high))
    code = result.commitment.code
    return f"le taux de {code} reste à {before}" if before == after else f"{code} passe de {before} à {after}"


def _shown(stake: FigureAtStake, rate: Rate) -> str:
    exact = rate.percent
    if exact is None:
        return "sans objet"
    return formats.percent(display_percent(exact, stake.commitment.required_rate))
