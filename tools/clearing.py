"""Taking away what keeps a stack from being deleted, for tests that must leave nothing. Not for users: AWS keeps it."""

from __future__ import annotations

from patterns import Sandbox
from patterns.sandbox.provider.base import Provider
from patterns.sandbox.provider.finding import provider
from patterns.sandbox.stacks.stack import Stack


def release(aws: Sandbox, stack: Stack) -> None:
    """Take away protection, and what the resources of a stack hold."""
    held = [stack[name] for name in stack if type(provider(stack[name].type)).release is not Provider.release]
    for resource in [resource for resource in held if resource.exists]:
        provider(resource.type).release(resource.member.target(aws, stack.name))


def standing(aws: Sandbox) -> list[str]:
    """The names of the stacks that hold something; one that was rolled back when it was created holds nothing."""
    return [stack.name for stack in aws.stacks if len(stack) or stack.status != "ROLLBACK_COMPLETE"]
