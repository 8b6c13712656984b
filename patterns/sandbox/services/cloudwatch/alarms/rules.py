"""The rule of a composite alarm: which states of other alarms, joined by AND, OR and NOT. Not suppression.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from patterns.sandbox.core.errors import NotSimulated

_TOKEN = re.compile(
    r"\s*(?:(?P<state>ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*(?P<quoted>\"[^\"]*\"|'[^']*'|[^\s()\"']+)\s*\)"
    r"|(?P<word>AND|OR|NOT|TRUE|FALSE)\b|(?P<bracket>[()]))",
)


def holds(rule: str, states: Mapping[str, str]) -> bool:
    """Whether the rule holds, by the states of the alarms by name; raises `NotSimulated` for one that is no rule."""
    tokens = _tokens(rule)
    holds, rest = _either(tokens, states, rule)
    if rest:
        raise _refused(rule)
    return holds


def named(rule: str) -> set[str]:
    """The names of the alarms a rule looks at."""
    return {name for kind, name in _tokens(rule) if kind in ("ALARM", "OK", "INSUFFICIENT_DATA")}


_Tokens = list[tuple[str, str]]


def _tokens(rule: str) -> _Tokens:
    tokens, at, text = [], 0, rule.strip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if not match:
            raise _refused(rule)
        if match["state"]:
            # An alarm is named, or given by its ARN.
            tokens.append((match["state"], match["quoted"].strip("\"'").rpartition(":alarm:")[2]))
        else:
            tokens.append((match["word"] or match["bracket"], ""))
        at = match.end()
    return tokens


def _either(tokens: _Tokens, states: Mapping[str, str], rule: str) -> tuple[bool, _Tokens]:
    found, rest = _both(tokens, states, rule)
    while rest and rest[0][0] == "OR":
        other, rest = _both(rest[1:], states, rule)
        found = found or other
    return found, rest


def _both(tokens: _Tokens, states: Mapping[str, str], rule: str) -> tuple[bool, _Tokens]:
    found, rest = _one(tokens, states, rule)
    while rest and rest[0][0] == "AND":
        other, rest = _one(rest[1:], states, rule)
        found = found and other
    return found, rest


def _one(tokens: _Tokens, states: Mapping[str, str], rule: str) -> tuple[bool, _Tokens]:
    if not tokens:
        raise _refused(rule)
    (kind, name), rest = tokens[0], tokens[1:]
    if kind == "NOT":
        found, rest = _one(rest, states, rule)
        return not found, rest
    if kind == "(":
        found, rest = _either(rest, states, rule)
        if not rest or rest[0][0] != ")":
            raise _refused(rule)
        return found, rest[1:]
    if kind in ("TRUE", "FALSE"):
        return kind == "TRUE", rest
    if not name:
        raise _refused(rule)
    return states.get(name) == kind, rest


def _refused(rule: str) -> NotSimulated:
    return NotSimulated(
        f"the sandbox does not understand the alarm rule {rule!r}: it knows ALARM(name), OK(name), "
        "INSUFFICIENT_DATA(name), TRUE, FALSE, AND, OR, NOT and brackets"
    )
