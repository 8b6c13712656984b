"""What S3 finds wrong with lifecycle rules. Not what they do to objects.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, time
from itertools import pairwise
from typing import Any

INFREQUENT = ("STANDARD_IA", "ONEZONE_IA")
LEAST_DAYS = 30
"""Before objects move to, and in, the classes for infrequent access."""
ORDER = ("STANDARD_IA", "INTELLIGENT_TIERING", "ONEZONE_IA", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE")
"""An object moves down only."""
ENDS = ("Days", "Date", "ExpiredObjectDeleteMarker")
"""Of these an expiration says one: https://docs.aws.amazon.com/AmazonS3/latest/API/API_LifecycleExpiration.html"""
MOST_NEWER = 100
"""https://docs.aws.amazon.com/AmazonS3/latest/API/API_NoncurrentVersionExpiration.html"""
MIXED = "Found mixed 'Date' and 'Days' based Expiration and Transition actions in lifecycle rule"
"""As in https://github.com/hashicorp/terraform-provider-aws/issues/23674."""
MALFORMED = "The XML you provided was not well-formed or did not validate against our published schema"
ACTIONS = (
    "Expiration", "Transitions", "NoncurrentVersionExpiration", "NoncurrentVersionTransitions",
    "AbortIncompleteMultipartUpload", "Transition", "NoncurrentVersionTransition",
)  # fmt: skip


