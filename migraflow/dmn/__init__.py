"""DMN 1.4: decision graphs and decision tables, run on FEEL, that explain themselves.

model = dmn.parse(xml)
outcome = model.evaluate("Éligibilité", {"Âge": 27, "Région": "Kayes"}, now=now)
outcome.value, outcome.explanation
"""

from .build import parse
from .check import check
from .errors import Code, DmnError
from .findings import Finding, Flaw, Severity
from .logic import Fired, Trouble
from .model import Decision, InputData, Model, Outcome, Service
from .tables import Table

__all__ = [
    "Code",
    "Decision",
    "DmnError",
    "Finding",
    "Fired",
    "Flaw",
    "InputData",
    "Model",
    "Outcome",
    "Service",
    "Severity",
    "Table",
    "Trouble",
    "check",
    "parse",
]
