"""Whether a policy lets everybody in: a bucket's in the meaning that S3 gives the word public, others' much alike.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html ("The meaning of public")
https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-concepts.html
To S3 a value with a wildcard fixes nothing. In other policies it may still fix whose something is: any topic of one
account, any session of one role. Not here: whether one particular request is allowed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from patterns.iam.documents import each_there
from patterns.ranges import WIDEST, network_of, open_together

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

FIXED_ELSEWHERE = FIXED_KEYS | {
    "aws:vpceaccount",
    "aws:vpceorgid",
    "aws:vpceorgpaths",
    "kms:calleraccount",
    "sts:externalid",
}
"""Keys that limit who may, in policies of other services than S3."""

LIMITING = frozenset({"stringequals", "stringequalsignorecase", "stringlike", "arnequals", "arnlike", "ipaddress"})
"""Operators under which a request must carry one of the values. Those ending in IfExists also let a request pass that
has no such key, and ForAllValues one that has no values."""

_OPEN = re.compile(r"[*?]|\$\{")
"""Where a value begins to be open: a wildcard or a policy variable."""


def public_statements(policy: Mapping[str, Any]) -> Iterator[int]:
    """The positions of the statements that make `policy` public: all are allowed, and nothing fixed limits them."""
    for number, statement in enumerate(each_there(policy.get("Statement"))):
        if isinstance(statement, Mapping) and _is_public(statement):
            yield number


def is_for_everybody(statement: Mapping[str, Any]) -> bool:
    """Whether a statement of another service's policy allows everybody, and none of its conditions limits whom.

    A condition that requests without the key meet (`StringNotEquals`, `...IfExists`, `ForAllValues`), that every value
    meets (`*`), or that asks for something else than who it is, limits nobody.
    """
    open_to_all = statement.get("Effect") == "Allow" and _for_everybody(statement)
    return open_to_all and not limits(statement, FIXED_ELSEWHERE)


def limits(statement: Mapping[str, Any], keys: Collection[str]) -> bool:
    """Whether a condition of a statement ties one of these keys, in lower case, or the caller's address."""
    return any(
        (_is_fixed(operator, key, values) and not (key == "aws:sourceip" and open_together(map(str, values))))
        or (operator in LIMITING and key in keys and bool(values) and all(fixes(key, value) for value in values))
        for operator, key, values in _conditions(statement)
        if key in keys or key == "aws:sourceip"
    )


def fixes(key: str, value: Any) -> bool:
    """Whether a value of a key, in lower case, says whose something is, whatever its wildcards leave open."""
    text = str(value)
    head = _OPEN.split(text, maxsplit=1)[0]
    if head == text:
        return bool(text)
    if key.endswith("arn"):
        return _fixes_owner(text)
    # What a colon or a slash ends is whole: the role of AROAEXAMPLE:*, the organisation of o-example/*.
    return ":" in head or "/" in head


def _fixes_owner(arn: str) -> bool:
    """Whether a pattern of ARNs is about one account, or about one bucket, whose name nobody else has."""
    parts = arn.split(":", 5)
    if len(parts) < 6:
        return False
    service, account, bucket = parts[2], parts[4], parts[5].partition("/")[0]
    return bool(account and not _OPEN.search(account)) or (service == "s3" and not _OPEN.search(bucket))


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
    parsed = network_of(network)
    return parsed is not None and parsed.prefixlen >= WIDEST[parsed.version]
