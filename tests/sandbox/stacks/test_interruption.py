"""Ctrl-C at every call of every recipe's creation, update and deletion: the account is as before or as after.

In turn a handler of the gateway raises, as a time-out of a test does, or a signal comes.
"""

import itertools
import json
import signal
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from patterns import Sandbox, catalogue
from patterns.parameters import ParameterError
from patterns.sandbox.authorisation.rehearsal import rehearsed
from patterns.sandbox.core.errors import Refused, StackFailed
from patterns.sandbox.gateway import Caller, Stage
from patterns.sandbox.stacks.stack import Stack
from patterns.template.source import Document, load
from tools.clearing import release, standing
from tools.interrupting import Interrupter, Way
from tools.listing import account_listing, settled
from tools.sampling import sampled

PARTS = 4
"""Into how many cases the calls of one run are dealt, so that a sample is small."""

SMALL = {"secure_bucket", "service_role", "resource_tags", "encryption_key", "lambda_function", "circuit_breaker"}
"""Of the others every run takes seconds."""

MACHINES = ("AWS::EC2::Instance", "AWS::EC2::NetworkInterface", "AWS::EC2::Volume", "AWS::EC2::VolumeAttachment")

PAIRS = (("One", "Two"), ("One", "Three"))

BUCKETS = {"Resources": {name: {"Type": "AWS::S3::Bucket"} for name in ("One", "Two")}}


@pytest.fixture(autouse=True)
def interruptible() -> Iterator[None]:
    """Ctrl-C is answered, also in a run that a shell started in the background, where it is ignored from the start."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def raising() -> None:
    raise KeyboardInterrupt


def signalling() -> None:
    signal.raise_signal(signal.SIGINT)


WAYS: tuple[Way, ...] = (
    (Stage.RECORD, raising), (Stage.FAULT, raising), (Stage.CONSEQUENCES, signalling), (Stage.FORM, signalling)
)  # fmt: skip

CASES = [
    pytest.param(name, verb, part, id=f"{name}-{verb}-{part}", marks=() if name in SMALL else pytest.mark.long)
    for name in catalogue.recipes()
    for verb in ("create", "update", "delete")
    for part in range(PARTS)
]


def passing(source: Any) -> Document:
    """The template with nothing that is to stay behind."""
    document = load(source)
    gone = {"DeletionPolicy": "Delete", "UpdateReplacePolicy": "Delete"}
    resources = {name: {**one, **gone} for name, one in document.body["Resources"].items()}
    return replace(document, body={**document.body, "Resources": resources}, given_text=None)


@cache
def template(name: str) -> Document:
    return passing(catalogue.recipe(name)())


@cache
def changed(name: str) -> Document:
    """The recipe at the first other choice to which a stack of it can be updated."""
    recipe = catalogue.recipe(name)
    for parameter, kind in recipe.parameters().items():
        for value in kind.choices():
            try:
                other = passing(recipe(**{parameter: value}))
            except ParameterError:
                continue
            if other.body["Resources"] != template(name).body["Resources"] and can_be_updated(name, other):
                return other
    raise AssertionError(f"{name} has one template only")


def can_be_updated(name: str, other: Document) -> bool:
    """Some changes need two updates, as a subnet that moves into the range of another does."""
    with Sandbox() as aws:
        try:
            aws.deploy(template(name)).update(other)
        except StackFailed:
            return False
    return True


def interrupted_at(aws: Sandbox, number: int, stage: Stage, interrupt: Callable[[], None]) -> Callable[[], bool]:
    """Interrupt at the administrator's call of this number; return what ends that and tells whether it came."""
    seen = itertools.count(1)
    came: list[str] = []

    def handler(call: Any) -> None:
        if call.caller is Caller.ADMINISTRATOR and next(seen) == number:
            came.append(call.operation)
            interrupt()

    end = aws.gateway.subscribe(stage, handler)

    def ended() -> bool:
        end()
        return bool(came)

    return ended


