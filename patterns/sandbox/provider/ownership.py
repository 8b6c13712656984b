"""Which resources of an account's stacks own a part of another: a rule of a group, a policy in a role.

What is a resource of its own reads back with that resource, not with the one it is a part of.
"""

from __future__ import annotations

from collections.abc import Iterator

from patterns.sandbox.core.account import Account, Resource


def resources(account: Account, *types: str) -> Iterator[Resource]:
    """The resources of these types, in all stacks of the account."""
    for stack in account.stacks:
        for logical_id in stack:
            if stack[logical_id].type in types:
                yield stack[logical_id]
