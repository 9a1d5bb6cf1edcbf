"""The arithmetic of an indicator that a client makes of monthly facts: `100 * K03 / K01`, exact, and nothing else.

Numbers, `+ − × ÷`, parentheses, and names: an indicator (`K08`, `C02`), a commitment (`E06`, its rate in per cent), one
of their counts (`K11.numerateur`, `E06.denominateur`, `K08.effectif`), `utilisateurs`, `jours`. What Python's own parser
reads is kept only if it is one of these; nothing is ever run.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

LONGEST, LARGEST = 200, 10**9
COUNTS = ("numerateur", "denominateur", "effectif")
ALONE = ("utilisateurs", "jours")
CODE = re.compile(r"[A-Z][A-Z0-9_]{0,19}")
SPELLED = str.maketrans({"×": "*", "÷": "/", "−": "-", "–": "-", ":": "/", "\u00a0": " ", "\u202f": " "})
COMMA = re.compile(r"(?<=\d),(?=\d)")
EXAMPLE = "Par exemple : 100 * K03 / K01."
Node = ast.expr


class FormulaRefused(ValueError):
    """The text is no formula; the message is in French, with what to write instead."""


class NotMeasured(Exception):
    """The month has no result, and why, in French."""


@dataclass(frozen=True)
class Formula:
    """A formula that was read: its text, and the names it rests on, in the order they come."""

    text: str
    names: tuple[str, ...]
    tree: Node

    @property
    def codes(self) -> tuple[str, ...]:
        """Indicators and commitments named, each once."""
        found = (name.partition(".")[0] for name in self.names if name not in ALONE)
        return tuple(dict.fromkeys(found))

    def value(self, facts: Mapping[str, Fraction | None]) -> Fraction:
        """The exact result; `facts` by name, None or absent where the month has none. Raises NotMeasured."""
        missing = [name for name in self.names if facts.get(name) is None]
        if missing:
            raise NotMeasured(f"Non mesuré : {missing[0]} n’a pas de valeur ce mois-ci.")
        return _value(self.tree, {name: value for name, value in facts.items() if value is not None})


def read_formula(text: str) -> Formula:
    """Read a formula as people type it (decimal comma, × and ÷ allowed). Raises FormulaRefused."""
    told = " ".join(text.split())
    if not told:
        raise FormulaRefused(f"Écrivez la formule. {EXAMPLE}")
    if len(told) > LONGEST:
        raise FormulaRefused(f"La formule dépasse {LONGEST} caractères : raccourcissez-la.")
    try:
        tree = ast.parse(COMMA.sub(".", told.translate(SPELLED)), mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        raise FormulaRefused(f"« {told} » ne se lit pas comme un calcul. {EXAMPLE}") from error
    names: dict[str, None] = {}
    _check(tree, names)
    if not names:
        raise FormulaRefused(f"La formule ne repose sur aucune mesure : nommez-en une. {EXAMPLE}")
    return Formula(told, tuple(names), tree)


def _check(node: Node, names: dict[str, None]) -> None:
    """Every part is a number, a name or one of the four operations."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub | ast.Mult | ast.Div):
        _check(node.left, names)
        _check(node.right, names)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
        _check(node.operand, names)
    elif isinstance(node, ast.Constant) and _is_number(node.value):
        if not float(str(node.value)) <= LARGEST:
            raise FormulaRefused("Un nombre de la formule dépasse un milliard : écrivez-le plus petit.")
    elif isinstance(node, ast.Name | ast.Attribute):
        names[_named(node)] = None
    else:
        raise FormulaRefused(f"Seuls les nombres, les mesures et + − × ÷ se calculent. {EXAMPLE}")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _named(node: ast.Name | ast.Attribute) -> str:
    """« K11.numerateur »; refuses what no month can hold."""
    if isinstance(node, ast.Name):
        if node.id in ALONE or CODE.fullmatch(node.id):
            return node.id
        raise FormulaRefused(
            f"Mesure inconnue : « {node.id} ». Nommez un indicateur (K08), un engagement (E06), {' ou '.join(ALONE)}."
        )
    owner = node.value
    if isinstance(owner, ast.Name) and CODE.fullmatch(owner.id) and node.attr in COUNTS:
        return f"{owner.id}.{node.attr}"
    raise FormulaRefused(f"Après le point, écrivez {', '.join(COUNTS[:-1])} ou {COUNTS[-1]}.")


def _value(node: Node, facts: Mapping[str, Fraction]) -> Fraction:
    if isinstance(node, ast.BinOp):
        return _combined(node.op, _value(node.left, facts), _value(node.right, facts))
    if isinstance(node, ast.UnaryOp):
        inner = _value(node.operand, facts)
        return -inner if isinstance(node.op, ast.USub) else inner
    if isinstance(node, ast.Constant):
        return Fraction(str(node.value))
    if isinstance(node, ast.Name | ast.Attribute):
        return facts[_named(node)]
    raise FormulaRefused(EXAMPLE)


def _combined(op: ast.operator, left: Fraction, right: Fraction) -> Fraction:
    if isinstance(op, ast.Add):
        return left + right
    if isinstance(op, ast.Sub):
        return left - right
    if isinstance(op, ast.Mult):
        return left * right
    if right == 0:
        raise NotMeasured("Non mesuré : le diviseur vaut zéro ce mois-ci.")
    return left / right
