"""Laws that hold for any values, tried on random ones."""

from datetime import date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from migraflow import feel
from migraflow.feel import Value, YearsMonths, temporal


def at(moment: datetime, zone: tzinfo | None) -> datetime:
    """A moment in a zone."""
    return moment.replace(tzinfo=zone)


numbers = st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9)
offsets = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
zones: st.SearchStrategy[tzinfo | None] = st.none() | offsets
naive = st.datetimes(min_value=datetime(2, 1, 1), max_value=datetime(9998, 1, 1))
moments = st.builds(at, naive, zones)
spans = st.timedeltas(min_value=timedelta(days=-9999), max_value=timedelta(days=9999))
atoms: st.SearchStrategy[Value] = (
    st.none() | st.booleans() | numbers | st.text(max_size=8) | st.dates() | moments | spans
    | st.integers(-999, 999).map(YearsMonths)
)  # fmt: skip
values: st.SearchStrategy[Value] = st.recursive(
    atoms,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(min_size=1, max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(values)
def test_what_is_written_reads_back_as_the_same_value(value: Value) -> None:
    if isinstance(value, (str, list, dict)) or value is None or isinstance(value, (bool, Decimal)):
        text = feel.written(value) if not has_moment(value) else "null"
    else:
        text = f'@"{feel.show(value)}"'
    expected = value if text != "null" else None
    assert feel.equal(feel.evaluate(text), expected) is True


def has_moment(value: Value) -> bool:
    """Whether dates or durations are inside, which a list writes without their @."""
    if isinstance(value, list):
        return any(map(has_moment, value))
    if isinstance(value, dict):
        return any(map(has_moment, value.values()))
    return not (value is None or isinstance(value, (bool, Decimal, str)))


@given(values, values)
def test_equality_is_symmetric_and_agrees_with_difference(one: Value, other: Value) -> None:
    context = {"a": one, "b": other}
    assert feel.evaluate("a = b", context) == feel.evaluate("b = a", context)
    same, differs = feel.evaluate("a = b", context), feel.evaluate("a != b", context)
    assert (same is None and differs is None) or same is not differs
    assert feel.evaluate("a = a", context) is True


@given(atoms, atoms)
def test_order_is_antisymmetric_and_between_is_its_two_halves(one: Value, other: Value) -> None:
    context = {"a": one, "b": other}
    assert feel.evaluate("a < b", context) == feel.evaluate("b > a", context)
    assert feel.evaluate("a <= b", context) == feel.evaluate("b >= a", context)
    if feel.evaluate("a < b", context) is True:
        assert feel.evaluate("a in [a..b] and b in ]a..b] and not(b in [a..b))", context) is True


truths = st.sampled_from([True, False, None])


@given(truths, truths)
def test_ternary_logic_obeys_de_morgan(one: bool | None, other: bool | None) -> None:
    context = {"a": one, "b": other}
    assert feel.evaluate("not(a and b)", context) == feel.evaluate("not(a) or not(b)", context)
    assert feel.evaluate("not(a or b)", context) == feel.evaluate("not(a) and not(b)", context)


@given(numbers, numbers)
def test_sums_and_differences_undo_one_another(one: Decimal, other: Decimal) -> None:
    assert feel.evaluate("a + b - b = a", {"a": one, "b": other}) is True
    assert feel.evaluate("b = 0 or modulo(a, b) + floor(a / b) * b = a", {"a": one, "b": other}) is True


@given(moments, spans)
def test_a_moment_moved_and_moved_back_is_where_it_was(moment: datetime, span: timedelta) -> None:
    context = {"m": moment, "d": span}
    assert feel.evaluate("(m + d) - d = m", context) is True
    assert feel.evaluate("(m + d) - m = d", context) is True


@given(st.dates(), st.dates())
def test_the_calendar_agrees_with_the_one_of_the_language(one: date, other: date) -> None:
    assert temporal.civil(one.toordinal()) == (one.year, one.month, one.day)
    assert temporal.day_of(one.year, one.month, one.day) == one.toordinal()
    context = {"a": one, "b": other}
    assert feel.evaluate('(a - b) / @"P1D"', context) == (one - other).days
    assert feel.evaluate("week of year(a)", context) == one.isocalendar().week
    assert feel.evaluate("a.weekday", context) == one.isoweekday()


@given(st.integers(-2_000_000, 5_000_000))
def test_days_before_and_after_the_calendar_count_on(day: int) -> None:
    year, month, number = temporal.civil(day)
    assert temporal.day_of(year, month, number) == day
    assert temporal.civil(day + 1) > (year, month, number)


@given(st.times(), zones)
def test_times_are_written_and_read_with_their_offset(clock: time, zone: tzinfo | None) -> None:
    zoned = clock.replace(tzinfo=zone)
    read = feel.evaluate(f'@"{feel.show(zoned)}"')
    assert feel.show(read) == feel.show(zoned)


@given(st.lists(st.integers(-50, 50), min_size=1, max_size=20))
def test_list_functions_agree_with_those_of_the_language(items: list[int]) -> None:
    context = {"l": items}
    assert feel.evaluate("sum(l)", context) == sum(items)
    assert feel.evaluate("sort(l, function(a, b) a < b)", context) == sorted(items)
    assert feel.evaluate("distinct values(l)", context) == list(dict.fromkeys(items))
    assert feel.evaluate("reverse(reverse(l)) = l", context) is True
    assert feel.evaluate("l[item > 0]", context) == [each for each in items if each > 0]


@settings(max_examples=300)
@given(st.text(alphabet="abx12 .,+-*/()[]{}<>=:\"@?\\'é\n", max_size=40))
def test_any_text_compiles_or_is_refused_with_a_sentence(text: str) -> None:
    for make in (feel.compile, feel.compile_unary):
        try:
            rule = make(text)
        except feel.FeelSyntaxError as error:
            assert 0 <= error.position <= len(text)
            assert error.sentence("fr") and error.sentence("en")
            continue
        try:
            rule.evaluate({"a": 1, "b": "x"}, input=3)
        except feel.LimitReached:
            continue


words = st.sampled_from(
    '1 2.5 "t" null true a b item [ ] ( ) { } , : . .. + - * / ** = != < <= > >= and or not if then else for in '
    "return some every satisfies between instance of number list<number> function(x) max(1) count( ?".split()
)


@settings(max_examples=300)
@given(st.lists(words, max_size=14).map(" ".join))
def test_words_thrown_together_never_break_the_engine(text: str) -> None:
    try:
        rule = feel.compile(text, ["a", "b"])
    except feel.FeelSyntaxError:
        return
    rule.evaluate({"a": [1, {"b": 2}], "b": {"a": "x"}})
