"""The words of the contract file for dates, notice and terms, beside the portal's own codes."""

CONVENTIONS = {"dernier_jour": "last_day", "anniversaire": "anniversary"}
EFFECTS = {"reception": "receipt", "premiere_presentation": "first_presentation", "envoi": "sending"}
MEANS = {
    "lettre_recommandee": "registered", "recommandee_electronique": "electronic",
    "commissaire_de_justice": "bailiff", "lettre_simple": "letter", "courriel": "mail",
}  # fmt: skip
KINDS = {
    "revision": "revision", "garantie": "warranty", "piece": "document", "revue": "review", "autre": "other",
}  # fmt: skip
