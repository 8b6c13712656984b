"""Metric math: what an expression makes of the series it names. Nothing of it is ever run as Python.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
Not modelled: SEARCH, queries in SQL, anomaly detection, sorting and slicing, dates, labels. They are refused by name.
"""

from __future__ import annotations

import ast
import functools
import itertools
import math
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from patterns.sandbox.core.errors import NotSimulated

Row = tuple[float | None, ...]
"""A time series: a value or nothing for each period, the oldest first."""

Value = float | Row | list[Row]


@dataclass(frozen=True)
class Query:
    """What an expression is worked out with: the series by id, and the length of a period in seconds."""

    series: Mapping[str, Row]
    metrics: tuple[str, ...]
    period: int
    length: int


_WORDS = (
    (re.compile(r"&&|\bAND\b"), " and "),
    (re.compile(r"\|\||\bOR\b"), " or "),
    (re.compile(r"\^"), "**"),
)


@functools.lru_cache(maxsize=512)
def parsed(expression: str) -> ast.expr:
    """The expression as a tree. Raises `NotSimulated` where it is none that is understood here."""
    text = expression.strip()
    if text.upper().startswith("SELECT"):
        raise _refused(expression, "queries in SQL are not evaluated")
    parts = re.split(r"('[^']*'|\"[^\"]*\")", text)
    for index in range(0, len(parts), 2):
        for pattern, word in _WORDS:
            parts[index] = pattern.sub(word, parts[index])
    try:
        return ast.parse("".join(parts).strip(), mode="eval").body
    except SyntaxError:
        raise _refused(expression, "it is not understood") from None


def value(expression: str, query: Query) -> Row:
    """The series an expression gives; a single number is that number in every period. Raises `NotSimulated`."""
    found = _worked_out(parsed(expression), query, expression)
    if isinstance(found, list):
        if len(found) != 1:
            raise _refused(expression, f"it gives {len(found)} series, where one is needed")
        return found[0]
    return found if isinstance(found, tuple) else (found,) * query.length


def names(expression: str) -> set[str]:
    """The ids an expression names."""
    return {node.id for node in ast.walk(parsed(expression)) if isinstance(node, ast.Name)}


def _worked_out(node: ast.expr, query: Query, whole: str) -> Value:
    match node:
        case ast.Constant(value=bool()):
            raise _refused(whole, "it is not understood")
        case ast.Constant(value=int() | float() as number):
            return float(number)
        case ast.Name(id=name) if name in query.series:
            return query.series[name]
        case ast.List(elts=elements):
            return [_as_row(_worked_out(element, query, whole), query, whole) for element in elements]
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return _each(operator.neg, [_worked_out(operand, query, whole)])
        case ast.BinOp(left=left, op=operation, right=right) if type(operation) in _ARITHMETIC:
            return _each(
                _ARITHMETIC[type(operation)], [_worked_out(left, query, whole), _worked_out(right, query, whole)]
            )
        case ast.Compare(left=left, ops=[operation], comparators=[right]) if type(operation) in _COMPARISON:
            compared = _COMPARISON[type(operation)]
            return _each(
                lambda a, b: float(compared(a, b)), [_worked_out(left, query, whole), _worked_out(right, query, whole)]
            )
        case ast.BoolOp(op=operation, values=values):
            settled = all if isinstance(operation, ast.And) else any
            return _each(lambda *numbers: float(settled(numbers)), [_worked_out(one, query, whole) for one in values])
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]):
            return _called(name, arguments, query, whole)
    raise _refused(whole, f"{ast.unparse(node)} is not understood")


def _called(name: str, arguments: list[ast.expr], query: Query, whole: str) -> Value:
    if name == "METRICS":
        return _metrics(arguments, query)
    if name == "FILL" and len(arguments) == len(("series", "filling")):
        return _filled(arguments, query, whole)
    given = [_worked_out(argument, query, whole) for argument in arguments]
    if name == "IF" and len(given) in (2, 3):
        return _each(_chosen, given)
    if name == "PERIOD" and len(given) == 1:
        return float(query.period)
    if name == "METRIC_COUNT" and len(given) == 1 and isinstance(given[0], list):
        return float(len(given[0]))
    if name in _OF_EACH and len(given) == 1:
        return _each(_OF_EACH[name], given)
    if name in _OF_A_SERIES and len(given) == 1 and isinstance(given[0], tuple):
        return _OF_A_SERIES[name](given[0], query.period)
    if name in _SUMMARIES and len(given) == 1:
        return _summary(_SUMMARIES[name], given[0])
    raise _refused(whole, f"{name} is not evaluated with {len(given)} arguments of that kind")


