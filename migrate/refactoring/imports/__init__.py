"""How importers are rewritten: which lines they get, lose and share."""
