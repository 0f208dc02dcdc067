"""Built-in functions on numbers."""

from collections.abc import Callable
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Context,
    Decimal,
    DecimalException,
    InvalidOperation,
)

from .. import temporal
from ..budget import Run
from ..values import NUMBERS, Value, YearsMonths
from .signatures import Declaration, declare

WIDE = Context(prec=12_400, Emin=-12_400, Emax=12_400, traps=[InvalidOperation])
LOWEST_SCALE, HIGHEST_SCALE = -6111, 6176
ONE = Decimal(1)


def rounded(number: Decimal, scale: Decimal, rounding: str) -> Value:
    """`number` with at most `scale` decimals (negative: tens, hundreds…); null for a scale out of decimal128."""
    places = int(scale)
    if not LOWEST_SCALE <= places <= HIGHEST_SCALE:
        return None
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and exponent >= -places:
        return number
    result = number.quantize(ONE.scaleb(-places, WIDE), rounding, WIDE)
    return NUMBERS.plus(result) if result else Decimal(0)


def rounding_to(rounding: str) -> Callable[..., Value]:
    """A rounding function of a number and its decimals (none unless said)."""

    def apply(number: Decimal, scale: Decimal = Decimal(0)) -> Value:
        return rounded(number, scale, rounding)

    return apply


def absolute(value: Value) -> Value:
    """The size of a number or a duration."""
    if isinstance(value, Decimal):
        return NUMBERS.abs(value)
    if isinstance(value, YearsMonths):
        return YearsMonths(abs(value.months))
    return temporal.make_duration(abs(temporal.duration_nanos(value))) if temporal.is_duration(value) else None


def modulo(dividend: Decimal, divisor: Decimal) -> Value:
    """What is left of `dividend`, with the sign of `divisor`."""
    try:
        rest = NUMBERS.remainder(dividend, divisor)
    except DecimalException:
        return None
    return NUMBERS.add(rest, divisor) if rest and (rest < 0) != (divisor < 0) else NUMBERS.plus(rest)


def curve(operation: Callable[[Decimal], Decimal]) -> Callable[[Run, Decimal], Value]:
    """A function of one number, null where it is undefined."""

    def apply(run: Run, number: Decimal) -> Value:
        run.spend(100)
        try:
            result = operation(number)
        except DecimalException:
            return None
        return result if result.is_finite() else None

    return apply


def parity(rest: int) -> Callable[[Decimal], Value]:
    """Whether a whole number leaves this rest when halved; null for a number that is not whole."""

    def apply(number: Decimal) -> Value:
        if number != number.to_integral_value():
            return None
        return abs(NUMBERS.create_decimal(number) % 2) == rest if number.adjusted() < 34 else rest == 0

    return apply


DECLARATIONS: tuple[Declaration, ...] = (
    declare("decimal(n: number, scale: number)", rounding_to(ROUND_HALF_EVEN)),
    declare("floor(n: number, scale?: number)", rounding_to(ROUND_FLOOR)),
    declare("ceiling(n: number, scale?: number)", rounding_to(ROUND_CEILING)),
    declare("round up(n: number, scale: number)", rounding_to(ROUND_UP)),
    declare("round down(n: number, scale: number)", rounding_to(ROUND_DOWN)),
    declare("round half up(n: number, scale: number)", rounding_to(ROUND_HALF_UP)),
    declare("round half down(n: number, scale: number)", rounding_to(ROUND_HALF_DOWN)),
    declare("abs(n: number|duration)", absolute),
    declare("modulo(dividend: number, divisor: number)", modulo),
    declare("sqrt(number: number)", curve(NUMBERS.sqrt), calls=True),
    declare("log(number: number)", curve(NUMBERS.ln), calls=True),
    declare("exp(number: number)", curve(NUMBERS.exp), calls=True),
    declare("odd(number: number)", parity(1)),
    declare("even(number: number)", parity(0)),
)
