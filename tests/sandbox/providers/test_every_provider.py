"""What holds for every provider, from its table and its examples. A new provider needs no test of its own for these."""

import importlib
import itertools
import pkgutil
from collections.abc import Iterator
from typing import Any

import pytest

from patterns import Sandbox
from patterns.sandbox import providers
from patterns.sandbox.errors import StackFailed
from patterns.sandbox.gateway import Caller, Refused, Stage
from patterns.sandbox.provider import Provider
from patterns.template.resolve import resolve
from patterns.template.schema import coerced, problems, schema


def found() -> Iterator[Provider]:
    for info in pkgutil.walk_packages(providers.__path__, f"{providers.__name__}."):
        if not info.ispkg and not info.name.rpartition(".")[2].startswith("_"):
            yield importlib.import_module(info.name).PROVIDER


PROVIDERS = sorted(found(), key=lambda one: one.type)
EXAMPLES = [
    pytest.param(provider, example, id=f"{provider.type.rpartition('::')[2]}-{number}")
    for provider in PROVIDERS
    for number, example in enumerate(provider.examples)
]
CREATED_FIRST = {"{key}": "AWS::KMS::Key", "example-bucket-1": "AWS::S3::Bucket"}
"""What an example names and does not declare -> the type of the resource to make before it."""


@pytest.fixture
def aws():
    with Sandbox() as account:
        yield account


def template(provider: Provider, properties: dict[str, Any], **attributes: Any) -> dict[str, Any]:
    """A template of the example, and of what it needs."""
    needed = next((name for name in CREATED_FIRST if name in str(properties)), None)
    resources: dict[str, Any] = {}
    if needed and properties.get("BucketName") != needed:
        first = {"BucketName": needed} if "Bucket" in CREATED_FIRST[needed] else {}
        resources["First"] = {"Type": CREATED_FIRST[needed], "Properties": first}
    named = {name: {"Ref": "First"} if value == needed else value for name, value in properties.items()}
    if provider.type == "AWS::S3::Bucket":
        named = properties
    return {"Resources": {**resources, "One": {"Type": provider.type, "Properties": named, **attributes}}}


def account_listing(aws: Sandbox) -> dict[str, Any]:
    """Everything there is, of the services with a provider."""
    s3, kms = aws.observer("s3"), aws.observer("kms")
    keys = [kms.describe_key(KeyId=key["KeyId"])["KeyMetadata"] for key in kms.list_keys()["Keys"]]
    return {
        "buckets": {b["Name"]: policy(s3, b["Name"]) for b in s3.list_buckets()["Buckets"]},
        "keys": [key["KeyId"] for key in keys if key["KeyManager"] == "CUSTOMER" and "DeletionDate" not in key],
        "aliases": [a["AliasName"] for a in kms.list_aliases()["Aliases"] if "/aws/" not in a["AliasName"]],
    }


def policy(s3: Any, name: str) -> str | None:
    try:
        return s3.get_bucket_policy(Bucket=name)["Policy"]
    except s3.exceptions.ClientError:
        return None


def changed(provider: Provider) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """The pairs of examples between which an update in place is possible."""
    fixed = {path.partition(".")[0] for path in schema(provider.type).create_only}
    for one, other in itertools.permutations(provider.examples, 2):
        other = {**{k: v for k, v in other.items() if k not in fixed}, **{k: v for k, v in one.items() if k in fixed}}
        constant = [p for p in provider.properties if not (p.put or p.code) and p.name not in fixed]
        same = all(one.get(p.name, p.default) == other.get(p.name, p.default) for p in constant)
        # What S3 turns on for good: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
        lasting = "ObjectLockEnabled"
        if same and one.get(lasting) == other.get(lasting):
            yield one, other


UPDATES = [
    pytest.param(provider, one, other, id=f"{provider.type.rpartition('::')[2]}-{number}")
    for provider in PROVIDERS
    for number, (one, other) in enumerate(changed(provider))
]


def injected(aws: Sandbox, number: int) -> tuple[list[str], Any]:
    """Refuse the administrator's call with this number, counted from now; return the calls seen, and the way to end."""
    seen: list[str] = []

    def handler(call: Any) -> None:
        if call.caller is Caller.ADMINISTRATOR:
            seen.append(call.operation)
            if len(seen) == number:
                raise Refused("InternalFailure", "injected", 500)

    return seen, aws.gateway.subscribe(Stage.FAULT, handler)


@pytest.mark.parametrize("provider", PROVIDERS, ids=lambda one: one.type)
def test_the_examples_use_every_row_of_the_table(provider):
    used = {name for example in provider.examples for name in example}

    assert {prop.name for prop in provider.properties} == used
    assert used <= set(schema(provider.type).properties)


@pytest.mark.parametrize("provider", PROVIDERS, ids=lambda one: one.type)
def test_it_is_found_by_the_name_of_its_type(provider):
    assert importlib.import_module("patterns.sandbox.provider").provider(provider.type) is provider


