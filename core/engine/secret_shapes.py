"""What secrets look like when their shape gives them away, and the words that announce one.

Each shape is told by what it is, never by the value. The lists are those of public scanners' most common kinds; what
has no shape of its own is left to `secrets`, which looks for chance.
"""

from __future__ import annotations

import re

SHAPES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("un bloc de clé ou de certificat", re.compile(
        r"-----\s*BEGIN|PuTTY-User-Key-File|\bMII[A-Za-z0-9+/]{20,}|\b(?:ssh-\w+|ecdsa-\S+) AAAA"
    )),
    ("une adresse de double authentification", re.compile(r"otpauth(?:-migration)?://", re.I)),
    ("une adresse qui porte un mot de passe", re.compile(r"\b[a-z][a-z0-9+.-]*://[^\s/@:]*:[^\s@/]+@", re.I)),
    ("une chaîne de connexion", re.compile(
        r"\b(?:password|passwd|pwd|accountkey|sharedaccesskey|sharedsecret|clientsecret)\s*=\s*[^\s;]", re.I
    )),
    ("une signature d’accès", re.compile(r"[?&](?:sig|signature|token|access_token|key|code)=\S", re.I)),
    ("une clé d’API", re.compile(
        r"\b(?:(?:AKIA|ASIA|AGPA|AIDA|AROA)[A-Z0-9]{16}\b|gh[oprsu]_\w{16,}|github_pat_\w{16,}|glpat-[\w-]{16,}"
        r"|xox[abeoprs]-[\w-]{8,}|AIza[\w-]{20,}|ya29\.[\w-]{8,}|[rs]k_(?:live|test)_\w{8,}|sk-[\w-]{16,}"
        r"|npm_\w{16,}|pypi-[\w-]{16,}|SG\.[\w-]{8,}|hv[bs]\.[\w-]{16,}|dop_v1_\w{16,}|shp(?:at|ss)_\w{16,})"
    )),
    ("un jeton signé", re.compile(r"\beyJ[\w-]{8,}\.[\w-]{4,}")),
    ("une empreinte de mot de passe", re.compile(r"\$(?:2[abxy]|5|6|y|argon2\w*|pbkdf2\S*)\$\S")),
    ("une adresse qui vaut un accès", re.compile(
        r"https://(?:[\w-]+\.)?(?:webhook\.office\.com|hooks\.slack\.com|discord(?:app)?\.com/api/webhooks"
        r"|outlook\.office\.com/webhook)/\S", re.I
    )),
    ("un jeton", re.compile(r"\bbearer (?=\S*\d)[\w.~+/=-]{8,}|\bauthorization ?: ?(?:basic|bearer) \S", re.I)),
    ("un code", re.compile(
        r"\b(?:code|digicode|pin)s? ?[:=] ?\d{4,}|\b(?:digicode|pin)s? \d{4,}"
        r"|\bcodes? (?:du |de la |de l['’]|de |d['’])?(?:coffre|alarme|porte|portail|acc[eè]s|entrée|salle|secours|verrou)"
        r" ?[:=]? ?\d{4,}|\bcl(?:é|ef?) (?:wi-?fi|wep|wpa\d?) ?\d{8,}", re.I
    )),
    ("une clé de récupération", re.compile(r"\b(?:\d{6}[- ]){7}\d{6}\b|\b\d{48}\b")),
    ("une clé de récupération ou de licence", re.compile(
        r"\b(?:[A-Z0-9]{4}-){5}[A-Z0-9]{4}\b|\b(?:[A-Z0-9]{5}-){4}[A-Z0-9]{5}\b"
    )),
)  # fmt: skip

