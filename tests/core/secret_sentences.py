"""Sentences that people write in drills, proofs, requests and notes: those taken, those refused."""

TAKEN = """
Claviers AZERTY, 250 unités
Clavier azerty 105 touches
Wi-Fi : 42 bornes Aruba 515
Wi-Fi : WPA3-Enterprise, 802.1X
Wi-Fi invités : portail captif
WPA2-PSK, clé changée chaque trimestre
VPN IPsec, PSK dans le coffre
Clé Wi-Fi : coffre du client
Clé wifi remise à l’accueil
Clé Wi-Fi des invités renouvelée le 12/03/2026
Temps passé : 3 h 20
Délai passé : la pénalité court
Ce qui se passe : une panne du lien
Livret Bienvenue2024.pdf
PV_Bienvenue-2024.pdf
Exercice2024
Windows2019
OneDriveEntreprise2024
Exchange2019, Office2021, Debian12
compte admin : coffre du client
admin/exploitation
admin / support N2
Rôle admin : Référent IT
Droits root/sudo sur les serveurs Linux
Comptes root et admin
Comptes root / admin
Login et mot de passe dans le coffre
Identifiant jdupont, mot de passe dans le coffre du client
Compte svc_sauvegarde, mot de passe : coffre KeePass
utilisateur VPN et mot de passe renouvelés
Utilisateurs : 250, mot de passe changé tous les 90 jours
Le mot de passe, c’est le référent qui le détient
SA Dupont : Siret 12345678900012
Bonjour, merci de votre retour
Soleil 2023, bâtiment B
12 rue du Soleil, 69003 Lyon
Toto, application interne
Prestataire Soleil SA
Hébergement Welcome2Cloud
Pare-feu FG-100F n° FG100FTK21001234
Été 2024
Été2024
Campagne d’été 2024 !
Article 12 : passe de 3 à 4 techniciens
Le taux passe = 95 %
Passe de main : le 12/05/2026
passe : coffre de la DSI
Réf. Été-2024 (p. 3)
Réunion d’Août2024 !
mot de passe dans le coffre KeePass du siège
Mot de passe : dans le coffre KeePass du siège
mot de passe : coffre Bitwarden, collection Réseau
Mot de passe : enveloppe scellée, armoire forte du bureau 12
Mot de passe du compte adm-jdupont2 : coffre du client
Mot de passe adm-jdupont2 dans le coffre
Le mot de passe est dans le gestionnaire de la DSI
Mot de passe : Keepass du DSI, entrée adm-jdupont2
Mot de passe : coffre-fort, salle B12
Mot de passe : voir la procédure PRO-SEC-012
Mot de passe : changé le 12/03/2026 par le référent
Mot de passe : à changer le jour de la bascule
Mot de passe : 14 caractères au moins, renouvelé tous les 90 jours
Mot de passe administrateur généré par LAPS, jamais partagé
Mot de passe : transmis par téléphone au référent
Mots de passe : serveur SRV-FIC01, coffre du client
mdp : 1Password de la direction
Mot de passe : chez le notaire
Mot de passe : sous pli scellé, au siège
MDP connu du seul prestataire, à reprendre
Clé de chiffrement : HSM du client
rotation tous les 90 jours
MFA TOTP par l’application
MFA TOTP par l’application Microsoft Authenticator, deux appareils
Compte adm-jdupont2 désactivé le 03/02/2026
Comptes svc_sauvegarde01 et adm-lmartin fermés
Serveur SRV-SQL02, n° de série CZC2140ABC
Disque WD40EFRX remplacé, n° de série S5GXNG0N123456
Compte rendu INF-2024-07, annexe B
PV de restauration INF-2024-07-v2 rangé dans GED/Réversibilité
https://ged.exemple.fr/reversibilite/INF-2024-07/pv_restauration.pdf
https://exemple.sharepoint.com/sites/DSI/Documents/Proc%C3%A9dures/PRA-2026.docx
SHA-256 : 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
Empreinte SHA-256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
Restauration de 1,2 To en 3 h 40, RPO 15 min, sur VMware vSphere 8.0
Export CSV des 12 480 tickets, encodage UTF-8, relu par le client
Les secrets ont été changés, les accès du prestataire sont fermés
Jeton RSA remis à M. Dupont contre signature
Appeler le 03 80 00 00 00, poste 4512, astreinte N3
""".strip().splitlines()

TOLD = """
Été2024!
clé wifi Entreprise2024
Wi-Fi: Entreprise2024
Wi-Fi siège : Entreprise2024
admin:admin
root/toor
ident admin, mdp toto
passe : toto
Passe: Tulipe74
le mot de passe c'est toto
VPN PSK Entreprise2024
Pare-feu admin/Soleil2023
PV du 12/05/2026 Azerty123
mot de passe : dans Azerty2024
Mot de passe : dans azerty
mot de passe dans Azerty2024
mot de passe est dans Azerty2024
Mot de passe : coffre Azerty2024
Mot de passe : coffre du client, Soleil!
Mot de passe : le coffre / Winter2025
Mot de passe : Keepass (Bienvenue1)
Mot de passe : au printemps
Mot de passe : chez soleil75
Mot de passe : voir Toto123
Mot de passe : conservé Azerty2024
Mot de passe : changé en Soleil2026
Mot de passe : inconnu, essayer Bonjour01
Le mot de passe est Marseille13
Le mot de passe du pare-feu est soleil
Mot de passe du compte adm-jdupont2 : Coucou2024
Mot de passe du compte adm-jdupont2 : jdupont
mdp admin = admin
mdp : par Password1
MDP -> tralala
mot de passe Azerty2024
mot de passe azerty123
Mot de passe le Printemps2024
pwd: changeme
password : à l’Hiver2023
code PIN : 4 fois zéro
code d’accès : 12A34
Code wifi : bienvenue
Clé wifi : LaBelleVie
Clé privée : abcdef
Digicode : B4512
passphrase : cheval agrafe pile
Phrase de passe = le soleil brille
secret : tournesol
Token : abcd
jeton : 93f2
client_secret : valeur
Compte adm-jdupont2, mdp : P@ris75!
admin / mdp Admin123
motdepasse: toto
MotDePasse = toto
mot-de-passe : tournesol
mot_de_passe du pare-feu : tournesol
le motdepasse est tournesol
pass admin : tournesol
pass Azerty2024
mdps : tournesol
pwd est tournesol
""".strip().splitlines()
TOLD += ["Mot de passe :\nAzerty2024", "Mot de passe =\n\n tournesol"]
