"""What CloudWatch Logs refuses of groups and subscriptions beside keys, functions and each other."""

from __future__ import annotations

from collections.abc import Iterator

from patterns.refusals import Refusal, logs
from patterns.refusals._beside import Declared, Others, Relation, identity

FUNCTION, PERMISSION, SUBSCRIPTION = "AWS::Lambda::Function", "AWS::Lambda::Permission", "AWS::Logs::SubscriptionFilter"


def _function(subscription: Declared, others: Others) -> Iterator[Refusal]:
    """A function of the template that nobody but its role may call."""
    target = others.target(subscription.asked["DestinationArn"], FUNCTION)
    if target is not None and not others.of_type(PERMISSION):
        yield logs.INVALID, logs.NOT_CALLABLE


def _many(subscription: Declared, others: Others) -> Iterator[Refusal]:
    group = identity(subscription.asked["LogGroupName"])
    alike = [one for one in others.of_type(SUBSCRIPTION) if identity(one.asked["LogGroupName"]) == group]
    sure = [one for one in alike if one.is_sure]
    if group is not None and len(sure) > logs.MOST_SUBSCRIPTIONS and subscription is sure[-1]:
        yield "LimitExceededException", "Resource limit exceeded."


TYPES: dict[str, tuple[Relation, ...]] = {SUBSCRIPTION: (_function, _many)}
