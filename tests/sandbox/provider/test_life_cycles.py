"""Random templates from the providers' examples, through a life: made, changed, deleted. Nothing may stay behind.

What AWS would refuse is part of life: then the account must be as it was before the attempt.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from patterns import Sandbox
from patterns.sandbox.core.errors import SandboxError
from patterns.sandbox.fence.clients import let_through
from patterns.sandbox.gateway import Caller
from patterns.sandbox.stacks.stack import Stack
from tools.listing import account_listing, providers
from tools.stage import on_stage

PROVIDERS = sorted(providers(), key=lambda one: one.type)
RESOURCE = st.sampled_from(PROVIDERS).flatmap(
    lambda provider: st.tuples(st.just(provider.type), st.sampled_from(provider.examples))
)
TEMPLATE = st.lists(RESOURCE, min_size=1, max_size=4, unique_by=lambda resource: resource[0])
LIFE = st.lists(TEMPLATE, min_size=1, max_size=3)
"""One to three templates after another, each of one to four resources of different types: two links of one subnet, say,
take each other's place, in AWS as here.
"""

ONE_BY_ONE = {"deadline": None, "derandomize": True, "suppress_health_check": list(HealthCheck)}


def templates(aws: Sandbox, life: list[list[tuple[str, dict[str, Any]]]]) -> list[dict[str, Any]]:
    """The templates of a life. What has a type keeps its name, so that it is updated.

    Under another name it would be made, and then the old one deleted: of a queue's policy nothing is left, as in AWS.
    """
    examples = iter(on_stage(aws, *(example for drawn in life for _, example in drawn)))
    return [
        {
            "Resources": {
                type_name.replace("::", ""): {"Type": type_name, "Properties": next(examples)} for type_name, _ in drawn
            }
        }
        for drawn in life
    ]


def attempted(aws: Sandbox, stack: Stack | None, template: dict[str, Any]) -> Stack | None:
    """The stack after an attempt; a refused one must leave the account as it was."""
    before = account_listing(aws)
    try:
        if stack is None:
            return aws.deploy(template, name="life")
        stack.update(template)
    except SandboxError:
        assert account_listing(aws) == before
    return stack


def asked_afresh(aws: Sandbox, stack: Stack, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The snapshot as new, ordinary boto3 clients see it; a key may let nobody but its users look at it."""

    def observer(account: Sandbox, service: str) -> Any:
        return let_through(account.client(service), account.gateway, Caller.OBSERVER)

    with monkeypatch.context() as patched:
        patched.setattr(Sandbox, "observer", observer)
        return stack.snapshot()


def lived(life: list[list[tuple[str, dict[str, Any]]]], monkeypatch: pytest.MonkeyPatch) -> None:
    with Sandbox() as aws:
        bodies = templates(aws, life)
        before = account_listing(aws)
        stack = None
        for body in bodies:
            stack = attempted(aws, stack, body)
            if stack is not None:
                assert stack.drift() == {}
                assert stack.snapshot() == asked_afresh(aws, stack, monkeypatch)
        if stack is not None:
            stack.delete()
        assert account_listing(aws) == before


@pytest.mark.slow
@settings(max_examples=5, **ONE_BY_ONE)
@given(life=LIFE)
def test_five_lives_leave_nothing_behind(life):
    with pytest.MonkeyPatch.context() as monkeypatch:
        lived(life, monkeypatch)


@pytest.mark.long
@settings(max_examples=200, **ONE_BY_ONE)
@given(life=LIFE)
def test_two_hundred_lives_leave_nothing_behind(life):
    with pytest.MonkeyPatch.context() as monkeypatch:
        lived(life, monkeypatch)
