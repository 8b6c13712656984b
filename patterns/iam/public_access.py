"""Whether a bucket policy is public, in the meaning that S3's public access block gives the word.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html ("The meaning of public")
Not here: whether one particular request is allowed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from ipaddress import ip_network
from typing import Any

from patterns.iam.documents import each_there

FIXED_KEYS = frozenset(
    {
        "aws:principalaccount",
        "aws:principalarn",
        "aws:principalorgid",
        "aws:principalorgpaths",
        "aws:sourceaccount",
        "aws:sourcearn",
        "aws:sourceorgid",
        "aws:sourceorgpaths",
        "aws:sourceowner",
        "aws:sourcevpc",
        "aws:sourcevpce",
        "aws:userid",
        "s3:dataaccesspointaccount",
        "s3:dataaccesspointarn",
        "s3:x-amz-server-side-encryption-aws-kms-key-id",
    }
)
"""Keys that make a statement non-public when compared with values that hold no wildcard or policy variable."""

LIMITING = frozenset({"stringequals", "stringequalsignorecase", "stringlike", "arnequals", "arnlike", "ipaddress"})
"""Operators under which a request must carry one of the values. Those ending in IfExists also let a request pass that
has no such key, and ForAllValues one that has no values."""


def public_statements(policy: Mapping[str, Any]) -> Iterator[int]:
    """The positions of the statements that make `policy` public: all are allowed, and nothing fixed limits them."""
    for number, statement in enumerate(each_there(policy.get("Statement"))):
        if isinstance(statement, Mapping) and _is_public(statement):
            yield number


def _is_public(statement: Mapping[str, Any]) -> bool:
    open_to_all = statement.get("Effect") == "Allow" and _for_everybody(statement)
    return open_to_all and not any(_is_fixed(*condition) for condition in _conditions(statement))


def _for_everybody(statement: Mapping[str, Any]) -> bool:
    principal = statement.get("Principal")
    if isinstance(principal, Mapping):
        principal = principal.get("AWS")
    return "NotPrincipal" in statement or "*" in each_there(principal)


def _conditions(statement: Mapping[str, Any]) -> Iterator[tuple[str, str, list[Any]]]:
    block = statement.get("Condition")
    if isinstance(block, Mapping):
        for operator, tests in block.items():
            for key, values in tests.items() if isinstance(tests, Mapping) else ():
                yield str(operator).lower().removeprefix("foranyvalue:"), str(key).lower(), each_there(values)


def _is_fixed(operator: str, key: str, values: list[Any]) -> bool:
    if operator not in LIMITING:
        return False
    if key == "aws:sourceip":
        return all(_is_narrow(str(value)) for value in values)
    return key in FIXED_KEYS and not any(
        "*" in str(value) or "?" in str(value) or "${" in str(value) for value in values
    )


def _is_narrow(network: str) -> bool:
    """S3 takes an address range for fixed unless it is wider than /8, or than /32 in IPv6."""
    try:
        parsed = ip_network(network, strict=False)
    except ValueError:
        return False
    return parsed.prefixlen >= (8 if parsed.version == 4 else 32)
