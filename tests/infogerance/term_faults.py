"""Faults of what falls outside the life of the contract: what is replaced, by what, and what must be told."""

TERM_FAULTS = {
    "commitment before the contract": (
        "taux_exige = 95",
        "taux_exige = 95\ndebut = 2024-12-31",
        "engagement E1",
        "« debut » précède la prise d’effet du contrat",
        "Écrivez le 01/01/2025 ou après",
    ),
    "version after the end": (
        "[[plage]]",
        "[[version]]\nnumero = 1\neffet = 2027-01-01\nforfait_mensuel = 900\n\n[[plage]]",
        "version 1",
        "« effet » vaut 01/01/2027, après la fin du contrat, le 31/12/2026",
        "la fin du contrat",
    ),
    "option after the end": (
        "[[plage]]",
        "[[option]]\nnumero = 1\nmois = 6\na_lever_avant = 2027-01-01\n\n[[plage]]",
        "option 1",
        "« a_lever_avant » vaut 01/01/2027, après la fin du contrat, le 31/12/2026",
        "Écrivez le 31/12/2026 au plus tard",
    ),
    "second option after the end that the first moves": (
        "[[plage]]",
        "[[option]]\nnumero = 1\nmois = 6\na_lever_avant = 2026-12-31\n\n"
        "[[option]]\nnumero = 2\nmois = 6\na_lever_avant = 2027-07-01\n\n[[plage]]",
        "option 2",
        "après la fin du contrat, le 30/06/2027",
        "Écrivez le 30/06/2027 au plus tard",
    ),
}