def wrong(rules: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Code and message of everything wrong with the rules, the first one counting."""
    ids = [rule["ID"] for rule in rules if rule.get("ID")]
    if len(set(ids)) < len(ids):
        yield "InvalidArgument", "Rule ID must be unique. Found same ID for one or more rules"
    for rule in rules:
        if sum((rule.get("Expiration") or {}).get(name) is not None for name in ENDS) > 1:
            yield "MalformedXML", MALFORMED
        if not any(rule.get(name) for name in ACTIONS):
            yield "InvalidRequest", "At least one action needs to be specified in a rule"
        if rule.get("AbortIncompleteMultipartUpload") and _has_tags(rule.get("Filter") or {}):
            yield "InvalidRequest", "AbortIncompleteMultipartUpload cannot be specified with Tags."
        yield from _wrong_dates(rule)
        yield from (("InvalidArgument", message) for message in (*_wrong_days(rule), *_wrong_sizes(rule)))


def _wrong_dates(rule: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    given = [rule.get("Expiration") or {}, *(rule.get("Transitions") or ())]
    dates = [one["Date"] for one in given if one.get("Date") is not None]
    if dates and any(one.get("Days") is not None for one in given):
        yield "InvalidRequest", MIXED
    if not all(map(_is_midnight, dates)):
        yield "InvalidArgument", "'Date' must be at midnight GMT"


def _is_midnight(given: Any) -> bool:
    """Whether a date as a call or a template gives it begins a day; what is no date is not judged."""
    try:
        moment = given if isinstance(given, datetime) else datetime.fromisoformat(str(given).replace("Z", "+00:00"))
    except ValueError:
        return True
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment.astimezone(UTC).time() == time()


def _wrong_sizes(rule: Mapping[str, Any]) -> Iterator[str]:
    """In our words: https://docs.aws.amazon.com/AmazonS3/latest/API/API_LifecycleRuleAndOperator.html."""
    chosen = {**(rule.get("Filter") or {}), **((rule.get("Filter") or {}).get("And") or {})}
    least, most = chosen.get("ObjectSizeGreaterThan"), chosen.get("ObjectSizeLessThan")
    if least is not None and most is not None and int(least) >= int(most):
        yield "'ObjectSizeLessThan' must be greater than 'ObjectSizeGreaterThan'"
    kept = (rule.get("NoncurrentVersionExpiration") or {}).get("NewerNoncurrentVersions")
    if kept is not None and not 1 <= int(kept) <= MOST_NEWER:
        yield f"'NewerNoncurrentVersions' must be from 1 to {MOST_NEWER}, got {kept}"


def _has_tags(chosen: Mapping[str, Any]) -> bool:
    return bool(chosen.get("Tag") or (chosen.get("And") or {}).get("Tags"))


def _wrong_days(rule: Mapping[str, Any]) -> Iterator[str]:
    moves = {transition["StorageClass"]: transition.get("Days") for transition in rule.get("Transitions") or ()}
    later = {one["StorageClass"]: one.get("NoncurrentDays") for one in rule.get("NoncurrentVersionTransitions") or ()}
    for given, kept, action in (
        (rule.get("Transitions") or (), moves, "Transition"),
        (rule.get("NoncurrentVersionTransitions") or (), later, "NoncurrentVersionTransition"),
    ):
        if len(given) > len(kept):
            yield f"'StorageClass' must be different for '{action}' actions in same 'Rule'"
        yield from _wrong_moves(kept, action)
    yield from _wrong_end((rule.get("Expiration") or {}).get("Days"), moves, "Expiration", "Transition")
    end = (rule.get("NoncurrentVersionExpiration") or {}).get("NoncurrentDays")
    yield from _wrong_end(end, later, "NoncurrentVersionExpiration", "NoncurrentVersionTransition")


def _wrong_moves(moves: Mapping[str, int | None], action: str) -> Iterator[str]:
    days = {name: int(value) for name, value in moves.items() if value is not None}
    for name in INFREQUENT:
        if days.get(name, LEAST_DAYS) < LEAST_DAYS:
            yield f"'Days' in {action} action must be greater than or equal to {LEAST_DAYS} for storageClass '{name}'"
    known = [name for name in ORDER if name in days]
    for before, after in pairwise(known):
        wait = LEAST_DAYS if before in INFREQUENT else 1
        if days[after] < days[before] + wait:
            yield (
                f"'Days' in the '{after}' {action} action must be {wait} days more than in the {action} action for "
                f"StorageClass '{before}'"
            )


def _wrong_end(end: Any, moves: Mapping[str, int | None], action: str, move: str) -> Iterator[str]:
    if end is None:
        return
    if int(end) < 1:
        yield f"'Days' for {action} action must be a positive integer"
    if any(days is not None and int(end) <= int(days) for days in moves.values()):
        yield f"'Days' in the {action} action must be greater than 'Days' in the {move} action"


def as_asked(rule: Mapping[str, Any]) -> dict[str, Any]:
    """A rule of a template in the form of the API, as far as `wrong` looks."""
    made = {
        name: rule[name] for name in ("AbortIncompleteMultipartUpload", "NoncurrentVersionExpiration") if name in rule
    }
    made["ID"] = rule.get("Id")
    made["Filter"] = {"Tag": (rule.get("TagFilters") or [None])[0]} | {
        name: rule.get(name) for name in ("ObjectSizeGreaterThan", "ObjectSizeLessThan")
    }
    if "NoncurrentVersionExpirationInDays" in rule:
        made["NoncurrentVersionExpiration"] = {"NoncurrentDays": rule["NoncurrentVersionExpirationInDays"]}
    if any(name in rule for name in ("ExpirationInDays", "ExpirationDate", "ExpiredObjectDeleteMarker")):
        made["Expiration"] = {
            "Days": rule.get("ExpirationInDays"), "Date": rule.get("ExpirationDate"),
            "ExpiredObjectDeleteMarker": rule.get("ExpiredObjectDeleteMarker"), "Is": True,
        }  # fmt: skip
    for name, days in (("Transition", "Days"), ("NoncurrentVersionTransition", "NoncurrentDays")):
        moves = [*(rule.get(f"{name}s") or ()), *([rule[name]] if name in rule else ())]
        made[f"{name}s"] = [
            {
                "StorageClass": move["StorageClass"],
                days: move.get("TransitionInDays"),
                "Date": move.get("TransitionDate"),
            }
            for move in moves
        ]
    return made