def _metrics(arguments: list[ast.expr], query: Query) -> list[Row]:
    """All metrics of the query, or those whose id has the text that is asked for."""
    wanted = arguments[0].value if arguments and isinstance(arguments[0], ast.Constant) else ""
    return [query.series[name] for name in query.metrics if str(wanted) in name]


def _filled(arguments: list[ast.expr], query: Query, whole: str) -> Value:
    found = _worked_out(arguments[0], query, whole)
    rows = found if isinstance(found, list) else [_as_row(found, query, whole)]
    filling = arguments[1]
    if isinstance(filling, ast.Name) and filling.id == "REPEAT":
        filled = [_repeated(row) for row in rows]
    elif isinstance(filling, ast.Name) and filling.id == "LINEAR":
        raise _refused(whole, "FILL(..., LINEAR) is not evaluated")
    else:
        other = _as_row(_worked_out(filling, query, whole), query, whole)
        filled = [tuple(there if one is None else one for one, there in zip(row, other, strict=True)) for row in rows]
    return filled if isinstance(found, list) else filled[0]


def _repeated(row: Row) -> Row:
    last: float | None = None
    return tuple(last := one if one is not None else last for one in row)


def _as_row(found: Value, query: Query, whole: str) -> Row:
    if isinstance(found, list):
        raise _refused(whole, "it gives a list of series, where one series is needed")
    return found if isinstance(found, tuple) else (found,) * query.length


def _each(operation: Callable[..., float | None], given: Sequence[Value]) -> Value:
    """An operation value by value; where a series has nothing, neither has the result."""
    lists = [one for one in given if isinstance(one, list)]
    if lists:
        spread = [one if isinstance(one, list) else [one] * len(lists[0]) for one in given]
        rows = [_each(operation, list(group)) for group in zip(*spread, strict=False)]
        return [row for row in rows if isinstance(row, tuple)]
    length = next((len(one) for one in given if isinstance(one, tuple)), None)
    if length is None:
        return _at_once(operation, [one for one in given if isinstance(one, float)]) or 0.0
    rows_given = [one if isinstance(one, tuple) else (one,) * length for one in given]
    return tuple(_at_once(operation, group) for group in zip(*rows_given, strict=True))


def _at_once(operation: Callable[..., float | None], numbers: Sequence[float | None]) -> float | None:
    if None in numbers:
        return None
    try:
        found = operation(*numbers)
    except (ArithmeticError, ValueError):
        return None
    return found if isinstance(found, float) and math.isfinite(found) else None


def _chosen(condition: float, then: float, otherwise: float | None = None) -> float | None:
    return then if condition else otherwise


def _summary(of: Callable[[list[float]], float], found: Value) -> Value:
    """Of a list of series the series of the results, of one series a number."""
    if isinstance(found, list):
        columns = ([one for one in column if one is not None] for column in zip(*found, strict=True))
        return tuple(of(column) if column else None for column in columns)
    row = found if isinstance(found, tuple) else (found,)
    there = [one for one in row if one is not None]
    return of(there) if there else tuple(None for _ in row)


def _difference(row: Row, period: int) -> Row:
    pairs = itertools.pairwise(row)
    return (None, *(None if old is None or new is None else new - old for old, new in pairs))


def _rate(row: Row, period: int) -> Row:
    return tuple(None if one is None else one / period for one in _difference(row, period))


def _running(row: Row, period: int) -> Row:
    total = 0.0
    return tuple(None if one is None else (total := total + one) for one in row)


def _refused(expression: str, why: str) -> NotSimulated:
    known = sorted({*_SUMMARIES, *_OF_EACH, *_OF_A_SERIES, "FILL", "IF", "METRICS", "METRIC_COUNT", "PERIOD"})
    return NotSimulated(
        f"the sandbox does not evaluate the expression {expression!r}: {why}. It knows + - * / ^, comparisons, AND, OR "
        f"and {', '.join(known)}"
    )


_ARITHMETIC: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: math.pow,
}
_COMPARISON: dict[type[ast.cmpop], Callable[[float, float], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_SUMMARIES: dict[str, Callable[[list[float]], float]] = {
    "AVG": lambda numbers: math.fsum(numbers) / len(numbers),
    "MAX": max,
    "MIN": min,
    "SUM": math.fsum,
    "STDDEV": lambda numbers: (
        math.dist(numbers, [math.fsum(numbers) / len(numbers)] * len(numbers)) / math.sqrt(len(numbers))
    ),
}
_OF_EACH: dict[str, Callable[[float], float]] = {
    "ABS": abs,
    "CEIL": lambda number: float(math.ceil(number)),
    "FLOOR": lambda number: float(math.floor(number)),
    "LOG": math.log,
    "LOG10": math.log10,
}
_OF_A_SERIES: dict[str, Callable[[Row, int], Row]] = {"DIFF": _difference, "RATE": _rate, "RUNNING_SUM": _running}
