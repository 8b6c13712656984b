"""A rule that has a function of the template for a target, and may not call it."""

from __future__ import annotations

from patterns.checks._functions import FUNCTION
from patterns.checks._references import mentions, target
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, entries, of_type
from patterns.template.resolve import Resolved, Resource
from patterns.template.values import Unknown

EVENTS = "events.amazonaws.com"


def _places(resolved: Resolved) -> Places:
    for rule in of_type(resolved, "AWS::Events::Rule"):
        for number, one in enumerate(entries(at(rule.properties, "Targets"))):
            function = target(resolved, at(one, "Arn"))
            called = function is not None and function.type == FUNCTION and at(one, "RoleArn") is None
            if function is not None and called and not _is_permitted(resolved, function):
                yield rule.logical_id, ("Targets", number, "Arn")


def _is_permitted(resolved: Resolved, function: Resource) -> bool:
    """Whether a permission of the template may let EventBridge call the function."""
    return any(
        _is_events(at(permission.properties, "Principal"))
        and _is_about(at(permission.properties, "FunctionName"), function)
        for permission in of_type(resolved, "AWS::Lambda::Permission")
    )


def _is_events(principal: object) -> bool:
    return principal == EVENTS or isinstance(principal, Unknown)


def _is_about(named: object, function: Resource) -> bool:
    """Whether a permission may be for the function: by reference, or by a name that it declares or may have."""
    declared = at(function.properties, "FunctionName")
    return mentions(named, function) or (declared is not None and (named == declared or isinstance(declared, Unknown)))


RULE = Rule(
    id="EVT-003",
    title="The rule may not call its function",
    why=(
        "The rule and the function both exist, and nothing happens: a function refuses callers that no permission "
        "names. Add an AWS::Lambda::Permission for events.amazonaws.com with the rule's ARN as SourceArn."
    ),
    source="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html",
    pillar=Pillar.RELIABILITY,
    best_practice="REL05-BP04",
    severity=Severity.HIGH,
    places=_places,
)
