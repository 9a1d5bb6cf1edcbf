"""Names of the contract's own promises (measured services, commitment codes) under other spellings.

What the contract does not know is asked: an outage or a figure that hangs on nothing would vanish without a word.
"""

from __future__ import annotations

from collections.abc import Sequence

from core.engine.formats import count
from reports.engine.cells import Sheet
from reports.engine.findings import Option
from reports.engine.headers import header_key

OUTSIDE = "outside"
MOST_OPTIONS = 40


def measured_services(sheet: Sheet) -> list[str]:
    """The column of services, each under the name the contract gives it; others are asked, or kept where nothing is
    measured.
    """
    return _settled(
        sheet,
        "service",
        sheet.context.services,
        (
            "unknown_service",
            "« {} » n’est pas un service dont le contrat mesure la disponibilité ({}).",
            "Écrivez le service comme le contrat le nomme ({}).",
        ),
        Option(OUTSIDE, "Aucun engagement ne mesure ce service : ces lignes ne comptent dans aucun taux"),
    )


def commitment_codes(sheet: Sheet, others: Sequence[str]) -> list[str]:
    """The same for codes of commitments; `others` are known beside them, and the indicators that may be declared, which are
    not proposed: a code nobody knows is most likely that of a commitment."""
    if not sheet.context.commitments:
        return list(sheet.short_texts("commitment_code"))
    return _settled(
        sheet,
        "commitment_code",
        (*sheet.context.commitments, *others),
        (
            "unknown_commitment",
            "« {} » n’est pas le code d’un engagement du contrat pour ce mois ({}).",
            "Écrivez le code comme le contrat le nomme ({}).",
        ),
        Option(OUTSIDE, "Hors contrat : ce chiffre n’est confronté à rien"),
        sheet.context.indicators,
    )


def _settled(
    sheet: Sheet, name: str, known: Sequence[str], words: tuple[str, str, str], outside: Option,
    unproposed: Sequence[str] = (),
) -> list[str]:  # fmt: skip
    cells = list(sheet.short_texts(name))
    if not known:
        return cells
    rows: dict[str, list[int]] = {}
    for row, cell in enumerate(cells):
        if cell:
            rows.setdefault(cell, []).append(row)
    for cell, own in rows.items():
        named = same_name(cell, (*known, *unproposed)) or _ask(sheet, name, cell, own, known, words, outside)
        for row in own:
            cells[row] = cell if named in {"", OUTSIDE} else named
    return cells


def same_name(text: str, known: Sequence[str]) -> str:
    """The one known name that differs from the text at most by case, accents, spaces and punctuation, or ""."""
    exact = [name for name in known if name.casefold() == text.casefold()]
    alike = exact or [name for name in known if header_key(name) == header_key(text)]
    return alike[0] if len(alike) == 1 else ""


def _ask(
    sheet: Sheet, name: str, cell: str, rows: list[int], known: Sequence[str], words: tuple[str, str, str],
    outside: Option,
) -> str:  # fmt: skip
    code, message, remedy = words
    listed = ", ".join(known[:MOST_OPTIONS])
    return sheet.findings.ask(
        code,
        message.format(cell[:60], count(len(rows), "ligne")),
        remedy.format(listed),
        [*(Option(own, f"C’est « {own} »") for own in known[:MOST_OPTIONS]), outside],
        about=cell.casefold(),
        **sheet.place(name, rows[0]),
    )
