"""How word gets out of the house: one file per channel."""