def way(number: int, part: int) -> Way | None:
    """How the call of this number is interrupted in a part, if it belongs to it."""
    return WAYS[number // PARTS % len(WAYS)] if number % PARTS == part else None


def state(aws: Sandbox) -> tuple[Any, ...]:
    listing = account_listing(aws)
    # What a roll-back puts back is a new version of a launch template, on AWS as here: which one counts may differ.
    for version in listing.get("AWS::EC2::LaunchTemplate", []):
        version["DefaultVersion"] = version["VersionNumber"] = None
    # A group that grew and shrank again ends members as its policy says, on AWS as here: it has as many as before.
    for group in listing.get("AWS::AutoScaling::AutoScalingGroup", []):
        group["Instances"] = sum(
            not instance["LifecycleState"].startswith("Terminating") for instance in group["Instances"]
        )
        listing |= {kind: len(listing[kind]) for kind in MACHINES if isinstance(listing.get(kind), list)}
    return listing, [(stack.name, settled(stack.snapshot())) for stack in aws.stacks if stack.name in standing(aws)]


def act(verb: str, aws: Sandbox, name: str, stack: Stack | None) -> None:
    if stack is None:
        aws.deploy(template(name), name="run")
    elif verb == "update":
        stack.update(changed(name))
    else:
        stack.delete()


def prepared(verb: str, aws: Sandbox, name: str) -> Stack | None:
    aws.existing_network()
    if verb == "create":
        return None
    stack = aws.deploy(template(name), name="run")
    release(aws, stack)
    return stack


def works(aws: Sandbox) -> list[Any]:
    """What other calls from another thread come to."""
    found: list[Any] = []

    def calls() -> None:
        aws.deploy(BUCKETS, name="later").delete()
        aws.clock.advance(minutes=5)
        found.append("fine")

    thread = threading.Thread(target=calls, daemon=True)
    thread.start()
    thread.join(60)
    return found


@pytest.mark.parametrize(("name", "verb", "part"), sampled(CASES, 0, slow=1))
def test_an_interruption_at_any_call_leaves_the_account_as_before_or_as_after(name, verb, part):
    changed(name)  # its own sandbox first
    with Sandbox() as aws:
        stack = prepared(verb, aws, name)
        before = state(aws)

        def acted() -> Any:
            act(verb, aws, name, stack)
            return state(aws)

        after = rehearsed(aws, acted) if stack else None

        def judge(number: int) -> None:
            now = state(aws)
            assert now == (after if verb == "delete" else before) or (verb == "update" and now == after)
            assert all(stack.status.endswith("_COMPLETE") for stack in aws.stacks)
            assert works(aws) == ["fine"]

        tries = Interrupter(aws, lambda number: way(number, part), judge)
        tries.watch(lambda: act(verb, aws, name, stack), [stage for stage, _ in WAYS])

    assert tries.failed == {}


def test_the_sweep_interrupts_at_every_call_and_tells_what_does_not_hold(aws):
    asked: list[str] = []
    aws.gateway.subscribe(Stage.FORM, lambda call: asked.append(call.operation))

    def judge(number: int) -> None:
        assert number != 2, "the second"

    tries = Interrupter(aws, lambda number: (Stage.FORM, raising), judge)
    tries.watch(lambda: asked.clear() or aws.deploy(BUCKETS), [Stage.FORM])

    assert (tries.tried, len(standing(aws))) == (len(asked), 1)
    assert tries.failed == {2: "AssertionError: the second\nassert 2 != 2"}


def test_a_second_interruption_waits_for_the_roll_back(aws):
    before = account_listing(aws)
    aws.gateway.subscribe(Stage.RECORD, lambda _: raising(), operation="CreateBucket")
    aws.gateway.subscribe(Stage.RECORD, lambda _: signalling(), operation="DeleteBucket")

    with pytest.raises(KeyboardInterrupt):
        aws.deploy(BUCKETS)

    assert account_listing(aws) == before
    assert standing(aws) == []


def test_an_interrupted_creation_takes_back_what_its_policy_would_keep(aws):
    kept = {"Type": "AWS::S3::Bucket", "DeletionPolicy": "Retain"}
    before = account_listing(aws)
    interrupted_at(aws, 2, Stage.RECORD, raising)

    with pytest.raises(KeyboardInterrupt):
        aws.deploy({"Resources": {"One": kept, "Two": kept}})

    assert account_listing(aws) == before


def test_an_interrupted_deletion_ends_first(aws):
    stack = aws.deploy(BUCKETS)
    aws.gateway.subscribe(Stage.CONSEQUENCES, lambda _: raising(), operation="DeleteBucket")

    with pytest.raises(KeyboardInterrupt):
        stack.delete()

    assert stack.status == "DELETE_COMPLETE"
    assert standing(aws) == []


def test_an_interruption_that_could_not_wait_leaves_a_deletion_to_be_tried_again(aws, monkeypatch):
    from patterns.sandbox.services.s3.resources.bucket import Bucket

    def hangs(*_: Any) -> None:
        raise KeyboardInterrupt

    stack = aws.deploy(BUCKETS)
    with monkeypatch.context() as patched:
        patched.setattr(Bucket, "delete", hangs)
        with pytest.raises(KeyboardInterrupt):
            stack.delete()

    assert stack.status == "DELETE_FAILED"
    stack.delete()
    assert standing(aws) == []


def test_a_call_of_a_user_ends_before_it_is_interrupted(aws):
    s3 = aws.client("s3")
    aws.gateway.subscribe(Stage.FORM, lambda _: signalling(), operation="CreateBucket")

    with pytest.raises(KeyboardInterrupt):
        s3.create_bucket(Bucket="whole")

    assert [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]] == ["whole"]


