"""The public surface given what it does not take: a sentence of the cookbook's own, or a value, and nothing else."""

import itertools
from collections.abc import Callable
from typing import Any

import pytest

from patterns import Sandbox, SecureBucket, catalogue, check, compare, cost, diagram
from patterns.analysis.usage import UsageError
from patterns.parameters import ParameterError
from patterns.sandbox.core.errors import SandboxError
from patterns.template.errors import TemplateError
from tools.sampling import sampled

OURS = (TemplateError, SandboxError, ParameterError, UsageError)
ODD: dict[str, Any] = {
    "none": None, "number": 5, "text": "x", "empty": "", "bytes": b"x", "list": [], "mapping": {}, "object": object(),
    "class": SecureBucket, "nan": float("nan"), "inf": float("inf"), "huge": 10**400, "minus": -1,
    "surrogate": "\ud800", "path up": "../x", "html": "<script>", "null": "\0", "set": set(),
    "complex": 1j, "device": "/dev/zero",
}  # fmt: skip
GOOD = "Resources: {B: {Type: AWS::S3::Bucket}}\n"


class Raising:
    def to_dict(self):
        return 1 / 0


TAKERS: dict[str, Callable[[Sandbox, Any], object]] = {
    "deploy": lambda aws, odd: aws.deploy(odd),
    "deploy, what raises": lambda aws, odd: aws.deploy(Raising()),
    "deploy under a name": lambda aws, odd: aws.deploy(GOOD, name=odd),
    "deploy with parameters": lambda aws, odd: aws.deploy(GOOD, parameters=odd),
    "check": lambda aws, odd: check(odd, lint=False),
    "check with parameters": lambda aws, odd: check(GOOD, parameters=odd, lint=False),
    "compare": lambda aws, odd: compare(GOOD, odd),
    "diagram": lambda aws, odd: diagram(odd),
    "cost": lambda aws, odd: cost(odd),
    "cost of use": lambda aws, odd: cost(GOOD, usage=odd),
    "cost of hours": lambda aws, odd: cost(GOOD, usage={"hours": odd}),
    "client": lambda aws, odd: aws.client(odd),
    "acting_as": lambda aws, odd: aws.acting_as(odd),
    "prove": lambda aws, odd: aws.prove(odd, lambda app: None),
    "advance": lambda aws, odd: aws.clock.advance(seconds=odd),
    "after": lambda aws, odd: aws.clock.after(odd, lambda: None),
    "fault of a code": lambda aws, odd: aws.faults.errors("s3", code=odd).stop(),
    "fault later": lambda aws, odd: aws.faults.throttle("s3", after=odd).stop(),
    "exercise": lambda aws, odd: catalogue.exercise("close_the_shared_bucket").check(odd),
    "with_": lambda aws, odd: SecureBucket().with_(versioning=odd),
    "sandbox of a region": lambda aws, odd: Sandbox(region=odd).start(),
    "sandbox of a seed": lambda aws, odd: Sandbox(seed=odd),
}
CASES = [pytest.param(taker, odd, id=f"{taker} {odd}") for taker, odd in itertools.product(TAKERS, ODD)]


@pytest.fixture(scope="module")
def account():
    with Sandbox() as aws:
        yield aws


@pytest.fixture
def aws(account):
    """One account for all: what is refused leaves nothing. A case that starts another takes its place."""
    return account if Sandbox.live() is account else Sandbox.live() or Sandbox().start()


@pytest.mark.parametrize(("taker", "odd"), sampled(CASES, 120))
def test_an_odd_argument_is_answered_in_our_own_words(aws, taker, odd):
    said = []
    try:
        TAKERS[taker](aws, ODD[odd])
    except OURS as error:
        said = [str(error)]

    assert all(len(words) > 10 and "Traceback" not in words for words in said)
