"""Demo data: two years of an agency's work, played through the real use cases with a clock of its own."""

from migraflow.demo.filled import PEOPLE, WHOLE, fill
from migraflow.demo.staff import PASSWORD, TRIALS

__all__ = ["PASSWORD", "PEOPLE", "TRIALS", "WHOLE", "fill"]