_SESAME = r"mots?[ _-]?de[ _-]?passe?|mdps?|m\.d\.p\.?|passwords?|passwd|passphrase|passcode|pass|pwd"
"""A password under all its names: « motdepasse » and « mot-de-passe » are the same word."""
_ANNOUNCING = (
    rf"(?:{_SESAME}|phrase (?:secrete|de passe)|(?:question|reponse) secrete"
    r"|(?:communaute|community)(?: snmp)?|snmp(?:v?2c?)? (?:communaute|community)"
    r"|secrets?|client[_ ]secret|psk|api[ _-]?key|access[ _-]?key|secret[ _-]?key|tokens?|jetons?|pin|digicode|seed"
    r"|cle[fs]{0,2} (?:secrete|privee|partagee|api|d.api|d.acces|wi-?fi|de (?:chiffrement|recuperation|licence|session))"
    r"|codes? (?:pin|secret|wi-?fi|d.acces|de (?:secours|recuperation|deverrouillage|verification)))"
)
ANNOUNCED = re.compile(
    rf"(?<!\w)(?:{_ANNOUNCING}(?: [^:=\n→]{{1,40}}?)?) ?(?::|=>?|->|→)\s?(?P<value>[^\s].*)"
)
"""In a text without accents nor capitals: a word that names a secret, then what it is, if need be on the next line."""
SAID = re.compile(rf"(?<!\w)(?:{_SESAME}|pin)(?: [^:=\n]{{1,40}}?)? (?:(?:c')?est|is) (?P<value>\S.*)")
"""The same, as a sentence: « le mot de passe est … », « c’est … »."""
PASSE = re.compile(r"(?<!\w)(?<!se )(?<!de )passe(?: ?:|=) ?(?P<value>\S.*)", re.I)
"""The same, cut short; read with its accents, since « le temps passé : 3 h » announces nothing."""
PAIR = re.compile(
    rf"(?<!\w)(?:ident|identifiant|login|user|utilisateur|compte)s? ?:? ?\S+ ?[,;/&+]? ?(?:et )?(?:{_SESAME}) (?P<value>[^\s:=→-].*)"
)
"""An account, then its password: « ident admin, mdp … »."""
_BEFORE_PLACE = r"(?:dans|au|aux|a|en|chez|sur|sous|par|avec|aupres|voir|cf\.?)"
_ARTICLE = r"(?:les?|la|l.|une?|du|des?|d.|notre|nos|votre|son|sa|ses|leurs?|cette|ce|meme|petit|grand|second|deuxieme)"
ADJACENT = re.compile(
    rf"(?<!\w)(?:{_SESAME}|pin|psk|(?:clef?|code) wi-?fi|clef? partagee) "
    rf"(?:(?:est|{_BEFORE_PLACE}|{_ARTICLE}) )*(?P<value>\S{{4,}})",
    re.I,
)
"""The same, without any sign between them: « mot de passe dans … » too."""
_COMMON = (
    r"(?:azerty(?:uiop)?|qwert[yz](?:uiop)?|mot-?de-?passe|passw[o0]rd|p[a@]ssw[o0]rd|changeme|letmein|welcome|iloveyou"
    r"|bonjour|bienvenue|soleil|doudou|loulou|toto|toor)"
)
COMMON = re.compile(rf"{_COMMON}\d{{0,6}}[!?*$#@]*", re.I)
"""The passwords that people choose most, alone: ordinary words, that only a place or an account makes passwords."""
CHOSEN = re.compile(
    rf"(?<![\w-]){_COMMON}\d{{1,6}}[!?*$#@]*(?![\w-]|\.\w)"
    rf"|(?<!\w)(?:(?P<account>admin|root)[/:](?P=account)"
    rf"|(?:admin|root|administrat(?:eur|or)) ?[/:] ?(?:[a-z]{{3,}}\d{{2,}}|{_COMMON}))[!?*$#@]*(?![\w-]|\.\w)"
    r"|(?<!\w)wi-?fi(?: [a-z]+)? ?[:=] ?[A-Za-z]{4,}(?:19|20)\d\d[!?*$#@]*(?![\w-]|\.\w)",
    re.I,
)
"""A password given away by what it is (« Azerty123 ») or by the account or the network that it follows."""
_HOLDERS = (
    "coffres?|coffre-fort|coffres-forts|gestionnaires?|enveloppes?|plis?|classeurs?|registres?|clients?|prestataires?"
    "|referente?s?|directions?|directeur|directrice|dsi|rssi|dpo|titulaires?|comptes?|armoires?|tiroirs?|bureaux?"
    "|placards?|fournisseurs?|editeurs?|hebergeurs?|hsm|cles? usb|cartes?|equipes?|keepass|keepassxc|bitwarden"
    "|vaultwarden|vault|hashicorp|lastpass|1password|passbolt|dashlane|lockself|lockpass|cyberark|wallix|teampass"
    "|key vault|azure key vault|secrets manager|trousseaux?|laps|bastions?|siege|agences?|sites?|salles?|baies?|locaux"
    "|accueil|notaire|huissiers?|banque|sequestre|outils?|applications?|annuaires?|active directory|entra|serveurs?"
    "|postes?|partages?|repertoires?|dossiers?|fiches?|documents?|procedures?|annexes?|politiques?|inventaires?|listes?"
    "|pv|proces-verb(?:al|aux)|comptes? rendus?|rapports?|attestations?|certificats?|tickets?|papier|scelles?"
    "|telephones?|courriers?|sms|administrateurs?|exploitants?|infogerants?|astreintes?|responsables?"
)
PLACE = re.compile(
    rf"(?:{_BEFORE_PLACE} ?)?(?:{_ARTICLE} ?)*(?:{_HOLDERS})\b"
    rf"|(?:dans|au|aux|en|chez|sur|sous|par|avec|aupres) (?:{_ARTICLE} )*(?:cours|attente|possession|demande|usage)\b"
    r"|a (?:changer|creer|definir|renouveler|reinitialiser|remettre|transmettre|demander|communiquer|recuperer|revoquer"
    r"|verifier|deposer|fournir)\b"
    r"|(?:aucune?|non|oui|inconnue?s?|jamais|pas|personne|tous|toutes|chaque|conservee?s?|gardee?s?|detenue?s?|deposee?s?"
    r"|remise?s?|connue?s?|partagee?s?|changee?s?|renouvelee?s?|revoquee?s?|confiee?s?|expiree?s?|rotation"
    r"|genere?e?s?|reinitialisee?s?|ne|n.est|identiques?|(?:le|la|les) memes?|stockee?s?|scellee?s?|supprimee?s?"
    r"|transmise?s?|fournie?s?|tenue?s?|rangee?s?"
    r"|longueur|longs?|complexes?|robustes?|uniques?|individuels?|nominatifs?|obligatoires?|interdits?"
    r"|exiges?|\d{1,3} (?:caracteres|signes|jours|mois|comptes?))\b"
)
"""How a sentence goes on that says where a secret is kept, or what becomes of it, and not what it is."""
ACCOUNT = re.compile(
    r"(?:adm|admin|svc|srv|sa|usr|cpt|ext|root|test|backup|bkp|app)[-_.][A-Za-z]+(?:[-_.][A-Za-z]+)*\d{0,3}"
    r"|[A-Z]+(?:[-_][A-Z0-9]+)+|[a-z]+(?:-[a-z]+)+-\d{1,2}|\d{1,3}(?:er|e|h|j)|[A-Z]{1,3}\d{1,3}|1Password"
    r"|\d{1,2}h\d{2}"
)
"""Names that mix letters and digits and are no password: « adm-jdupont2 », « SRV-FIC01 », « INF-2024-07 », « N3 »."""
PUBLIC = re.compile(
    r"""
      \b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b                                # an identifier (UUID)
    | \b(?:i|vol|vpc|subnet|sg|ami|eni|igw|rtb|snap|vm)-[0-9a-f]{8,17}\b             # a resource of a cloud
    | (?<![\w:])(?:[0-9a-f]{1,4}:){3,7}:?[0-9a-f]{1,4}(?![\w:])                      # an address (IPv6)
    | [\w.+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+                                           # an e-mail address
    | \b(?:empreinte|fingerprint|thumbprint|sha-?1|sha-?256|md5|(?:n°|numéro)\ de\ série|s/n)
      (?:\ (?:du|de\ la|sha-?\d+|certificat|clé|publique))*\ ?[:=]?\ ?
      (?: (?:[0-9a-f]{2}[:\ ]){15,31}[0-9a-f]{2} | [0-9a-f]{64} | [0-9a-f]{40} | [0-9a-f]{32} )\b
    | \bSHA256:[A-Za-z0-9+/]{43}=?                                                   # a fingerprint, as SSH writes it
    """,
    re.I | re.X,
)
"""What chance would be suspected of, and is public: taken out before looking for it."""
