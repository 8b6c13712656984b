"""What several checks need to know about the policies of a template. Not a check."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from patterns.iam.public_access import is_for_everybody, limits
from patterns.knowledge import AttachedPolicy, PolicyHolder, ResourcePolicy, about
from patterns.template.properties import at, each, entries, of_type
from patterns.template.resolve import Resolved
from patterns.template.values import Unknown

Path = tuple[str | int, ...]
Found = tuple[str, Path, dict[str, Any]]


def statements(document: Any, path: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The statements of a policy document, each with its path; one statement may stand without a list."""
    found = at(document, "Statement")
    if isinstance(found, dict):
        yield (*path, "Statement"), found
    for number, statement in enumerate(entries(found)):
        if isinstance(statement, dict):
            yield (*path, "Statement", number), statement


def identity_statements(resolved: Resolved) -> Iterator[Found]:
    """The statements that say what users, groups and roles may do."""
    kinds = [(resource, about(resource.type).policy) for resource in resolved.resources.values()]
    for policy in (resource for resource, kind in kinds if isinstance(kind, AttachedPolicy)):
        for path, statement in statements(at(policy.properties, "PolicyDocument"), ("PolicyDocument",)):
            yield policy.logical_id, path, statement
    for holder in (resource for resource, kind in kinds if isinstance(kind, PolicyHolder)):
        for number, inline in enumerate(entries(at(holder.properties, "Policies"))):
            inside = ("Policies", number, "PolicyDocument")
            for path, statement in statements(at(inline, "PolicyDocument"), inside):
                yield holder.logical_id, path, statement


def trust_statements(resolved: Resolved) -> Iterator[Found]:
    """The statements that say who may become a role."""
    for role in of_type(resolved, "AWS::IAM::Role"):
        name = "AssumeRolePolicyDocument"
        for path, statement in statements(at(role.properties, name), (name,)):
            yield role.logical_id, path, statement


def resource_statements(resolved: Resolved, *types: str) -> Iterator[Found]:
    """The statements of the policies that stand on resources, of all types or of some."""
    for resource in resolved.resources.values():
        policy = about(resource.type).policy
        if isinstance(policy, ResourcePolicy) and (not types or resource.type in types):
            for path, statement in statements(at(resource.properties, policy.document), (policy.document,)):
                yield resource.logical_id, path, statement


def allows(statement: dict[str, Any]) -> bool:
    """Whether a statement allows, whatever else limits it."""
    return bool(at(statement, "Effect") == "Allow")


def is_unconditional(statement: dict[str, Any]) -> bool:
    """Whether a statement certainly has no condition, or none but such as every request meets."""
    condition = at(statement, "Condition")
    if not isinstance(condition, dict):
        return not condition
    return all(_is_always_met(str(operator).lower(), tests) for operator, tests in condition.items())


_ALWAYS_SENT = (
    "aws:currenttime", "aws:epochtime", "aws:principalaccount", "aws:principalarn", "aws:principaltype",
    "aws:requestedregion", "aws:securetransport", "aws:sourceip", "aws:useragent", "aws:userid",
)  # fmt: skip
"""https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html"""


def _is_always_met(operator: str, tests: Any) -> bool:
    """Whether any value fits, and no request lacks the key or passes without it."""
    without_key = operator.startswith("forallvalues:") or operator.endswith("ifexists")
    plain = operator.removeprefix("forallvalues:").removesuffix("ifexists")
    return isinstance(tests, dict) and all(
        plain in ("stringlike", "arnlike", "arnequals")
        and "*" in each(values)
        and (without_key or str(key).lower() in _ALWAYS_SENT)
        for key, values in tests.items()
    )


def is_open_to_everyone(statement: dict[str, Any]) -> bool:
    """Whether a statement certainly allows every principal, and no condition limits whom."""
    return not _is_undecided(at(statement, "Condition")) and is_for_everybody(readable(statement))


def limits_source(statement: dict[str, Any], keys: Collection[str]) -> bool:
    """Whether a condition ties one of these keys, or only a deployment can tell."""
    return _is_undecided(at(statement, "Condition")) or limits(readable(statement), keys)


def _is_undecided(condition: Any) -> bool:
    tests = condition.values() if isinstance(condition, dict) else ()
    return isinstance(condition, Unknown) or any(isinstance(test, Unknown) for test in tests)


def readable(value: Any) -> Any:
    """A document with what a deployment settles in plain text: a reference is a fixed value, no policy variable."""
    if isinstance(value, Unknown):
        return value.text.replace("${!", "\0").replace("${", "").replace("\0", "${")
    if isinstance(value, dict):
        return {key: readable(member) for key, member in value.items()}
    return [readable(member) for member in value] if isinstance(value, list) else value


def actions(statement: dict[str, Any]) -> list[str]:
    """The actions that a statement names, in lower case, as IAM compares them."""
    return [action.lower() for action in each(at(statement, "Action")) if isinstance(action, str)]


def on_everything(statement: dict[str, Any]) -> bool:
    """Whether a statement is about every resource."""
    return "*" in each(at(statement, "Resource"))


def is_for_everyone(statement: dict[str, Any]) -> bool:
    """Whether a statement is about every principal."""
    principal = at(statement, "Principal")
    return bool(principal == "*" or "*" in each(at(principal, "AWS")))


def denies_plain_http(statement: dict[str, Any], service: str) -> bool:
    """Whether a statement denies everybody everything of a service that comes over plain HTTP."""
    everything = any(action in (f"{service}:*", "*") for action in actions(statement))
    denies = at(statement, "Effect") == "Deny" and is_for_everyone(statement)
    return denies and everything and _is_only_plain(at(statement, "Condition"))


def _is_only_plain(condition: Any) -> bool:
    """Whether the one condition is plain HTTP: any other beside it would let some plain requests pass."""
    if not isinstance(condition, dict) or list(condition) not in (["Bool"], ["BoolIfExists"]):
        return False
    (tests,) = condition.values()
    names = [str(name).lower() for name in tests] if isinstance(tests, dict) else []
    return names == ["aws:securetransport"] and "false" in [str(test).lower() for test in each(*tests.values())]
