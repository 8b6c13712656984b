"""What CloudWatch refuses of an expression of metric math: what cannot be read, ids and functions that there are not.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
In which words no page says. Not here: what a function takes, and queries in SQL, whose form is another one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set

FUNCTIONS = frozenset(
    {
        "ABS", "ANOMALY_DETECTION_BAND", "AVG", "CEIL", "DATAPOINT_COUNT", "DATE", "DAY", "DB_PERF_INSIGHTS", "DIFF",
        "DIFF_TIME", "EPOCH", "FILL", "FIRST", "FLOOR", "HOUR", "IF", "INSIGHT_RULE_METRIC", "LAMBDA", "LAST", "LOG",
        "LOG10", "MAX", "METRICS", "METRIC_COUNT", "MIN", "MINUTE", "MONTH", "PERIOD", "RATE", "REMOVE_EMPTY",
        "RUNNING_SUM", "SEARCH", "SERVICE_QUOTA", "SLICE", "SORT", "STDDEV", "SUM", "TIME_SERIES", "YEAR",
    }
)  # fmt: skip
WORDS = frozenset({"AND", "OR", "ASC", "DESC", "REPEAT", "LINEAR"})
_TEXT = re.compile(r"'[^']*'|\"[^\"]*\"")
_NAME = re.compile(r"(?<![\w.])[A-Za-z_]\w*(?=(\s*\()?)")
_AT_THE_END = re.compile(r"([-+*/^,<>=&|]|\b(AND|OR))\s*$")
_PAIRS = {")": "(", "]": "["}


def wrong(expression: str, name: str, ids: Set[str]) -> Iterator[str]:
    """What is wrong with the expression of this id, among queries of these ids."""
    if expression.lstrip().upper().startswith("SELECT"):
        return
    plain, told = _TEXT.sub("''", expression), f"Error in expression '{name}': "
    if not plain.strip() or _AT_THE_END.search(plain) or not _is_closed(plain):
        yield f"{told}{expression} cannot be read."
        return
    for found in _NAME.finditer(plain):
        word, is_called = found[0], found[1] is not None
        if is_called and word not in FUNCTIONS and word not in WORDS:
            yield f"{told}there is no function {word}."
        if not is_called and word[0].islower() and word not in ids:
            yield f"{told}there is no metric with the id {word}."


def _is_closed(text: str) -> bool:
    """Whether every bracket is closed by its own kind, the last one first."""
    opened: list[str] = []
    for letter in text:
        if letter in _PAIRS.values():
            opened.append(letter)
        elif letter in _PAIRS and (not opened or opened.pop() != _PAIRS[letter]):
            return False
    return not opened
