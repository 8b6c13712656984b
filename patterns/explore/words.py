"""Values and changes in the reader's words. Not here: where they stand on the page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from patterns.analysis.cost import Estimate
from patterns.comparison.difference import Change
from patterns.parameters import Choice, Kind, Number

MINUS = "\N{MINUS SIGN}"
NAMED = 2
"""How many resources a sentence names before it counts them."""


def spoken(value: Any, kind: Kind | None = None) -> str:
    """A parameter's value as the reader chose it: on and off, an option by its words, a number with its unit."""
    if isinstance(kind, Choice):
        return kind.options[value]
    if isinstance(kind, Number):
        return f"{value} {kind.unit}".rstrip()
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, tuple | list):
        return ", ".join(map(str, value)) or "none"
    return str(value)


def split_words(name: str) -> str:
    """A name of the form `InstanceType` or `instance_type` as words: `Instance type`."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[_-]", " ", name).split()
    return " ".join(word if word.isupper() else word.lower() if place else word for place, word in enumerate(words))


SPELT = {
    "multi az": "Multi-AZ", "three tier": "three-tier", "two tier": "two-tier", "dynamodb": "DynamoDB",
    "cloudfront": "CloudFront", "cloudwatch": "CloudWatch", "eventbridge": "EventBridge", "lambda": "Lambda",
    **{name: name.upper() for name in ("acl", "alb", "api", "ec2", "ecs", "eks", "iam", "kms", "nat", "rds", "s3",
                                       "sns", "sqs", "vpc", "waf")},
}  # fmt: skip
"""AWS's own spelling of what names of recipes and stacks hold in small letters."""

_SPELT = re.compile(rf"\b({'|'.join(SPELT)})\b", re.IGNORECASE)


def spelt(name: str) -> str:
    """The name of a recipe or a stack in words, as AWS would write them: `three_tier_vpc` as `three-tier VPC`."""
    return _SPELT.sub(lambda found: SPELT[found[1].lower()], re.sub(r"[_-]+", " ", name))


def titled(name: str) -> str:
    """The same as a title: `multi-az-service` as `Multi-AZ service`."""
    words = spelt(name)
    return words[:1].upper() + words[1:]


def counted(number: int, noun: str) -> str:
    """`1 finding`, `2 findings`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def usd(amount: float) -> str:
    """An amount of money: `$1,234.50`; a small one that is not zero as less than a cent."""
    return "under $0.01" if 0 < abs(amount) < 0.005 else f"${amount:,.2f}"


def amount(estimate: Estimate) -> str:
    """What a bill comes to in a month, `unknown` where nothing of it has a price."""
    return "unknown" if estimate.is_unknown else usd(estimate.monthly_usd)


def dearer(amount: float) -> str:
    """A difference of bills with its sign: `+ $32.85`."""
    return f"{'+' if amount > 0 else MINUS} {usd(abs(amount))}"


def unit_price(amount: float, unit: str) -> str:
    """A price for as many units as give an amount one can read: `$0.023 / GB-month`, `$0.40 / 1,000,000 requests`."""
    number = next((power for power in (1, 1_000, 1_000_000) if amount * power >= 0.001), 1_000_000)
    price = f"${amount * number:.4f}".rstrip("0")
    price += "0" * max(0, 2 - len(price.partition(".")[2]))
    return f"{price} / {unit}" if number == 1 else f"{price} / {number:,} {unit}s"


def effects(changes: Sequence[Change]) -> list[str]:
    """What an update does to resources, a phrase for each kind of change: `Bucket changed in place`."""
    kinds = {
        "added": [change for change in changes if change.action == "Add"],
        "removed": [change for change in changes if change.action == "Remove"],
        "replaced": [change for change in changes if change.replacement == "always"],
        "perhaps replaced": [change for change in changes if change.replacement == "conditional"],
        "changed in place": [change for change in changes if change.replacement == "never"],
    }
    return [f"{_names(found)} {words}" for words, found in kinds.items() if found]


def consequences(changes: Sequence[Change]) -> list[str]:
    """What changes cost where something is lost or stays behind, in words."""
    return [change.consequence for change in changes if change.consequence]


def _names(changes: Sequence[Change]) -> str:
    if len(changes) > NAMED:
        return counted(len(changes), "resource")
    return " and ".join(change.logical_id for change in changes)
