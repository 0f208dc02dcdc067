"""Repairs: what may be done about a finding, said in a sentence and done to the files."""

from migraflow.engine.repairs.proposals import proposed
from migraflow.engine.repairs.repair import CHANGES, Repair

__all__ = ["CHANGES", "Repair", "proposed"]
