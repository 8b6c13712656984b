"""The public surface given what it does not take: a sentence of the cookbook's own, or a value, and nothing else."""

import itertools
from collections.abc import Callable
from typing import Any

import pytest

from patterns import (
    Sandbox,
    SecureBucket,
    catalogue,
    check,
    compare,
    cost,
    diagram,
    explore,
    export,
    reachability,
    single_points,
    variants,
)  # fmt: skip
from patterns.analysis.usage import UsageError
from patterns.exporting.folder import ExportError
from patterns.parameters import ParameterError
from patterns.sandbox.core.errors import SandboxError
from patterns.sandbox.stacks.stack import Stack
from patterns.template.errors import TemplateError
from tools.sampling import sampled

OURS = (
    TemplateError, SandboxError, ParameterError, UsageError, ExportError,
    catalogue.UnknownRecipeError, catalogue.UnknownExerciseError,
)  # fmt: skip
ODD: dict[str, Any] = {
    "none": None, "number": 5, "text": "x", "empty": "", "bytes": b"x", "list": [], "mapping": {}, "object": object(),
    "class": SecureBucket, "nan": float("nan"), "inf": float("inf"), "huge": 10**400, "minus": -1,
    "surrogate": "\ud800", "path up": "../x", "html": "<script>", "null": "\0", "set": set(),
    "complex": 1j, "device": "/dev/zero", "flag": True, "nested": [[1]], "numbered": {1: 2}, "digits": "9" * 5000,
}  # fmt: skip
GOOD = "Resources: {B: {Type: AWS::S3::Bucket}}\n"


API = "https://nobody.execute-api.us-east-1.amazonaws.com/"
ROOT = "arn:aws:iam::123456789012:role/nobody"
UNDER_A_FILE = f"{__file__}/below"
"""Where nothing can be written."""


def kept(aws: Sandbox) -> Stack:
    """A stack that is there, of the same template whatever was done to it."""
    return aws.deploy(GOOD, name="kept")


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
    "export": lambda aws, odd: export(odd, UNDER_A_FILE),
    "export to": lambda aws, odd: export(Raising(), odd),
    "reachability": lambda aws, odd: reachability(odd),
    "single points": lambda aws, odd: single_points(odd),
    "variants": lambda aws, odd: variants(a=odd),
    "explore": lambda aws, odd: explore(odd),
    "diagram unfolded": lambda aws, odd: diagram(GOOD, unfolded=odd),
    "exercise of a name": lambda aws, odd: catalogue.exercise(odd),
    "recipe of a name": lambda aws, odd: catalogue.recipe(odd),
    "region": lambda aws, odd: aws.in_region(odd),
    "client of a region": lambda aws, odd: aws.client("s3", region_name=odd),
    "client of an address": lambda aws, odd: aws.client("s3", endpoint_url=odd),
    "http method": lambda aws, odd: aws.http(odd, API),
    "http address": lambda aws, odd: aws.http("GET", odd),
    "http headers": lambda aws, odd: aws.http("GET", API, headers=odd),
    "http body": lambda aws, odd: aws.http("POST", API, body=odd),
    "endpoint port": lambda aws, odd: aws.endpoint(port=odd),
    "endpoint host": lambda aws, odd: aws.endpoint(host=odd),
    "endpoint names": lambda aws, odd: aws.endpoint(names=odd),
    "existing exports": lambda aws, odd: aws.existing(exports=odd),
    "existing certificate": lambda aws, odd: aws.existing(certificates=[odd]),
    "existing role": lambda aws, odd: aws.existing(roles={"r": odd}),
    "existing zone": lambda aws, odd: aws.existing(hosted_zones=[odd]),
    "existing image": lambda aws, odd: aws.existing(images=[odd]),
    "signal to a stack": lambda aws, odd: aws.signal(odd, "A", "b"),
    "signal to a resource": lambda aws, odd: aws.signal("s", odd, "b"),
    "signal of a sender": lambda aws, odd: aws.signal("s", "A", odd),
    "signal with data": lambda aws, odd: aws.signal("s", "A", "b", data=odd),
    "at_once": lambda aws, odd: aws.at_once(odd),
    "session name": lambda aws, odd: aws.acting_as(ROOT, session_name=odd),
    "session tags": lambda aws, odd: aws.acting_as(ROOT, tags=odd),
    "session policy": lambda aws, odd: aws.acting_as(ROOT, policy=odd),
    "capabilities": lambda aws, odd: aws.deploy(GOOD, capabilities=odd),
    "unsupported": lambda aws, odd: aws.deploy(GOOD, unsupported=odd),
    "templates": lambda aws, odd: aws.deploy(GOOD, templates=odd),
    "template of an address": lambda aws, odd: aws.deploy(GOOD, templates={"https://a/b": odd}),
    "update": lambda aws, odd: kept(aws).update(odd),
    "update with parameters": lambda aws, odd: kept(aws).update(GOOD, parameters=odd),
    "preview": lambda aws, odd: kept(aws).preview(odd),
    "stack policy": lambda aws, odd: kept(aws).set_stack_policy(odd),
    "attribute": lambda aws, odd: kept(aws)["B"].attribute(odd),
    "zone": lambda aws, odd: aws.faults.zone_outage(odd),
    "latency": lambda aws, odd: aws.faults.latency("s3", seconds=odd).stop(),
    "fault of a service": lambda aws, odd: aws.faults.errors(odd).stop(),
    "fault of an operation": lambda aws, odd: aws.faults.errors("s3", operation=odd).stop(),
    "fault of a function": lambda aws, odd: aws.faults.function(odd, error="x").stop(),
    "clock at": lambda aws, odd: aws.clock.at(odd, lambda: None),
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


@pytest.mark.parametrize(("taker", "odd"), sampled(CASES, 40, slow=80))
def test_an_odd_argument_is_answered_in_our_own_words(aws, taker, odd):
    said = []
    try:
        TAKERS[taker](aws, ODD[odd])
    except OURS as error:
        said = [str(error)]

    assert all(len(words) > 10 and "Traceback" not in words for words in said)


@pytest.mark.parametrize("odd", ["list", "object", "number"])
def test_what_is_no_action_is_refused_when_it_is_given_and_not_when_it_is_due(aws, odd):
    with pytest.raises(SandboxError, match="must be a function that takes nothing, got"):
        aws.clock.after(5, ODD[odd])

    aws.clock.advance(seconds=6)


def test_a_refused_signal_is_not_kept_and_disturbs_no_later_one(aws):
    with pytest.raises(SandboxError, match="unique_id must be a text, got"):
        aws.signal("s", "A", set())

    aws.signal("s", "A", "b")


@pytest.mark.parametrize("odd", ["none", "bytes", "null", "surrogate", "device"])
def test_a_folder_that_cannot_be_is_refused_before_anything_is_exported(odd):
    with pytest.raises(ExportError):
        export(Raising(), ODD[odd])


@pytest.mark.parametrize("odd", ["none", "number", "huge", "bytes"])
def test_a_resource_that_a_stack_does_not_have_is_a_key_error_that_names_those_it_has(aws, odd):
    with pytest.raises(KeyError, match=r"stack kept has no resource .*: there are B"):
        kept(aws)[ODD[odd]]