def test_a_call_that_is_interrupted_before_it_is_answered_does_nothing(aws):
    s3 = aws.client("s3")
    aws.gateway.subscribe(Stage.FAULT, lambda _: raising(), operation="CreateBucket")

    with pytest.raises(KeyboardInterrupt):
        s3.create_bucket(Bucket="none")

    assert s3.list_buckets()["Buckets"] == []


def test_a_refusal_after_an_interruption_still_goes_back_whole(aws):
    before = account_listing(aws)
    interrupted_at(aws, 1, Stage.RECORD, signalling)

    def refuse(_: Any) -> None:
        raise Refused("InternalFailure", "injected", 500)

    end = aws.gateway.subscribe(Stage.JUDGE, refuse, operation="CreateBucket")
    with pytest.raises((KeyboardInterrupt, StackFailed)):
        aws.deploy(BUCKETS)
    end()

    assert account_listing(aws) == before


def asked_of_the_service(aws: Sandbox, verb: str) -> None:
    service = aws.client("cloudformation")
    first, second = (
        json.dumps({"Resources": {name: {"Type": "AWS::S3::Bucket"} for name in names}}) for names in PAIRS
    )
    if verb != "create":
        service.create_stack(StackName="run", TemplateBody=first)
        aws.clock.advance(minutes=10)
    match verb:
        case "create":
            service.create_stack(StackName="run", TemplateBody=first)
        case "update":
            service.update_stack(StackName="run", TemplateBody=second)
        case "delete":
            service.delete_stack(StackName="run")


@pytest.mark.parametrize(("stage", "interrupt"), WAYS)
@pytest.mark.parametrize(("verb", "left"), [("create", ["One", "Two"]), ("update", ["One", "Three"]), ("delete", [])])
def test_an_interrupted_clock_goes_on_with_what_the_service_was_asked_for(aws, verb, left, stage, interrupt):
    asked_of_the_service(aws, verb)
    ended = interrupted_at(aws, 2, stage, interrupt)
    with pytest.raises(KeyboardInterrupt):
        aws.clock.advance(minutes=10)
    assert ended()

    aws.clock.advance(minutes=10)

    assert [name for stack in aws.stacks for name in stack] == left
    assert all(stack.status in ("CREATE_COMPLETE", "UPDATE_COMPLETE") for stack in aws.stacks)
    assert len(aws.client("s3").list_buckets()["Buckets"]) == len(left)
