"""Which log lines a filter pattern matches, and what it reads out of them. Not what becomes of a line.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/regex-expressions.html
Not modelled: how many patterns of a group may hold regular expressions.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from patterns.expressions import Expression, ExpressionError, Wild, wildcard
from patterns.sandbox.core.errors import SandboxError


class PatternError(SandboxError):
    """A filter pattern that is none."""


@dataclass(frozen=True)
class Line:
    """A log line that matched: as JSON, or by the names of its fields."""

    document: Any = None
    fields: Mapping[str, str] | None = None

    def read(self, selector: str) -> Any:
        """What `$.name` or `$name` stands for; None where the line has nothing there."""
        if self.fields is not None:
            return self.fields.get(selector.removeprefix("$").removeprefix("."))
        found = _selected(self.document, selector)
        return found[0] if found else None


Pattern = Callable[[str], Line | None]


LONGEST = 1024
"""Characters of a filter pattern."""


@functools.lru_cache(maxsize=256)
def pattern(text: str) -> Pattern:
    """What tells of a line whether it matches. Raises `PatternError`."""
    if len(text) > LONGEST:
        raise PatternError(f"a filter pattern has at most {LONGEST} characters, this one has {len(text)}")
    try:
        return _pattern(text)
    except RecursionError:
        raise PatternError("a filter pattern with so many brackets inside each other is not read") from None


def _pattern(text: str) -> Pattern:
    stripped = text.strip()
    if stripped.startswith("{") and stripped.endswith("}"):
        return _json_pattern(stripped[1:-1], text)
    if stripped.startswith("[") and stripped.endswith("]"):
        return _columns_pattern(stripped[1:-1], text)
    return _terms_pattern(stripped)


# Words anywhere in a line.

_TERM = re.compile(r'(?P<sign>[?-]?)(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|%(?P<regex>[^%]+)%|(?P<word>[^\s"]+))')


def _terms_pattern(text: str) -> Pattern:
    signed: dict[str, list[Callable[[str], bool]]] = {"": [], "?": [], "-": []}
    for found in _TERM.finditer(text):
        quoted = found["quoted"]
        word = re.sub(r"\\(.)", r"\1", quoted) if quoted is not None else found["word"]
        signed[found["sign"]].append(_regular(found["regex"]) if found["regex"] else functools.partial(_holds, word))

    def matches(line: str) -> Line | None:
        every = all(term(line) for term in signed[""])
        # Terms with a question mark count only where no others are required.
        some = bool(signed[""]) or not signed["?"] or any(term(line) for term in signed["?"])
        return Line() if every and some and not any(term(line) for term in signed["-"]) else None

    return matches


def _holds(word: str, line: str) -> bool:
    return word in line


_REGULAR = re.compile(r"[A-Za-z0-9\s:_#=@/;,\-^$?\[\]{}|\\*+.]*")
"""What a regular expression may be written with: neither groups nor letters of more than a byte."""


def _regular(text: str) -> Callable[[str], bool]:
    """Whether a line has what a regular expression describes. Raises `PatternError`."""
    if not _REGULAR.fullmatch(text):
        raise PatternError(f"%{text}% holds what regular expressions of filter patterns may not, such as () or letters")
    try:
        expression = Expression(text)
    except ExpressionError as error:
        raise PatternError(f"%{text}% is no regular expression: it {error}") from None

    def found(line: str) -> bool:
        # Without groups no expression takes long; the limit is only ever met by a line of megabytes.
        try:
            return expression.search(line)
        except ExpressionError:
            return False

    return found


# Conditions, in curly brackets on JSON and in square ones on columns.

_CONDITION = re.compile(
    r"""\s*(?:
    (?P<sign>&&|\|\||\(|\))
    |(?P<field>\$?(?:\.?[A-Za-z0-9_\-*:]+|\.\*|\[(?:\d+|\*)\]|\['[^']+'\])+)\s*
      (?:(?P<word>IS\s+NULL|IS\s+TRUE|IS\s+FALSE|NOT\s+EXISTS)
      |(?P<operator>!=|>=|<=|=|<|>)\s*
       (?P<value>"(?:[^"\\]|\\.)*"|%[^%]+%|[^\s&|()"]+))
    )""",
    re.VERBOSE,
)

_Test = Callable[[Callable[[str], list[Any]]], bool]


class _Conditions:
    """Reads conditions joined by && and ||, with brackets; && binds closer."""

    def __init__(self, text: str, whole: str) -> None:
        self._whole = whole
        self._tokens: list[re.Match[str]] = []
        at = 0
        while text[at:].strip():
            match = _CONDITION.match(text, at)
            if match is None:
                raise self._error()
            self._tokens.append(match)
            at = match.end()

    def test(self) -> _Test:
        """All of it as one test."""
        found = self._either()
        if self._tokens:
            raise self._error()
        return found

    def _either(self) -> _Test:
        tests = [self._both()]
        while self._follows("||"):
            tests.append(self._both())
        return tests[0] if len(tests) == 1 else lambda read: any(test(read) for test in tests)

    def _both(self) -> _Test:
        tests = [self._one()]
        while self._follows("&&"):
            tests.append(self._one())
        return tests[0] if len(tests) == 1 else lambda read: all(test(read) for test in tests)

    def _one(self) -> _Test:
        if self._follows("("):
            inner = self._either()
            if not self._follows(")"):
                raise self._error()
            return inner
        if not self._tokens or self._tokens[0]["sign"]:
            raise self._error()
        found = self._tokens.pop(0)
        field = found["field"]
        if found["word"]:
            word = " ".join(found["word"].split())
            return lambda read: _is(word, read(field))
        compare = _comparison(found["operator"], found["value"])
        return lambda read: any(map(compare, read(field)))

    def _follows(self, sign: str) -> bool:
        if self._tokens and self._tokens[0]["sign"] == sign:
            self._tokens.pop(0)
            return True
        return False

    def _error(self) -> PatternError:
        return PatternError(f"{self._whole!r} is not a filter pattern: write conditions such as {{ $.status = 500 }}")


def _is(word: str, found: list[Any]) -> bool:
    if word == "NOT EXISTS":
        return not found
    wanted = {"IS NULL": None, "IS TRUE": True, "IS FALSE": False}[word]
    return any(one is wanted for one in found)


def _comparison(sign: str, text: str) -> Callable[[Any], bool]:
    number = None if text.startswith('"') else _number(text)
    if sign not in ("=", "!="):
        limit = number if number is not None else _number(text.strip('"'))
        return lambda found: limit is not None and (one := _number(found)) is not None and _ORDER[sign](one, limit)
    wanted = _wanted(text)

    def equals(found: Any) -> bool:
        if number is not None and (one := _number(found)) is not None:
            return one == number
        return bool(wanted(_as_text(found)))

    return equals if sign == "=" else lambda found: not equals(found)


_ORDER: dict[str, Callable[[float, float], bool]] = {
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
    "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
}


def _wanted(text: str) -> Callable[[str], object]:
    """What a text has to be: a regular expression within percent signs, or letters with stars for anything."""
    if text.startswith("%"):
        return _regular(text[1:-1])
    plain = re.sub(r"\\(.)", r"\1", text[1:-1]) if text.startswith('"') else text
    return wildcard(Wild.ANY if part == "*" else part for part in re.findall(r"\*|[^*]+", plain)).fullmatch


def _as_text(found: Any) -> str:
    return found if isinstance(found, str) else json.dumps(found)


def _number(found: Any) -> float | None:
    if isinstance(found, bool):
        return None
    try:
        return float(found)
    except (TypeError, ValueError):
        return None


def number(found: Any) -> float | None:
    """The number something read from a line is, or None."""
    return _number(found)


# Lines of JSON.

_STEP = re.compile(r"\.(?P<name>[^.\[]+)|\[(?P<index>\d+|\*)\]|\['(?P<quoted>[^']+)'\]")


def _json_pattern(inside: str, whole: str) -> Pattern:
    test = _Conditions(inside, whole).test()

    def matches(line: str) -> Line | None:
        try:
            document = json.loads(line)
        except (ValueError, RecursionError):
            return None
        if not isinstance(document, dict | list):
            return None
        return Line(document) if test(lambda field: _selected(document, field)) else None

    return matches


def _selected(document: Any, selector: str) -> list[Any]:
    """Everything a selector leads to; a star leads to each."""
    found = [document]
    for step in _STEP.finditer(selector.removeprefix("$")):
        name = step["name"] or step["quoted"] or step["index"]
        found = [inner for one in found for inner in _inside(one, name)]
    return found


def _inside(one: Any, name: str) -> list[Any]:
    if isinstance(one, dict):
        return list(one.values()) if name == "*" else [one[name]] if name in one else []
    if isinstance(one, list):
        return one if name == "*" else [one[int(name)]] if name.isdigit() and int(name) < len(one) else []
    return []


# Lines of columns.

_COLUMN = re.compile(r'"([^"]*)"|\[([^\]]*)\]|(\S+)')
_REST = "..."


def _columns_pattern(inside: str, whole: str) -> Pattern:
    parts = [part.strip() for part in inside.split(",")]
    names = [re.split(r"[\s=<>!(&|]", part.lstrip("( "), maxsplit=1)[0] for part in parts]
    if parts.count(_REST) > 1 or not all(names):
        raise PatternError(
            f"{whole!r} is not a filter pattern: write columns as in [ip, user, ..., status = 4*, bytes]"
        )
    tests = [_Conditions(part, whole).test() for part in parts if re.search(r"[=<>]", part)]

    def matches(line: str) -> Line | None:
        values = [next(group for group in found.groups() if group is not None) for found in _COLUMN.finditer(line)]
        fields = _by_name(names, values)
        if fields is None:
            return None
        kept = all(test(lambda name: [fields[name]] if name in fields else []) for test in tests)
        return Line(fields=fields) if kept else None

    return matches


def _by_name(names: list[str], values: list[str]) -> dict[str, str] | None:
    """The columns by name, None where a line has another number of them."""
    if _REST not in names:
        return dict(zip(names, values, strict=True)) if len(names) == len(values) else None
    before = names.index(_REST)
    after = len(names) - before - 1
    if len(values) < before + after:
        return None
    ends = values[len(values) - after :] if after else []
    return {**dict(zip(names[:before], values, strict=False)), **dict(zip(names[before + 1 :], ends, strict=True))}
