"""Texts against patterns that others wrote, in bounded time: wildcards, and regular expressions as Java reads them.

Templates, policies, rules and log filters bring patterns, and requests bring texts; together they must not keep a
reader waiting. A wildcard never goes back over what it has matched. A regular expression is given a second.
https://docs.oracle.com/javase/8/docs/api/java/util/regex/Pattern.html
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator
from enum import Enum

import regex

SECONDS = 1.0
"""How long one text may be tried against one expression."""

LONGEST = 5_000
"""Characters of an expression; the longest of AWS's own have a tenth of that."""

MOST_REPEATED = 10_000
"""What the numbers of nested repetitions may come to when multiplied: compiling writes each of them out."""


class ExpressionError(ValueError):
    """A pattern that is no regular expression, or one that cannot be decided in time; says why."""


class Wild(Enum):
    """What a wildcard stands for."""

    ANY = "*"
    ONE = "?"


def wildcard(parts: Iterable[str | Wild], *, ignore_case: bool = False) -> re.Pattern[str]:
    """What matches these parts one after the other, to be used with `fullmatch`.

    After each `*` the first place where the text goes on is the right one, whatever follows: so the search takes it
    and never comes back, and the time grows with the lengths of pattern and text alone.
    """
    runs: list[str] = [""]
    for part in parts:
        if part is Wild.ANY:
            runs.append("")
        else:
            runs[-1] += "." if part is Wild.ONE else re.escape(str(part))
    first, *others = runs
    *between, last = others or [""]
    sought = "".join(f"(?>.*?{run})" for run in between if run)
    written = first if not others else f"{first}{sought}.*{last}"
    return re.compile(written, re.DOTALL | (re.IGNORECASE if ignore_case else 0))


class Expression:
    """A regular expression that stops looking after a second."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self._compiled = _compiled(pattern)

    def fullmatch(self, text: str) -> bool:
        """Whether the whole text matches. Raises `ExpressionError` when that takes too long."""
        return self._tried(self._compiled.fullmatch, text)

    def search(self, text: str) -> bool:
        """Whether some part of the text matches. Raises `ExpressionError` when that takes too long."""
        return self._tried(self._compiled.search, text)

    def _tried(self, find: Callable[..., object], text: str) -> bool:
        try:
            return find(text, timeout=SECONDS) is not None
        except TimeoutError:
            raise ExpressionError(
                f"tries too many ways for {len(text)} characters and was stopped after {SECONDS:g} s; "
                "let no repeated group hold another repetition, as in (a+)+"
            ) from None
        except MemoryError:
            raise ExpressionError(f"needs too much memory for {len(text)} characters") from None


@functools.lru_cache(maxsize=1024)
def _compiled(pattern: str) -> regex.Pattern[str]:
    if len(pattern) > LONGEST:
        raise ExpressionError(f"has {len(pattern)} characters; the cookbook reads up to {LONGEST}")
    _count_repetitions(pattern)
    try:
        return regex.compile("".join(_translated(pattern)), regex.VERSION1)
    except (regex.error, OverflowError, RecursionError, ValueError) as error:
        raise ExpressionError(str(error) or type(error).__name__) from None


_REPEATED = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|(?P<open>\()|(?P<close>\))|\{(?P<low>\d+)(?:,(?P<high>\d*))?\}", re.S)


def _count_repetitions(pattern: str) -> None:
    """Refuse counted repetitions whose product is larger than anything a text of a template can hold."""
    inside: list[int] = [1]
    closed = 1
    for found in _REPEATED.finditer(pattern):
        if found["open"]:
            inside.append(1)
        elif found["close"] and len(inside) > 1:
            closed = inside.pop()
            inside[-1] = max(inside[-1], closed)
        elif found["low"]:
            digits = found["high"] or found["low"]
            times = int(digits) if len(digits) < 10 else 10**10
            inside[-1] = max(inside[-1], times * (closed if pattern[found.start() - 1] == ")" else 1))
            if inside[-1] > MOST_REPEATED:
                raise ExpressionError(f"repeats {found[0]} more than {MOST_REPEATED} times")


_TOKEN = re.compile(
    r"\\Q(?P<quoted>.*?)(?:\\E|\Z)|\\k<(?P<group>\w+)>|(?P<escape>\\(?:[pP]\{\w+\}|.))|(?P<operator>--|\|\||~~)|.",
    re.DOTALL,
)

_CLASSES = {
    r"\d": "[0-9]",
    r"\D": "[^0-9]",
    r"\w": "[a-zA-Z_0-9]",
    r"\W": "[^a-zA-Z_0-9]",
    r"\s": r"[ \t\n\x0b\f\r]",
    r"\S": r"[^ \t\n\x0b\f\r]",
    r"\h": r"[ \t\xa0\u1680\u180e\u2000-\u200a\u202f\u205f\u3000]",
    r"\z": r"\Z",
    r"\Z": r"(?=\n?\Z)",
    r"\p{Lower}": "[a-z]",
    r"\p{Upper}": "[A-Z]",
    r"\p{ASCII}": r"[\x00-\x7f]",
    r"\p{Alpha}": "[a-zA-Z]",
    r"\p{Digit}": "[0-9]",
    r"\p{Alnum}": "[a-zA-Z0-9]",
    r"\p{Punct}": r"[!-/:-@\[-`\{-\~]",
    r"\p{Graph}": "[!-~]",
    r"\p{Print}": "[ -~]",
    r"\p{Blank}": r"[ \t]",
    r"\p{Cntrl}": r"[\x00-\x1f\x7f]",
    r"\p{XDigit}": "[0-9a-fA-F]",
    r"\p{Space}": r"[ \t\n\x0b\f\r]",
}
"""Java's classes know ASCII alone unless told otherwise; sets may hold sets, in Java as in what reads them here."""


def _translated(pattern: str) -> Iterator[str]:
    sets = 0
    for token in _TOKEN.finditer(pattern):
        text = token[0]
        if token["quoted"] is not None:
            yield regex.escape(token["quoted"])
        elif token["group"]:
            yield f"(?P={token['group']})"
        elif token["operator"] and sets:
            # To Java two characters like any other.
            yield f"\\{text}"
        else:
            sets += {"[": 1, "]": -1}.get(text, 0) if sets or text == "[" else 0
            yield _CLASSES.get(text, text)
