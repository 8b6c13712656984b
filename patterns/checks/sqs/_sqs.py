"""What several checks need to know about the queues of a template. Not a check."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from patterns.checks._policies import statements
from patterns.checks._references import mentions, target
from patterns.knowledge import about
from patterns.template.properties import at, each, of_type
from patterns.template.resolve import Resolved, Resource


def is_dead_letter_queue(resolved: Resolved, queue: Resource) -> bool:
    """Whether a queue takes in what others could not process: it says so, or one of this template does."""
    if at(queue.properties, "RedriveAllowPolicy") is not None:
        return True
    return any(
        mentions(at(other.properties, name), queue)
        for other in resolved.resources.values()
        for name in about(other.type).gives_up_to
    )


def dead_letter_queue(resolved: Resolved, queue: Resource) -> Resource | None:
    """The queue of this template that takes in the failed messages of `queue`."""
    return target(resolved, at(queue.properties, "RedrivePolicy", "deadLetterTargetArn"))


def policy_statements(resolved: Resolved, queue: Resource) -> Iterator[dict[str, Any]]:
    """The statements of the policies that the template puts on a queue."""
    for policy in of_type(resolved, "AWS::SQS::QueuePolicy"):
        if any(mentions(named, queue) for named in each(at(policy.properties, "Queues"))):
            yield from (found for _, found in statements(at(policy.properties, "PolicyDocument"), ()))
