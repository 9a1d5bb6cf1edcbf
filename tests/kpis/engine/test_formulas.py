"""The arithmetic of an indicator of one's own: exact, and nothing but arithmetic."""

from __future__ import annotations

from fractions import Fraction

import pytest

from kpis.engine.formulas import FormulaRefused, NotMeasured, read_formula
from kpis.engine.own import checked_formula, next_code

FACTS = {
    "K01": Fraction(120), "K03": Fraction(6), "K08": None, "K10": Fraction(0), "K11.numerateur": Fraction(3),
    "E06": Fraction(19, 20), "utilisateurs": Fraction(300), "jours": Fraction(31),
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("100 * K03 / K01", Fraction(5)),
        ("100 × K03 ÷ K01", Fraction(5)),
        ("K01 / utilisateurs", Fraction(2, 5)),
        ("K01/jours/7", Fraction(120, 217)),
        ("0,1 + 0,2 + K10", Fraction(3, 10)),
        ("-(K03 − 10) * 2", Fraction(8)),
        ("K11.numerateur / 7", Fraction(3, 7)),
        ("1 - E06", Fraction(1, 20)),
        ("2 + 3 * K03", Fraction(20)),
    ],
)
def test_a_formula_is_exact(text: str, value: Fraction) -> None:
    assert read_formula(text).value(FACTS) == value


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Écrivez la formule."),
        ("100 * ", "ne se lit pas comme un calcul"),
        ("2 ** K01", "Seuls les nombres, les mesures et + − × ÷ se calculent."),
        ("K01 // 2", "Seuls les nombres"),
        ("__import__('os')", "Seuls les nombres"),
        ("K01.__class__", "Après le point, écrivez numerateur, denominateur ou effectif."),
        ("K01.numerateur.effectif", "Après le point"),
        ("tickets / 2", "Mesure inconnue : « tickets »."),
        ("K01 if K03 else 2", "Seuls les nombres"),
        ("[K01]", "Seuls les nombres"),
        ("True + K01", "Seuls les nombres"),
        ("'K01'", "Seuls les nombres"),
        ("1j * K01", "Seuls les nombres"),
        ("1e400 * K01", "dépasse un milliard"),
        ("2 + 2", "ne repose sur aucune mesure"),
        ("K01 + " * 40 + "K01", "dépasse 200 caractères"),
        ("(" * 199, "ne se lit pas comme un calcul"),
    ],
)
def test_what_is_no_formula_is_refused(text: str, words: str) -> None:
    with pytest.raises(FormulaRefused) as refusal:
        read_formula(text)
    assert words in str(refusal.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("K01 / K10", "Non mesuré : le diviseur vaut zéro ce mois-ci."),
        ("K01 / (K03 - 6)", "Non mesuré : le diviseur vaut zéro ce mois-ci."),
        ("K01 + K08", "Non mesuré : K08 n’a pas de valeur ce mois-ci."),
        ("K01 + K99", "Non mesuré : K99 n’a pas de valeur ce mois-ci."),
    ],
)
def test_a_month_without_a_result_says_why(text: str, words: str) -> None:
    with pytest.raises(NotMeasured) as refusal:
        read_formula(text).value(FACTS)
    assert str(refusal.value) == words


def test_a_formula_rests_on_measures_never_on_formulas() -> None:
    kinds = {"C01": "entered", "C02": "formula"}
    assert checked_formula("C01 / K01", kinds).codes == ("C01", "K01")
    for text, words in (
        ("C02 / 2", "C02 est lui-même une formule"),
        ("C03 / 2", "Indicateur inconnu : « C03 »."),
        ("K29 / 2", "K29 n’est pas au catalogue"),
    ):
        with pytest.raises(FormulaRefused, match=words):
            checked_formula(text, kinds)


def test_codes_run_from_one_to_ninety_nine() -> None:
    assert next_code({}) == "C01"
    assert next_code({"C01", "C03"}) == "C02"
    assert next_code({f"C{rank:02d}" for rank in range(1, 100)}) == ""
