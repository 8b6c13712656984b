"""Condition operators: what each compares, and what it does when a key is missing or has several values.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Literal

from patterns.iam.matching import matches, matches_arn

Compare = Callable[[str, str], bool]
"""Whether a policy's value (first) fits a request's (second). Raises `ValueError` for what cannot be compared."""

Qualifier = Literal["", "ForAllValues", "ForAnyValue"]
IF_EXISTS = "IfExists"


@dataclass(frozen=True)
class Operator:
    """A condition operator: how it compares two values, whether it is negated, whether variables act in its values."""

    compare: Compare
    negated: bool = False
    takes_variables: bool = False


def _number(text: str) -> Decimal:
    try:
        return Decimal(text.strip())
    except InvalidOperation:
        raise ValueError(text) from None


def _moment(text: str) -> datetime:
    """A date as ISO 8601 or as seconds since 1970."""
    try:
        return datetime.fromtimestamp(float(text), UTC)
    except ValueError:
        found = datetime.fromisoformat(text)
        return found if found.tzinfo else found.replace(tzinfo=UTC)


@lru_cache(maxsize=1024)
def _range(policy: str) -> IPv4Network | IPv6Network:
    return ip_network(policy, strict=False)


@lru_cache(maxsize=1024)
def _address(given: str) -> IPv4Address | IPv6Address:
    return ip_address(given)


def _network(policy: str, given: str) -> bool:
    network, address = _range(policy), _address(given)
    return network.version == address.version and address in network


def _binary(policy: str, given: str) -> bool:
    try:
        return base64.b64decode(policy, validate=True) == base64.b64decode(given, validate=True)
    except binascii.Error as error:
        raise ValueError(str(error)) from None


def _pair(name: str, positive: str, negative: str, compare: Compare, *, variables: bool = False) -> dict[str, Operator]:
    return {
        f"{name}{positive}": Operator(compare, takes_variables=variables),
        f"{name}{negative}": Operator(compare, negated=True, takes_variables=variables),
    }


def _ordered(name: str, read: Callable[[str], Decimal] | Callable[[str], datetime]) -> dict[str, Operator]:
    def equal(policy: str, given: str) -> bool:
        return read(given) == read(policy)

    return {
        **_pair(name, "Equals", "NotEquals", equal),
        f"{name}LessThan": Operator(lambda policy, given: bool(read(given) < read(policy))),  # type: ignore[operator]
        f"{name}LessThanEquals": Operator(lambda policy, given: bool(read(given) <= read(policy))),  # type: ignore[operator]
        f"{name}GreaterThan": Operator(lambda policy, given: bool(read(given) > read(policy))),  # type: ignore[operator]
        f"{name}GreaterThanEquals": Operator(lambda policy, given: bool(read(given) >= read(policy))),  # type: ignore[operator]
    }


def _plain(policy: str, given: str) -> bool:
    # A substituted value carries marks before wildcards; here they are characters like any other.
    return policy.replace("\x00", "") == given


OPERATORS: dict[str, Operator] = {
    **_pair("String", "Equals", "NotEquals", _plain, variables=True),
    **_pair(
        "String", "EqualsIgnoreCase", "NotEqualsIgnoreCase",
        lambda policy, given: _plain(policy.lower(), given.lower()), variables=True,
    ),
    **_pair("String", "Like", "NotLike", matches, variables=True),
    **_ordered("Numeric", _number),
    **_ordered("Date", _moment),
    "Bool": Operator(lambda policy, given: policy.lower() == given.lower(), takes_variables=True),
    "BinaryEquals": Operator(_binary),
    "IpAddress": Operator(_network),
    "NotIpAddress": Operator(_network, negated=True),
    # AWS gives ArnEquals and ArnLike the same meaning.
    **_pair("Arn", "Equals", "NotEquals", matches_arn, variables=True),
    **_pair("Arn", "Like", "NotLike", matches_arn, variables=True),
}  # fmt: skip
NULL = "Null"
"""The operator that asks only whether a key is there: `{"Null": {"aws:TokenIssueTime": "true"}}` means absent."""

_BY_LOWER_CASE = {name.lower(): name for name in (*OPERATORS, NULL)}


class UnknownOperator(ValueError):
    """A condition operator that IAM does not have."""


@dataclass(frozen=True)
class Test:
    """An operator as a policy writes it: `ForAllValues:StringLikeIfExists` in its parts."""

    name: str
    qualifier: Qualifier = ""
    if_exists: bool = False

    def __str__(self) -> str:
        prefix = f"{self.qualifier}:" if self.qualifier else ""
        return f"{prefix}{self.name}{IF_EXISTS if self.if_exists else ''}"

    @property
    def takes_variables(self) -> bool:
        """Whether policy variables act in the values it is given."""
        return self.name != NULL and OPERATORS[self.name].takes_variables

    @property
    def negated(self) -> bool:
        """Whether it asks that values differ."""
        return self.name != NULL and OPERATORS[self.name].negated

    def holds(self, wanted: Sequence[str], given: Sequence[str] | None) -> bool:
        """Whether the request's values of a key, None where it does not carry the key, fit the policy's.

        A key without values is as one that is not there.
        """
        given = given or None
        if self.name == NULL:
            return any((one.lower() == "true") == (given is None) for one in wanted)
        if given is None and self.if_exists and self.qualifier != "ForAnyValue":
            # ForAnyValue asks each value that is there, and IfExists each of those: without any nothing holds.
            # Seen on AWS: https://repost.aws/questions/QU9HFmDzP0QGuU-fd7rS6B7w
            return True
        if self.qualifier == "ForAllValues":
            return all(self._fits(wanted, value) for value in given or ())
        if given is None:
            return self.negated and self.qualifier != "ForAnyValue"
        if self.qualifier == "ForAnyValue" or not self.negated:
            return any(self._fits(wanted, value) for value in given)
        return all(self._fits(wanted, value) for value in given)

    def _fits(self, wanted: Sequence[str], value: str) -> bool:
        """Whether one value of the request satisfies the operator: equal to any, or negated, to none."""
        operator = OPERATORS[self.name]
        compared = [_compared(operator.compare, one, value) for one in wanted]
        if operator.negated:
            return not any(one is not False for one in compared)
        return any(one is True for one in compared)


def _compared(compare: Compare, wanted: str, given: str) -> bool | None:
    """The comparison; None for values that cannot be compared, which satisfy neither an operator nor its negation."""
    try:
        return compare(wanted, given)
    except ValueError:
        return None


@lru_cache(maxsize=1024)
def read(written: str) -> Test:
    """The operator that a policy writes. Raises `UnknownOperator`."""
    prefix, _, rest = written.rpartition(":")
    qualifiers: dict[str, Qualifier] = {"": "", "forallvalues": "ForAllValues", "foranyvalue": "ForAnyValue"}
    if_exists = rest.lower().endswith(IF_EXISTS.lower())
    name = _BY_LOWER_CASE.get((rest[: -len(IF_EXISTS)] if if_exists else rest).lower())
    if prefix.lower() not in qualifiers or name is None or (if_exists and name == NULL):
        raise UnknownOperator(written)
    return Test(name, qualifiers[prefix.lower()], if_exists)
