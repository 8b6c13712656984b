"""Conditions for the naive evaluator.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
"""

import base64
import binascii
import ipaddress
from datetime import UTC, datetime

from tests.iam.naive_text import expanded, like


def conditions_hold(statement, context):
    """All operators, and all keys of each, must hold."""
    version = statement["Version"]
    return all(
        one_holds(operator, key, values, context, version)
        for operator, keys in statement.get("Condition", {}).items()
        for key, values in keys.items()
    )


def one_holds(operator, key, values, context, version):
    wanted = [text(value) for value in (values if isinstance(values, list | tuple) else [values])]
    given = context.get(key.lower(), [])
    if operator == "Null":
        return any((given == []) == (value.lower() == "true") for value in wanted)
    quantifier, _, name = operator.rpartition(":")
    if name.endswith("IfExists"):
        name = name.removesuffix("IfExists")
        if not given and quantifier != "ForAnyValue":
            return True
    if quantifier == "ForAllValues":
        return all(value_holds(name, one, wanted, context, version) for one in given)
    if quantifier == "ForAnyValue":
        return any(value_holds(name, one, wanted, context, version) for one in given)
    if not given:
        return is_negated(name)
    return value_holds(name, given[0], wanted, context, version)


def is_negated(name):
    return "Not" in name


def value_holds(name, given, wanted, context, version):
    """One value of the request: equal to one of the policy's, or, negated, to none of them."""
    positive = name.replace("Not", "")
    matches = any(compares(positive, given, one, context, version) for one in wanted)
    return not matches if is_negated(name) else matches


def text(value):
    return str(value).lower() if isinstance(value, bool) else str(value)


def compares(name, given, wanted, context, version):
    if name.startswith("String"):
        return strings(name, given, expanded(wanted, context, version, wildcards=name == "StringLike"))
    if name.startswith("Arn"):
        return arns(given, expanded(wanted, context, version, wildcards=True))
    if name == "Bool":
        return given.lower() == wanted.lower()
    if name == "IpAddress":
        return addresses(given, wanted)
    if name == "BinaryEquals":
        return binaries(given, wanted)
    read = number if name.startswith("Numeric") else date
    return ordered(name.removeprefix("Numeric").removeprefix("Date"), read(given), read(wanted))


def strings(name, given, wanted):
    if wanted is None:
        return False
    if name == "StringEqualsIgnoreCase":
        return given.lower() == "".join(character for character, _ in wanted).lower()
    return like(wanted, given)


def arns(given, wanted):
    """Six components, each compared separately; the last takes all that is left."""
    if wanted is None:
        return False
    components: list[list[tuple[str, str]]] = [[]]
    for token in wanted:
        if token[0] == ":" and len(components) < 6:
            components.append([])
        else:
            components[-1].append(token)
    parts = given.split(":", 5)
    if len(parts) != 6 or len(components) != 6:
        return False
    return all(like(pattern, part) for pattern, part in zip(components, parts, strict=True))


def addresses(given, wanted):
    try:
        return ipaddress.ip_address(given) in ipaddress.ip_network(wanted, strict=False)
    except ValueError:
        return False


def binaries(given, wanted):
    try:
        return base64.b64decode(given, validate=True) == base64.b64decode(wanted, validate=True)
    except binascii.Error:
        return False


def number(value):
    try:
        return float(value)
    except ValueError:
        return None


def date(value):
    """A date of ISO 8601, or seconds since 1970."""
    seconds = number(value)
    if seconds is not None:
        return seconds
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()


def ordered(name, given, wanted):
    if given is None or wanted is None:
        return False
    return {
        "Equals": given == wanted,
        "LessThan": given < wanted,
        "LessThanEquals": given <= wanted,
        "GreaterThan": given > wanted,
        "GreaterThanEquals": given >= wanted,
    }[name]
