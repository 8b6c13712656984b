"""Every type's widest example with one odd value: it deploys, or is refused and leaves nothing."""

import copy
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

from patterns import Sandbox
from patterns.sandbox.core.errors import SandboxError
from patterns.sandbox.provider.base import Provider
from patterns.template.errors import TemplateError
from tools.clearing import release, standing
from tools.listing import account_listing, providers, settled
from tools.sampling import sampled
from tools.stage import on_stage

ODD: tuple[Any, ...] = (
    "", " ", "x" * 5000, "\u00e9\U0001f600", "\0", "a\nb", "<script>", "arn:aws:s3:::x", "arn:::::", ":", "/", "*", -1,
    0, 10**18, 1e308, 0.5, True, False, [], {}, [[]], [{}], {"a": "b"}, ["x"] * 200, "9" * 300, "${X}",
    "{{resolve:ssm:nope}}", "300.1.1.1/40", "rate(0 minutes)", "cron(* * * * * *)", "2026-13-45T99:99:99Z",
    "us-east-1z", "nan", {"Ref": "AWS::NoValue"}, {"Ref": "AWS::StackId"},
)  # fmt: skip
TRIES = 5
CASES = [
    pytest.param(provider, seed, id=f"{provider.type}-{seed}")
    for provider in sorted(providers(), key=lambda one: one.type)
    for seed in range(4)
]
Path = tuple[str | int, ...]


def places(value: Any, path: Path = ()) -> Iterator[Path]:
    if path:
        yield path
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, member in members:
        yield from places(member, (*path, name))


def odd(properties: dict[str, Any], chance: Random) -> tuple[str, dict[str, Any]]:
    """The properties with one place of them replaced, and what was done."""
    found = copy.deepcopy(properties)
    *above, last = chance.choice(list(places(properties)))
    holder: Any = found
    for step in above:
        holder = holder[step]
    holder[last] = chance.choice(ODD)
    return f"{[*above, last]} = {str(holder[last])[:40]!r}", found


def template(provider: Provider, properties: dict[str, Any]) -> dict[str, Any]:
    one = {"Type": provider.type, "DeletionPolicy": "Delete", "UpdateReplacePolicy": "Delete", "Properties": properties}
    return {"Resources": {"One": one}}


def refusal(attempt: Any) -> str | None:
    """What it was refused with; None where it went through. Any other exception comes out."""
    try:
        attempt()
    except (TemplateError, SandboxError) as error:
        return str(error)
    return None


@pytest.mark.parametrize(("provider", "seed"), sampled(CASES, 1, slow=2))
def test_an_odd_value_deploys_or_is_refused_and_leaves_nothing(provider, seed):
    chance = Random(f"{provider.type}{seed}")
    with Sandbox() as aws:
        [example] = on_stage(aws, max(provider.examples, key=len))
        before = account_listing(aws)
        for _ in range(TRIES):
            what, properties = odd(example, chance)
            if refusal(lambda given=properties: aws.deploy(template(provider, given), name="x")) is None:
                stack = aws.stacks[-1]
                release(aws, stack)
                stack.delete()
            assert "x" not in standing(aws), what
            assert account_listing(aws) == before, what


@pytest.mark.parametrize(("provider", "seed"), sampled(CASES, 1, seed=8, slow=1))
def test_a_refused_update_to_an_odd_value_leaves_the_stack_as_it_was(provider, seed):
    chance = Random(f"update {provider.type}{seed}")
    with Sandbox() as aws:
        [example] = on_stage(aws, max(provider.examples, key=len))
        stack = aws.deploy(template(provider, example), name="x")
        before = (account_listing(aws), settled(stack.snapshot()))
        for _ in range(TRIES):
            what, properties = odd(example, chance)
            if refusal(lambda given=properties: stack.update(template(provider, given))) is None:
                break
            assert stack.status in ("CREATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE"), what
            assert (account_listing(aws), settled(stack.snapshot())) == before, what
