"""Words that a contract made from a model starts with, until a person writes those of the contract."""

UNNAMED = "À nommer"
"""Name of an actor of whom the model knows the function alone."""
MARK = "Repris du modèle, à confirmer"
"""Place of a clause that no contract was yet read for."""
