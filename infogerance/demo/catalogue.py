"""Words of the demonstration: what fails, where, and who answers. All fictitious."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Domain:
    """A family of services and its usual incidents: pairs of category and title."""

    service: str
    group: str
    incidents: tuple[tuple[str, str], ...]


DEPARTMENTS = (
    *("achats", "atelier", "bureau d’études", "commerce", "comptabilité", "direction", "expéditions"),
    *("logistique", "maintenance", "marketing", "qualité", "RH"),
)
MACHINES = tuple(f"vm-{number:02d}" for number in range(1, 25))

DOMAINS = (
    Domain("Poste de travail", "Centre de services", (
        ("Poste > Démarrage", "Poste qui ne démarre plus"),
        ("Poste > Lenteur", "Poste très lent depuis ce matin"),
        ("Poste > Écran", "Second écran non détecté"),
        ("Poste > Station d’accueil", "Station d’accueil non reconnue"),
        ("Poste > Batterie", "Batterie qui ne tient plus la charge"),
        ("Poste > Mise à jour", "Mise à jour bloquée à 30 %"),
    )),
    Domain("Messagerie", "Centre de services", (
        ("Messagerie > Réception", "Messages reçus avec une heure de retard"),
        ("Messagerie > Boîte pleine", "Boîte pleine, envoi impossible"),
        ("Messagerie > Partage", "Boîte partagée inaccessible"),
        ("Messagerie > Agenda", "Agenda partagé vide"),
        ("Messagerie > Mobile", "Messagerie absente du téléphone"),
    )),
    Domain("Fichiers", "N2 Systèmes", (
        ("Fichiers > Droits", "Dossier commun refusé"),
        ("Fichiers > Restauration", "Fichier effacé à restaurer"),
        ("Fichiers > Verrou", "Classeur verrouillé par un collègue absent"),
        ("Fichiers > Lecteur", "Lecteur réseau absent à l’ouverture"),
    )),
    Domain("ERP", "N2 Applications", (
        ("ERP > Connexion", "Connexion à l’ERP refusée"),
        ("ERP > Lenteur", "Validation de commande très lente"),
        ("ERP > Édition", "Bon de livraison non édité"),
        ("ERP > Droits", "Menu absent après changement de poste"),
        ("ERP > Interface", "Commandes web non remontées"),
    )),
    Domain("Réseau", "N2 Réseau", (
        ("Réseau > Wi-Fi", "Wi-Fi instable en salle de réunion"),
        ("Réseau > VPN", "VPN coupé toutes les dix minutes"),
        ("Réseau > Prise", "Prise réseau inactive"),
        ("Réseau > Débit", "Visioconférence hachée"),
    )),
    Domain("Téléphonie", "N2 Réseau", (
        ("Téléphonie > Poste", "Téléphone sans tonalité"),
        ("Téléphonie > Renvoi", "Renvoi d’appel inopérant"),
        ("Téléphonie > Messagerie vocale", "Annonce d’accueil muette"),
    )),
    Domain("Impression", "Centre de services", (
        ("Imprimante > Bourrage", "Bourrage à répétition"),
        ("Imprimante > File", "Travaux bloqués dans la file"),
        ("Imprimante > Pilote", "Pilote absent du poste"),
        ("Imprimante > Numérisation", "Numérisation non reçue"),
    )),
    Domain("Comptes", "Centre de services", (
        ("Comptes > Mot de passe", "Mot de passe expiré"),
        ("Comptes > Verrouillage", "Compte verrouillé"),
        ("Comptes > Double authentification", "Code de connexion non reçu"),
    )),
)  # fmt: skip

REQUESTS = (
    ("Demande > Arrivée", "Arrivée d’un salarié", "Comptes"),
    ("Demande > Départ", "Départ d’un salarié", "Comptes"),
    ("Demande > Droits", "Accès à un dossier partagé", "Fichiers"),
    ("Demande > Logiciel", "Installation d’un logiciel du catalogue", "Poste de travail"),
    ("Demande > Matériel", "Remplacement d’un clavier", "Poste de travail"),
    ("Demande > Messagerie", "Création d’une liste de diffusion", "Messagerie"),
    ("Demande > Téléphonie", "Transfert d’une ligne", "Téléphonie"),
    ("Demande > Conseil", "Question d’usage", "Messagerie"),
)

MAJOR = (
    ("ERP", "ERP > Arrêt", "ERP inaccessible pour tous", "N2 Applications"),
    ("Réseau", "Réseau > Coupure", "Site coupé du réseau", "N2 Réseau"),
    ("Messagerie", "Messagerie > Arrêt", "Messagerie arrêtée", "N2 Systèmes"),
    ("Téléphonie", "Téléphonie > Arrêt", "Standard injoignable", "N2 Réseau"),
)

CLOUD_DOMAINS = (
    Domain("Hébergement", "Exploitation", (
        ("Machine > Arrêt", "Machine virtuelle arrêtée"),
        ("Machine > Lenteur", "Machine virtuelle lente"),
        ("Machine > Disque", "Volume presque plein"),
        ("Machine > Instantané", "Instantané en échec"),
        ("Réseau > Règle", "Flux refusé par le pare-feu"),
    )),
    Domain("Sauvegarde", "Sauvegarde", (
        ("Sauvegarde > Échec", "Sauvegarde nocturne en échec"),
        ("Sauvegarde > Retard", "Sauvegarde encore en cours à 8 h"),
        ("Sauvegarde > Rétention", "Point de restauration absent"),
    )),
    Domain("Portail de restauration", "Sauvegarde", (
        ("Portail > Connexion", "Connexion au portail refusée"),
        ("Portail > Restauration", "Restauration bloquée"),
    )),
)  # fmt: skip

CLOUD_REQUESTS = (
    ("Demande > Machine", "Ajout de mémoire à une machine", "Hébergement"),
    ("Demande > Règle", "Ouverture d’un flux", "Hébergement"),
    ("Demande > Restauration", "Restauration d’un fichier", "Sauvegarde"),
    ("Demande > Compte", "Compte d’accès au portail", "Portail de restauration"),
)

CLOUD_MAJOR = (("Hébergement", "Machine > Arrêt général", "Hébergement injoignable", "Exploitation"),)

WAITS = (
    ("Attente utilisateur", 60),
    ("Attente client", 15),
    ("Attente tiers", 20),
    ("Attente prestataire", 5),
)
"""The provider's words for a suspension, and their weights; the last one suspends nothing."""
OPPOSABLE = frozenset({"Attente utilisateur", "Attente client", "Attente tiers"})