@pytest.mark.parametrize(("provider", "example"), EXAMPLES)
def test_an_example_is_valid_deploys_reads_back_whole_and_leaves_nothing(aws, provider, example):
    before = account_listing(aws)
    assert problems(provider.type, resolve(template(provider, example)).resources["One"].properties) == []

    stack = aws.deploy(template(provider, example))

    one = stack["One"]
    assert one.unsimulated == ()
    assert stack.drift() == {}
    assert one.exists
    names = schema(provider.type).attributes
    assert set(provider.attributes(one.member.target(aws, stack.name))) <= set(names)
    assert problems(provider.type, one.actual) == []
    stack.delete()
    assert not one.exists
    assert account_listing(aws) == before


@pytest.mark.parametrize(("provider", "one", "other"), UPDATES)
def test_an_update_in_place_reaches_the_other_example_and_keeps_the_resource(aws, provider, one, other):
    stack = aws.deploy(template(provider, one))
    first = stack["One"].physical_id

    stack.update(template(provider, other))

    assert stack["One"].physical_id == first
    assert stack["One"].unsimulated == ()
    assert stack.drift() == {}


@pytest.mark.parametrize(("provider", "one", "other"), UPDATES)
def test_what_an_update_no_longer_declares_reads_back_as_in_a_new_resource(aws, provider, one, other):
    stack = aws.deploy(template(provider, one))
    stack.update(template(provider, other))
    updated = stack["One"].actual
    stack.delete()

    new = aws.deploy(template(provider, other), name="new")["One"].actual

    # What S3 can only suspend stays as a trace; what it gives a new bucket does not come back when it is deleted.
    traces = {"VersioningConfiguration", "AccelerateConfiguration"}
    given = {"OwnershipControls", "PublicAccessBlockConfiguration"}
    own = {"BucketName", *traces, *given}
    assert {k: v for k, v in updated.items() if k not in own} == {k: v for k, v in new.items() if k not in own}


@pytest.mark.parametrize("provider", [p for p in PROVIDERS if schema(p.type).create_only], ids=lambda one: one.type)
def test_a_create_only_property_makes_a_new_resource(aws, provider):
    name = sorted(schema(provider.type).create_only & {prop.name for prop in provider.properties})[0]
    example = next(one for one in provider.examples if name in one)
    stack = aws.deploy(template(provider, example))
    first = stack["One"].physical_id
    body = template(provider, example)
    if name == "Bucket":
        body["Resources"]["Other"] = {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "example-bucket-2"}}
        body["Resources"]["One"]["Properties"][name] = {"Ref": "Other"}
        body["Resources"]["One"]["Properties"]["PolicyDocument"]["Statement"][0]["Resource"] = "*"
    else:
        body["Resources"]["One"]["Properties"] = {**body["Resources"]["One"]["Properties"], name: example[name] + "-b"}

    stack.update(body)

    assert stack["One"].physical_id not in ("", first)
    assert stack.drift() == {}
    stack.delete()
    assert account_listing(aws) == {"buckets": {}, "keys": [], "aliases": []}


@pytest.mark.parametrize(("provider", "example"), EXAMPLES)
def test_a_failure_at_any_call_of_a_creation_leaves_nothing(aws, provider, example):
    before = account_listing(aws)
    for number in itertools.count(1):
        seen, end = injected(aws, number)
        try:
            aws.deploy(template(provider, example))
        except StackFailed:
            assert (account_listing(aws), aws.stacks) == (before, []), f"after a refused {seen[number - 1]}"
        else:
            break
        finally:
            end()
    assert number == len(seen) + 1


@pytest.mark.parametrize(("provider", "one", "other"), UPDATES)
def test_a_failure_at_any_call_of_an_update_returns_to_the_last_good_state(aws, provider, one, other):
    stack = aws.deploy(template(provider, one))
    # A round trip first: what can be suspended only is so from here on.
    stack.update(template(provider, other))
    stack.update(template(provider, one))
    before = (account_listing(aws), stack.snapshot())
    for number in itertools.count(1):
        seen, end = injected(aws, number)
        try:
            stack.update(template(provider, other))
        except StackFailed:
            assert stack.status == "UPDATE_ROLLBACK_COMPLETE"
            assert (account_listing(aws), stack.snapshot()) == before, f"after a refused {seen[number - 1]}"
        else:
            break
        finally:
            end()
    assert number == len(seen) + 1


@pytest.mark.parametrize("provider", PROVIDERS, ids=lambda one: one.type)
def test_properties_are_taken_in_the_types_of_the_schema(provider):
    for example in provider.examples:
        assert coerced(provider.type, example) == example


def test_object_lock_is_turned_on_in_place_and_never_off(aws):
    lock = next(one for one in EXAMPLES if "ObjectLockEnabled" in one.values[1]).values[1]
    bucket = next(one for one in PROVIDERS if one.type == "AWS::S3::Bucket")
    versioned = {"VersioningConfiguration": {"Status": "Enabled"}}
    stack = aws.deploy(template(bucket, versioned))
    aws.client("s3").put_object(Bucket=stack["One"].physical_id, Key="a", Body=b"b")

    stack.update(template(bucket, lock))
    assert stack["One"].actual["ObjectLockConfiguration"]["Rule"]["DefaultRetention"]["Days"] == 30

    stack.update(template(bucket, versioned))
    assert stack["One"].actual["ObjectLockConfiguration"] == {"ObjectLockEnabled": "Enabled"}
    with pytest.raises(StackFailed, match="so the versioning state cannot be changed"):
        stack.update(template(bucket, {}))
