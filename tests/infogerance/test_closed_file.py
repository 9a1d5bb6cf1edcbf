"""A contract file and months that are closed: what would rewrite them is refused with its place, the rest is taken."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from contracts.engine.problems import FileRefused
from contracts.models import ContractVersion, WorkUnit
from core.engine.months import Month
from core.scope import unscoped
from infogerance.contract_file import export_contract, load_contract
from journal.models import JournalEntry
from slas.models import MonthRecord, MonthSnapshot
from tests.infogerance.contract_faults import SMALL

FILE = (
    SMALL
    + """
[[engagement]]
code = "E2"
libelle = "GTR P2, depuis 2025"
nature = "resolution"
plage = "ho"
taux_exige = 90
debut = 2025-06-01
delai = [{ priorite = "P2", delai = 8, unite = "heures" }]
[[engagement.penalite]]
nature = "manquement"
montant = 50

[[fermeture]]
jour = 2025-05-02
libelle = "Pont"

[[exclusion]]
numero = 1
element = "Câblage"
prix_uo = 90

[[perimetre]]
numero = 1
element = "Postes"
volume = 12
volumes = [{ effet = 2025-01-01, volume = 10 }, { effet = 2025-03-01, volume = 12 }]

[[unite_oeuvre]]
code = "pose"
libelle = "Pose"
unite = "prise"
prix = [{ effet = 2025-01-01, montant = 40 }]
"""
)
SITE = '[[site]]\ncode = "siege"\nnom = "Siège"\n'
REMEDY = "proposez un avenant au 01/07/2025 ou après"


@pytest.fixture
def settled(db: None) -> Any:
    """The contract of the file, June 2025 closed."""
    contract = load_contract(FILE.encode()).contract
    with unscoped("tests build their world"):
        record = MonthRecord.objects.create(contract=contract, month=Month(2025, 6), due_on=date(2025, 7, 8))
        MonthRecord.objects.filter(pk=record.pk).update(state=MonthRecord.State.CLOSED)
    return contract


REWRITTEN = {
    "timezone": ("[contrat]\n", '[contrat]\nfuseau = "Indian/Reunion"\n', "[contrat]", "fuseau", "Remettez"),
    "end under a closed month": (
        "fin = 2026-12-31", "fin = 2025-03-31", "[contrat]", "passe de « 31/12/2026 » à « 31/03/2025 »",
        REMEDY,
    ),
    "fee": (
        "forfait_mensuel = 1000", "forfait_mensuel = 1200", "version 0",
        "« forfait_mensuel » passe de « 1\u202f000 » à « 1\u202f200 »", REMEDY,
    ),
    "setting": (
        "forfait_mensuel = 1000", "forfait_mensuel = 1000\nreglages = { plafond_mois = 10 }",
        "version 0, réglages", "« plafond_mois »", REMEDY,
    ),
    "matrix": (
        "forfait_mensuel = 1000",
        'forfait_mensuel = 1000\nmatrice = [{ impact = "fort", urgences = { haute = "P1" } }]',
        "version 0", "« matrice »", "dites la nouvelle à la page de la matrice avant sa prise d’effet",
    ),
    "version of the past": (
        "[[plage]]", "[[version]]\nnumero = 1\neffet = 2025-06-01\nforfait_mensuel = 900\n\n[[plage]]",
        "version 1", "au 01/06/2025, dans un mois clos", REMEDY,
    ),
    "hours": ('"08:00-12:00"', '"09:00-12:00"', "plage ho", "« fenetres »", "un nouveau code"),
    "holiday zone": (
        'nom = "Siège"', 'nom = "Siège"\nzone_feries = "alsace-moselle"', "site siege", "« zone_feries »",
        "un site d’un autre code",
    ),
    "site gone": (SITE, "", "site siege", "le fichier l’omet", "Remettez ce site"),
    "closure gone": (
        '[[fermeture]]\njour = 2025-05-02\nlibelle = "Pont"\n', "", "fermeture du 02/05/2025",
        "le fichier l’omet", "Remettez cette fermeture",
    ),
    "closure added": (
        "[[fermeture]]", '[[fermeture]]\njour = 2025-06-02\nlibelle = "Fête"\n\n[[fermeture]]',
        "fermeture du 02/06/2025", "dans un mois clos", "Retirez-la",
    ),
    "rate": ("taux_exige = 95", "taux_exige = 90", "engagement E1", "« taux_exige » passe de « 95 » à « 90 »", REMEDY),
    "delay": ("delai = 4", "delai = 6", "engagement E1", "« delai »", REMEDY),
    "penalty": ("montant = 50", "montant = 10", "engagement E2", "« penalite »", REMEDY),
    "end of a commitment": (
        "taux_exige = 95", "taux_exige = 95\nfin = 2025-01-31", "engagement E1", "« fin »", REMEDY,
    ),
    "commitment gone": (
        FILE[FILE.index('[[engagement]]\ncode = "E2"') : FILE.index("[[fermeture]]")], "", "engagement E2",
        "le fichier l’omet", "celui qui prend effet le 01/06/2025",
    ),
    "commitment of the past": (
        '[[engagement]]\ncode = "E2"',
        '[[engagement]]\ncode = "E3"\nlibelle = "GTR P3"\nnature = "resolution"\nplage = "ho"\ntaux_exige = 90\n'
        'delai = [{ priorite = "P3", delai = 8, unite = "heures" }]\n\n[[engagement]]\ncode = "E2"',
        "engagement E3", "au 01/01/2025, dans un mois clos", REMEDY,
    ),
    "price of an exclusion": (
        "prix_uo = 90", "prix_uo = 95", "exclusion 1", "passe de « 90 » à « 95 »", REMEDY,
    ),
    "volume of the past": (
        "effet = 2025-03-01", "effet = 2025-04-01", "perimetre 1, volume du 01/03/2025", "« volume »",
        "datez le nouveau volume du 01/07/2025 ou après",
    ),
    "price of a unit": (
        "montant = 40", "montant = 45", "unité d’œuvre pose, prix du 01/01/2025", "passe de « 40 » à « 45 »", REMEDY,
    ),
}  # fmt: skip


@pytest.mark.any_store
@pytest.mark.parametrize(("old", "new", "place", "message", "remedy"), REWRITTEN.values(), ids=[*REWRITTEN])
def test_what_would_rewrite_a_closed_month_is_refused_whole(
    settled: Any, old: str, new: str, place: str, message: str, remedy: str
) -> None:
    assert old in FILE
    before = export_contract(settled)
    with pytest.raises(FileRefused) as refusal:
        load_contract(FILE.replace(old, new, 1).replace('objet = "Essai"', 'objet = "Autre"').encode())
    told = [(one.place, one.message, one.remedy) for one in refusal.value.problems]
    assert [one for one in told if one[0] == place and message in one[1] and remedy in one[2]], told
    assert export_contract(settled) == before


TAKEN = {
    "other words": ('libelle = "GTR P1"', 'libelle = "GTR des P1"'),
    "new hours": ("[[plage]]", '[[plage]]\ncode = "h24"\nlibelle = "Permanence"\ntoujours_ouvert = true\n\n[[plage]]'),
    "new site": ("[[site]]", '[[site]]\ncode = "dijon"\nnom = "Dijon"\n\n[[site]]'),
    "closure to come": ("[[fermeture]]", '[[fermeture]]\njour = 2025-07-13\nlibelle = "Pont"\n\n[[fermeture]]'),
    "volume to come": (
        "volume = 12\nvolumes = [", "volume = 14\nvolumes = [{ effet = 2025-01-01, volume = 10 }, "
        "{ effet = 2025-03-01, volume = 12 }, { effet = 2025-07-01, volume = 14 }]\n#",
    ),
    "a renewal that was not said": ("fin = 2026-12-31", 'fin = 2026-12-31\nreconduction = "tacite"\nreconduction_mois = 12'),
    "a notice that was not said": ("[[plage]]", '[preavis]\njours = 60\nmoyen = "courriel"\n\n[[plage]]'),
    "a revision that was not said": (
        "[[plage]]", '[revision]\nindice = "Syntec"\nmois_base = "2024-11"\npremiere = 2026-01-01\n\n[[plage]]',
    ),
    "an exit clause that was not said": ("[[plage]]", '[sortie]\nclause = "art. 14"\n\n[[plage]]'),
    "a unit that was not there": (
        "[[unite_oeuvre]]",
        '[[unite_oeuvre]]\ncode = "tri"\nlibelle = "Tri"\nunite = "jour"\nprix = [{ effet = 2025-07-01, montant = 4 }]\n\n'
        "[[unite_oeuvre]]",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new"), TAKEN.values(), ids=[*TAKEN])
def test_what_takes_effect_after_the_closed_months_is_taken(settled: Any, old: str, new: str) -> None:
    assert old in FILE
    text = FILE.replace(old, new, 1).encode()
    assert load_contract(text).total.changed is True
    assert load_contract(text).total.changed is False


CLAUSES = """[preavis]
jours = 60
prestataire_jours = 120

