"""Two lists of the same incidents: a labelled month with noisy clocks, typing errors, duplicates and decoys."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from slas.engine.matching import Incidents, match, reference_key, resemblance

SITES = ("Siège", "Site ouest", "Strasbourg", "Site sud")
ITEMS = ("Messagerie", "ERP", "Poste de travail", "Réseau", "Imprimante", "Téléphonie", "VPN", "Sauvegarde")
TROUBLES = (
    "Impossible d’ouvrir la session", "Lenteur générale depuis ce matin", "Message d’erreur au démarrage",
    "Plus de connexion", "Fichier partagé introuvable", "Impression bloquée dans la file", "Mot de passe refusé",
    "Appels coupés après une minute", "Courriels non reçus", "Écran noir après mise à jour", "Disque plein",
    "Facture impossible à valider", "Calendrier partagé vide", "Casque non reconnu", "Coupure répétée du wifi",
)  # fmt: skip
LETTERS = "abcdefghijklmnopqrstuvwxyz"
MONTH = np.datetime64("2026-03-01T00:00:00", "s")


def incidents(rows):
    columns = list(zip(*rows, strict=True)) or [()] * 5
    return Incidents(columns[0], np.array(columns[1], dtype="datetime64[s]"), *columns[2:])


def misspelt(rng, text):
    """Two typing errors: a letter changed, a letter dropped."""
    letters = list(text)
    for _ in range(2):
        place = int(rng.integers(1, len(letters)))
        if rng.random() < 0.5:
            letters[place] = LETTERS[int(rng.integers(26))]
        else:
            del letters[place]
    return "".join(letters)


def labelled(seed, tickets=600, told=150, unknown=50):
    """A provider's month, a client's list of it, and the pairs that are true."""
    rng = np.random.default_rng(seed)

    def pick(values):
        return values[int(rng.integers(len(values)))]

    at = MONTH + np.sort(rng.integers(0, 31 * 86_400, tickets)).astype("timedelta64[s]")
    theirs = [
        (f"INC-{4000 + n}", at[n], f"{pick(TROUBLES)} {pick(ITEMS)}", pick(SITES), pick(ITEMS))
        for n in range(tickets)
    ]
    ours, truth = [], set()
    for n in rng.choice(tickets, told, replace=False).tolist():
        reference, when, title, site, item = theirs[n]
        clock = np.timedelta64(int(np.clip(rng.normal(0, 540), -1700, 1700)), "s")
        written = (
            pick((reference, reference.lower(), f" {reference.replace('-', ' ')}"))
            if rng.random() < 0.4
            else ""
        )
        truth.add((len(ours), n))
        ours.append((written, when + clock, misspelt(rng, title), site if rng.random() < 0.8 else "", item))
        if rng.random() < 0.08:  # told twice
            ours.append(("", when + clock + 60, misspelt(rng, title)[:12], "", pick(ITEMS)))
    for _ in range(unknown):  # the provider has no ticket of it
        when = pick(at) + np.timedelta64(int(rng.integers(-900, 900)), "s")
        ours.append(("", when, f"{pick(TROUBLES)} {pick(ITEMS)}", pick(SITES), pick(ITEMS)))
    return incidents(ours), incidents(theirs), truth


@pytest.mark.parametrize("seed", range(5))
def test_precision_and_recall_on_a_labelled_month(seed):
    ours, theirs, truth = labelled(seed)
    found = {(pair.ours, pair.theirs) for pair in match(ours, theirs).pairs}
    right = len(found & truth)
    assert right / len(found) >= 0.95
    assert right / len(truth) >= 0.95


def one(reference="", at=0, title="", site="", item=""):
    return (reference, MONTH + np.timedelta64(at, "s"), title, site, item)


@pytest.mark.parametrize(
    ("ours", "theirs", "by"),
    [
        (one("inc 12", 9999), one("INC-12"), "reference"),
        (one("INC13", title="VPN coupé"), one("INC-12", 1800, "VPN coupe"), "resemblance"),
        (one(title="VPN coupé", at=1801), one("INC-12", title="VPN coupé"), None),
        (one(title="VPN coupé"), one("INC-12", title="Imprimante en panne"), None),
        (one(), one("INC-12"), None),
        (one(site="Siège", item="ERP"), one("INC-12", 60, "Lenteur", "siege", "erp"), "resemblance"),
    ],
)
def test_how_two_incidents_are_brought_together(ours, theirs, by):
    found = match(incidents([ours]), incidents([theirs]))
    assert [pair.by for pair in found.pairs] == ([by] if by else [])
    assert (found.ours_alone, found.theirs_alone) == (((), ()) if by else ((0,), (0,)))


def test_of_two_lines_with_one_reference_the_nearest_in_time_has_it():
    found = match(incidents([one("A1", 5000), one("a 1", 60)]), incidents([one("A-1", 0)]))
    assert [(pair.ours, pair.theirs) for pair in found.pairs] == [(1, 0)]
    assert found.ours_alone == (0,)


def test_texts_alike():
    assert reference_key(" Inc–0012 ") == reference_key("INC-0012") == "inc0012"
    assert resemblance("Écran noir", "ecran NOIR") == 1
    assert resemblance("", "ecran") == 0


rows = st.lists(
    st.tuples(
        st.sampled_from(["", "A1", "a-1", "B2"]), st.integers(0, 4000), st.sampled_from(["", "VPN coupé", "ERP lent"]),
        st.sampled_from(["", "Siège"]), st.just(""),
    ),
    max_size=8,
)  # fmt: skip


@given(rows, rows)
def test_every_row_is_in_one_pair_or_alone(ours, theirs):
    found = match(incidents([one(*row) for row in ours]), incidents([one(*row) for row in theirs]))
    assert sorted([pair.ours for pair in found.pairs] + list(found.ours_alone)) == list(range(len(ours)))
    assert sorted([pair.theirs for pair in found.pairs] + list(found.theirs_alone)) == list(
        range(len(theirs))
    )
