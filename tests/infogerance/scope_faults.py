"""Every fault that the scope may carry in the contract file."""

_LINE = '[[perimetre]]\nnumero = 1\nelement = "Postes"\n'
_GREY = '[[zone_grise]]\nnumero = 1\nelement = "Étiqueteuses"\n'


def _fault(lines: str, place: str, message: str, remedy: str) -> tuple[str, str, str, str, str]:
    return "[[engagement]]", f"{lines}\n[[engagement]]", place, message, remedy


SCOPE_FAULTS = {
    "negative quantity": _fault(f"{_LINE}volume = -5\n", "perimetre 1", "« volume » vaut -5", "compris entre 0"),
    "unknown site": _fault(f'{_LINE}sites = ["lyon"]\n', "perimetre 1", "Site inconnu : « lyon »", "(siege)"),
    "sites and everywhere": _fault(
        f'{_LINE}sites = ["siege"]\ncouverture = "tous_sites"\n', "perimetre 1", "la couverture dit autre chose", "Sites"
    ),
    "listed without sites": _fault(
        f'{_LINE}couverture = "sites"\n', "perimetre 1", "ne sont pas nommés", "Nommez-les"
    ),
    "unknown family": _fault(f'{_LINE}famille = "cuisine"\n', "perimetre 1", "« cuisine »", "gouvernance"),
    "unknown kind": _fault(f'{_LINE}interventions = ["magie"]\n', "perimetre 1", "« magie »", "supervision"),
    "grey without date": _fault(_GREY, "zone_grise 1", "dit depuis quand", "date du constat"),
    "date without grey": _fault(f"{_LINE}depuis = 2025-03-01\n", "perimetre 1", "Seule une zone grise", "Retirez"),
    "volume before the start": _fault(
        f"{_LINE}volume = 5\nvolumes = [{{ effet = 2024-12-31, volume = 5 }}]\n",
        "perimetre 1", "d’avant la prise d’effet", "01/01/2025",
    ),
    "volumes out of order": _fault(
        f"{_LINE}volume = 5\nvolumes = [{{ effet = 2025-03-01, volume = 4 }}, {{ effet = 2025-02-01, volume = 5 }}]\n",
        "perimetre 1", "est déjà connu", "postérieure",
    ),
    "volume unlike its history": _fault(
        f"{_LINE}volume = 5\nvolumes = [{{ effet = 2025-03-01, volume = 4 }}]\n",
        "perimetre 1", "Le dernier volume daté est 4", "même volume",
    ),
    "alias with a comma": _fault(f'{_LINE}alias = ["pc, poste"]\n', "perimetre 1", "ni virgule", "deux alias"),
}  # fmt: skip
