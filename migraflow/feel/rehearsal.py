"""A text that takes nothing from outside is tried once when it is compiled: what cannot end then never will.

So a loop over a billion numbers is refused where its author reads the sentence, not only stopped where a case needs it.
Functions of the house are not called: without them such a text is null or just as long.
"""

from .budget import Run
from .errors import Cause, FeelSyntaxError, Limit, LimitReached
from .frames import Frame, Inputs, weigh
from .functions import BUILTINS
from .maker import Code

BRIEF = 100
"""Characters too few to make anything large without a loop, a function or a pattern."""
CAUSES = {Limit.STEPS: Cause.TOO_MANY_STEPS, Limit.SIZE: Cause.TOO_LARGE, Limit.DEPTH: Cause.ENDLESS_CALLS}


def rehearse(text: str, code: Code) -> None:
    """Try `code`, compiled from `text` with built-in functions only; raises FeelSyntaxError when it is stopped."""
    run = Run()
    try:
        value = code(Frame({}, None, Inputs({}, BUILTINS), run))
        if isinstance(value, (list, dict)):
            weigh(run, value)
    except LimitReached as reached:
        raise FeelSyntaxError(text, 0, CAUSES[reached.limit]) from None
    except (RecursionError, MemoryError):
        raise FeelSyntaxError(text, 0, Cause.ENDLESS_CALLS) from None