[revision]
indice = "Syntec"
mois_base = "2024-11"
premiere = 2026-01-01
plafond = 3

[sortie]
clause = "art. 14"
transition_max_mois = 6

[[plage]]"""
RESTATED = {
    "end to come": ("fin = 2026-12-31", "fin = 2027-12-31", "[contrat]", "« fin » passe de « 31/12/2026 » à « 31/12/2027 »"),
    "notice": ("jours = 60", "jours = 90", "[preavis]", "« jours » passe de « 60 » à « 90 »"),
    "notice of the provider gone": ("prestataire_jours = 120\n", "", "[preavis]", "« prestataire_jours » passe de « 120 » à « — »"),
    "cap of the revision": ("plafond = 3", "plafond = 5", "[revision]", "« plafond » passe de « 3 » à « 5 »"),
    "exit": ("transition_max_mois = 6", "transition_max_mois = 9", "[sortie]", "« transition_max_mois » passe de « 6 » à « 9 »"),
    "version to come": (
        "[[plage]]", "[[version]]\nnumero = 1\neffet = 2025-07-01\nforfait_mensuel = 900\n\n[[plage]]",
        "version 1", "le fichier l’ajoute au 01/07/2025",
    ),
    "scope to come": (
        "forfait_mensuel = 1000", "forfait_mensuel = 1000\na_venir = { contrat = { fin = 2027-12-31 } }",
        "version 0", "« a_venir » passe de « — » à « contrat fin 31/12/2027 »",
    ),
    "commitment to come": (
        '[[engagement]]\ncode = "E2"',
        '[[engagement]]\ncode = "E3"\nlibelle = "GTR P3"\nnature = "resolution"\nplage = "ho"\ntaux_exige = 90\n'
        'debut = 2025-09-01\ndelai = [{ priorite = "P3", delai = 8, unite = "heures" }]\n\n[[engagement]]\ncode = "E2"',
        "engagement E3 du 01/09/2025", "le fichier l’ajoute",
    ),
    "commitment ended": (
        "taux_exige = 95", "taux_exige = 95\nfin = 2025-09-30", "engagement E1", "« fin » passe de « — » à « 30/09/2025 »",
    ),
    "price of an exclusion, its past kept": (
        "prix_uo = 90",
        'prix_uo = 95\navant = [{ jusqu_au = 2025-06-30, statut = "exclusion", numero = 1, prix_uo = 90 }]',
        "exclusion 1", "« prix_uo » passe de « 90 » à « 95 »",
    ),
    "price of a unit to come": (
        "montant = 40 }", "montant = 40 }, { effet = 2025-07-01, montant = 45 }",
        "unité d’œuvre pose, prix du 01/07/2025", "« montant » passe de « — » à « 45 »",
    ),
}  # fmt: skip


@pytest.mark.any_store
@pytest.mark.parametrize(("old", "new", "place", "message"), RESTATED.values(), ids=[*RESTATED])
def test_once_a_month_is_closed_what_was_agreed_changes_by_an_amendment(
    settled: Any, old: str, new: str, place: str, message: str
) -> None:
    text = FILE.replace("[[plage]]", CLAUSES, 1)
    assert old in text
    load_contract(text.encode())
    before = export_contract(settled)
    with pytest.raises(FileRefused) as refusal:
        load_contract(text.replace(old, new, 1).encode())
    (told,) = refusal.value.problems
    assert (told.place, told.message.startswith(message)) == (place, True), told
    assert "proposez un avenant" in told.remedy
    assert export_contract(settled) == before


def test_every_rewriting_is_told_at_once(settled: Any) -> None:
    text = FILE.replace("forfait_mensuel = 1000", "forfait_mensuel = 1200").replace(
        "taux_exige = 95", "taux_exige = 90"
    )
    with pytest.raises(FileRefused) as refusal:
        load_contract(text.replace("montant = 40", "montant = 45").encode())
    assert [one.place for one in refusal.value.problems] == [
        "version 0",
        "engagement E1",
        "unité d’œuvre pose, prix du 01/01/2025",
    ]


def test_while_no_month_is_closed_everything_may_be_corrected(db: None) -> None:
    contract = load_contract(FILE.encode()).contract
    text = FILE.replace("forfait_mensuel = 1000", "forfait_mensuel = 1200").replace(
        "montant = 40", "montant = 45"
    )
    load_contract(text.encode())
    with unscoped("tests read their world"):
        assert ContractVersion.objects.get(contract=contract).monthly_fee == 1200
        assert WorkUnit.objects.get(contract=contract).prices.get().amount == 45
        assert JournalEntry.objects.filter(contract=contract, action="contract_loaded").count() == 2
        assert MonthSnapshot.objects.filter(contract=contract).count() == 0
