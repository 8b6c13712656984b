"""Condition blocks and the keys of requests, drawn so that they meet: by the type of the key's value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from random import Random

ORDERED = ("Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals")
STRING = ("Equals", "NotEquals", "EqualsIgnoreCase", "NotEqualsIgnoreCase", "Like", "NotLike")
VARIABLES = (
    *("${aws:username}", "${aws:PrincipalTag/other}", "${aws:PrincipalTag/other, 'red'}", "r${*}d", "${aws:TagKeys}"),
)
HERE, THERE = "123456789012", "210987654321"


@dataclass(frozen=True)
class Key:
    """A condition key: what requests carry under it, and how policies ask about it."""

    name: str
    operators: tuple[str, ...]
    wanted: tuple[object, ...]
    given: tuple[object, ...] = ()
    has_several: bool = False


def strings(name: str, given: tuple[object, ...], *wanted: object) -> Key:
    return Key(name, tuple(f"String{one}" for one in STRING), (*wanted, *VARIABLES), given)


ARN = ("ArnEquals", "ArnNotEquals", "ArnLike", "ArnNotLike")
KEYS = (
    strings("aws:PrincipalTag/team", ("red", "Red", "blue", "r*d", ""), "red", "RED", "r*d", "blue", "?ed", ""),
    strings("aws:PrincipalTag/other", ("red", "ann", "b"), "red", "ann", "*"),
    strings("s3:prefix", ("ann/", "ann/x", "b", "*"), "ann/*", "", "b", "ann/?", "${aws:username}/*"),
    strings("aws:SourceVpce", ("vpce-1", "vpce-2"), "vpce-1", "vpce-*", "vpce-?"),
    strings("aws:username", (), "ann", "bob", "B*"),
    strings("aws:PrincipalAccount", (), HERE, THERE),
    strings("aws:ResourceAccount", (), HERE, THERE),
    strings("aws:PrincipalType", (), "User", "AssumedRole", "Anonymous", "Account"),
    Key("aws:TagKeys", tuple(f"String{one}" for one in STRING), ("a", "B", "a*", *VARIABLES),
        ([], ["a"], ["a", "b"], ["b", "c"], ["ann"]), has_several=True),
    Key("s3:max-keys", tuple(f"Numeric{one}" for one in ORDERED), ("5", "10", 10, "10.0", "1e2"),
        ("5", 10, "10.00", 100)),
    Key("aws:CurrentTime", tuple(f"Date{one}" for one in ORDERED),
        ("2026-01-01T00:00:00Z", "2026-06-01", "1767225600", "2026-01-01T02:00:00+02:00"),
        ("2026-01-01T00:00:00Z", "2026-06-01T00:00:00Z", "2025-12-31T23:59:59Z", "1767225600")),
    Key("aws:SecureTransport", ("Bool",), ("true", "false", True, False), ("true", "false", True, False)),
    Key("aws:MultiFactorAuthPresent", ("Bool",), ("true", "false"), ("true", "false")),
    Key("aws:PrincipalIsAWSService", ("Bool",), ("true", "false")),
    Key("aws:SourceIp", ("IpAddress", "NotIpAddress"),
        ("203.0.113.0/24", "10.0.0.0/8", "203.0.113.5", "2001:db8::/32", "0.0.0.0/0", "203.0.113.5/31"),
        ("203.0.113.5", "10.1.2.3", "203.0.114.1", "2001:db8::1", "2001:0DB8:0::1")),
    Key("app:token", ("BinaryEquals",), ("QmluYXJ5", "T3RoZXI="), ("QmluYXJ5", "T3RoZXI=")),
    Key("aws:SourceArn", ARN,
        (f"arn:aws:sns:us-east-1:{HERE}:t", "arn:aws:sns:*:*:t", f"arn:aws:sns:*:{HERE}:*", f"arn:aws:s?s:*:{HERE}:t:x",
         "arn:aws:sns:*:t", "arn:aws:sns:us-east-1:*:${aws:username}"),
        (f"arn:aws:sns:us-east-1:{HERE}:t", f"arn:aws:sns:eu-west-1:{THERE}:t", f"arn:aws:sqs:us-east-1:{HERE}:t:x",
         f"arn:aws:sns:us-east-1:{HERE}:ann")),
    Key("aws:PrincipalArn", ARN,
        (f"arn:aws:iam::{HERE}:role/app", f"arn:aws:iam::{HERE}:user/*", "arn:aws:iam::*:role/*",
         "arn:aws:iam::*:user/${aws:username}")),
    Key("kms:EncryptionContext:app", ("StringEquals",), ("red", "blue"), ("red", "blue")),
)  # fmt: skip


def context(random: Random) -> dict[str, Any]:
    """What a request carries: each key in some requests only."""
    return {
        _written(key.name, random): random.choice(key.given) for key in KEYS if key.given and random.random() < 0.45
    }


def condition(random: Random) -> dict[str, dict[str, object]]:
    """A block of one or two lines."""
    block: dict[str, dict[str, object]] = {}
    for _ in range(random.choice((1, 1, 1, 2))):
        key = random.choice(KEYS)
        operator, values = ("Null", ("true", "false", True)) if random.random() < 0.1 else _operator(key, random)
        wanted = random.choice(values) if random.random() < 0.6 else random.sample(values, min(len(values), 2))
        block.setdefault(operator, {})[_written(key.name, random)] = wanted
    return block


def _operator(key: Key, random: Random) -> tuple[str, tuple[object, ...]]:
    operator = random.choice(key.operators)
    if key.has_several or random.random() < 0.05:
        operator = f"{random.choice(('ForAllValues', 'ForAnyValue'))}:{operator}"
    return f"{operator}IfExists" if random.random() < 0.2 else operator, key.wanted


def _written(name: str, random: Random) -> str:
    """The names of keys ignore case; those of encryption contexts are left as they are."""
    return name.swapcase() if random.random() < 0.05 and not name.startswith("kms:") else name
