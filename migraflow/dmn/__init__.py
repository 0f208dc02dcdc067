"""DMN 1.4: decision graphs and decision tables, run on FEEL, that explain themselves.

    model = dmn.parse(xml)
    outcome = model.evaluate("Éligibilité", {"Âge": 27, "Région": "Kayes"}, now=now)
    outcome.value, outcome.explanation
"""

from .boxed import BadText
from .build import parse
from .errors import Code, DmnError
from .logic import Fired, Trouble
from .model import Decision, InputData, Model, Outcome, Service
from .tables import Table

__all__ = [
    "BadText",
    "Code",
    "Decision",
    "DmnError",
    "Fired",
    "InputData",
    "Model",
    "Outcome",
    "Service",
    "Table",
    "Trouble",
    "parse",
]
