"""Texts that the register takes and texts that it refuses: the table from which the screening is judged."""

ACCEPTED = """
Coffre du client
Coffre Bitwarden du client, collection Infrastructure
Coffre KeePassXC, serveur SRV-FIC01
Enveloppe scellée, coffre de la direction
Azure Key Vault kv-client-prod-01
coffre-fort numérique du prestataire
Mot de passe : coffre du client
Mot de passe du compte de secours : dans l’enveloppe scellée, armoire forte
Mot de passe changé le 12/03/2026, PV signé
Le mot de passe est dans le coffre
Le mot de passe est conservé par le référent
Le mot de passe est le même sur tous les commutateurs
Jeton FIDO2 remis au référent
Jeton matériel YubiKey 5C NFC
code PIN de la carte : remis à la direction
token RSA SecurID
MFA par Microsoft Authenticator
srv-bdd01.paris.client.lan
SRV-BDD01_PRD2.dc1.lan
fr-par-k8s-prod-node01.int.client.fr
adm-prestataire@client.onmicrosoft.com
jean.dupont-externe@client-exemple.fr
CN=adm_bdd,OU=Comptes de service,DC=client,DC=lan
CLIENT\\svc_sauvegarde
https://portal.azure.com/client.onmicrosoft.com
https://admin.microsoft.com/Adminportal/Home
Abonnement Azure 3f2504e0-4f89-41d3-9a0c-0305e82c3301
Instance i-0abcd1234ef567890, eu-west-3
N° de série CZC2140ABC
N° de série FTX1234A5B6
HPE DL380Gen10, SRVdc01PRD, PowerEdgeR740, WS2019dc, M365E5sec
Code postal 75001, code site 6900
Communauté SNMP : coffre du client
Clef privée du certificat : HSM du client
Code du coffre : remis à la direction
Support Basic 24 h/24
FortiGate 100F, n° de série FG100FTK21001234
SN 5CG9381XYZ, modèle HP EliteBook 840 G8
Empreinte SHA-256 : 3A:5F:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD
empreinte sha1 da39a3ee5e6b4b0d3255bfef95601890afd80709
Numéro de série 03af5566778899aabbccddeeff001122
MAC 00:1A:2B:3C:4D:5E
IPv6 2001:0db8:85a3:0000:0000:8a2e:0370:7334
IBAN FR76 3000 6000 0112 3456 7890 189
SIRET 123 456 789 00012
PV de rotation n° 2026-014 du 12/03/2026
Ticket INC0012345, CHG0040123
*.client-exemple.fr (Let’s Encrypt)
Bureau d’enregistrement : Gandi, contrat 1234567
client-exemple.fr, serveurs ns1.exemple.net
Microsoft 365, rôle Administrateur général
OneDriveEntreprise2024
VMware vCenter, administrator@vsphere.local
Active Directory, compte de secours n° 2
GTB 10.12.0.0/16, passerelle 10.12.255.254
Procédure PRO-SEC-012 v3.2, chapitre 4
Astreinte N3 (24 h/24)
Anticonstitutionnellement
proc_rotation_secrets_v2.1_2026-03-12.pdf
\\\\srv-fic01\\exploitation\\preuves\\2026\\PV_rotation_comptes_admin.pdf
/srv/sauvegardes/veeam/preuves/2026-03-12_restauration.pdf
Rotation tous les 90 jours ; secret détenu par le prestataire
Secret partagé avec l’éditeur, à renouveler
Clé de chiffrement des sauvegardes : détenue par le client
Clé de licence : gestionnaire de licences
Passbolt
""".strip().splitlines()

REFUSED = {
    "un mot de passe ou un code": """
mdp : Azerty2024
mdp: bonjour
Mot de passe : S3cret!
Mot de passe = hunter2
mot de passe Azerty2024!
Mot de passe du compte admin : tartempion
Le mot de passe est tartempion
MdP admin : coucou
mdp soleil
password is tartempion
clef privée : tartempion
Réponse secrète : Médor
communauté SNMP : tartempion
SNMP v2c community = public
password: letmein
code d’accès : A1B2
jeton : abcdef
token=abc
clé API : 12345
clé secrète : toto
ｍｄｐ : azerty
""",
    "un code": """
PIN : 4821
code : 482193
code PIN 1234
code coffre 4821
code de l’alarme 48215
Code d’accès 4821B
Clé WEP 1234567890
""",
    "un jeton": "Bearer abcdef123456\nAuthorization: Basic YWRtaW4=",
    "une adresse qui vaut un accès": """
https://client.webhook.office.com/webhookb2/3f2504e0-4f89-41d3-9a0c-0305e82c3301
https://hooks.slack.com/services/T0000/B0000/abcd
""",
    "un mot de passe": """
P@ssw0rd2024!
Kx9$mPq2vL
Compte admin, Bonjour2024!
abc8Q~dEfGhIjKlMnOpQrStUvWxYz0123456789a
""",
    "une clé d’API": """
AKIAIOSFODNN7EXAMPLE
ghp_16C7e42F292c6912E7710c838347Ae178B4a
glpat-abcdefghij1234567890
xoxb-123456789012-abcdefghij
""",
    "un jeton signé": "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl",
    "un bloc de clé ou de certificat": """
-----BEGIN RSA PRIVATE KEY-----
-----BEGIN OPENSSH PRIVATE KEY-----
ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQC7
""",
    "une adresse qui porte un mot de passe": "postgresql://portail:motdepasse@bdd.client.lan/portail",
    "une chaîne de connexion": """
Server=bdd;Database=x;User Id=sa;Password=toto;
DefaultEndpointsProtocol=https;AccountName=x;AccountKey=abcd==
pwd=toto
""",
    "une signature d’accès": "https://x.blob.core.windows.net/c?sv=2022-11-02&sig=abc%2Bdef",
    "une adresse de double authentification": "otpauth://totp/Client:admin?secret=JBSWY3DPEHPK3PXP",
    "une empreinte de mot de passe": "$2b$12$abcdefghijklmnopqrstuv",
    "une clé de récupération": """
123456-234567-345678-456789-567890-678901-789012-890123
123456 234567 345678 456789 567890 678901 789012 890123
""",
    "une clé de récupération ou de licence": """
ABCD-EFGH-2345-KLMN-9876-QRST
VK7JG-NPHTM-C97JM-9MPGT-3V66T
""",
    "un code de récupération": "jbsw y3dp ehpk 3pxp\nabcd efgh xkqz wjvp",
    "une clé": "3A:5F:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD",
    "une clé ou un jeton": """
JBSWY3DPEHPK3PXP
wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
0123456789abcdef0123456789abcdef
da39a3ee5e6b4b0d3255bfef95601890afd80709
k3x9qdm2p7abz8w1tr5y
Kx9mPq2vL7tR
Kj8mNp2Q
""",
}
"""Kind told -> texts."""
CASES = [("un mot de passe ou un code", "m\u200bd\u200bp : azerty")]
CASES += [(kind, text) for kind, texts in REFUSED.items() for text in texts.strip().splitlines()]
