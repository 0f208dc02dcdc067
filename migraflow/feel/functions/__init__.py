"""The built-in functions of FEEL 1.4, by name."""

from ..values import Function
from . import contexts, lists, moments, numbers, patterns, range_text, spans, strings
from .signatures import Declaration, builtin

LISTED: tuple[Declaration, ...] = (
    *numbers.DECLARATIONS,
    *strings.DECLARATIONS,
    *patterns.DECLARATIONS,
    *lists.DECLARATIONS,
    *contexts.DECLARATIONS,
    *moments.DECLARATIONS,
    *spans.DECLARATIONS,
    *range_text.DECLARATIONS,
)

BUILTINS: dict[str, Function] = {
    name: builtin(name, [each for each in LISTED if each.name == name])
    for name in dict.fromkeys(each.name for each in LISTED)
}
