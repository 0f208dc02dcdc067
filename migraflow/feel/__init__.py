"""FEEL 1.4, the language managers write rules in: text in, closures out, never Python code.

    rule = feel.compile('montant > 1000 and risque in ("moyen", "élevé")')
    rule.evaluate({"montant": 1200, "risque": "moyen"})  # True

Bad data gives null (`None`), as the standard says; a text that is not FEEL raises `FeelSyntaxError` with a
sentence for its author; a computation without measure raises `LimitReached`.
"""

from .budget import Run
from .compile import Expression, compile_unary, evaluate
from .compile import compile_expression as compile
from .conformity import coerce, conforms
from .convert import to_feel
from .errors import Cause, FeelSyntaxError, Limit, LimitReached
from .functions import BUILTINS
from .kinds import Basic, ContextKind, FunctionKind, Kind, ListKind, RangeKind
from .landmarks import landmarks
from .make_loops import spread
from .operators import add, equal, less, subtract
from .show import show, written
from .values import Function, Parameter, Range, Value, WideDate, WideDateTime, WideDuration, WideTime, YearsMonths

__all__ = [
    "BUILTINS",
    "Basic",
    "Cause",
    "ContextKind",
    "Expression",
    "FeelSyntaxError",
    "Function",
    "FunctionKind",
    "Kind",
    "Limit",
    "LimitReached",
    "ListKind",
    "Parameter",
    "Range",
    "RangeKind",
    "Run",
    "Value",
    "WideDate",
    "WideDateTime",
    "WideDuration",
    "WideTime",
    "YearsMonths",
    "add",
    "coerce",
    "compile",
    "compile_unary",
    "conforms",
    "equal",
    "evaluate",
    "landmarks",
    "less",
    "show",
    "spread",
    "subtract",
    "to_feel",
    "written",
]
