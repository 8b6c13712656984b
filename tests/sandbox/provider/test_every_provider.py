"""What holds for every provider, from its table and its examples. A new provider needs no test of its own for these."""

import importlib
import itertools
from collections.abc import Iterator
from typing import Any

import pytest

from patterns import Sandbox
from patterns.refusals import refusals
from patterns.sandbox.core.errors import Refused, StackFailed
from patterns.sandbox.gateway import Caller, Stage
from patterns.sandbox.provider.base import Provider
from patterns.template.schema import coerced, problems, schema
from tools.clearing import release, standing
from tools.listing import account_listing, providers, settled
from tools.sampling import long_case, sampled
from tools.stage import on_stage

PROVIDERS = sorted(providers(), key=lambda one: one.type)
EXAMPLES = [
    pytest.param(provider, example, id=f"{provider.type}-{number}")
    for provider in PROVIDERS
    for number, example in enumerate(provider.examples)
]

PROTECTIONS = {"DeletionProtection", "DeletionProtectionEnabled", "DisableApiTermination"}
"""The properties by which something refuses to be deleted."""


def template(provider: Provider, properties: dict[str, Any]) -> dict[str, Any]:
    return {"Resources": {"One": {"Type": provider.type, "Properties": properties}}}


def fixed(provider: Provider) -> set[str]:
    """The properties that only a new resource can have otherwise."""
    return {path.partition(".")[0] for path in schema(provider.type).create_only}


def changed(provider: Provider) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """The pairs of examples between which an update in place is possible."""
    lasting = provider.lasting
    for one, asked in itertools.permutations(provider.examples, 2):
        kept = {name: value for name, value in one.items() if name in fixed(provider)}
        other = {name: value for name, value in asked.items() if name not in fixed(provider)} | kept
        constant = [p for p in provider.properties if not (p.put or p.code) and p.name not in kept]
        same = all(one.get(p.name, p.default) == other.get(p.name, p.default) for p in constant)
        lasts = all(one.get(name) == asked.get(name) for name in lasting)
        if same and one != other and lasts and is_taken(provider, other) and not is_refused(provider, one, other):
            yield one, other


def is_taken(provider: Provider, properties: dict[str, Any]) -> bool:
    """Whether half of one example goes with half of another, as far as that shows without an account."""
    return not problems(provider.type, properties) and not list(refusals(provider.type, properties))


OF_ITS_CLUSTER = {
    "AllocatedStorage", "BackupRetentionPeriod", "CopyTagsToSnapshot", "DeletionProtection",
    "EnableIAMDatabaseAuthentication", "StorageEncrypted",
}  # fmt: skip
"""What an instance of Aurora tells, and may not be asked for."""


def askable(properties: dict[str, Any]) -> dict[str, Any]:
    """What was read back, without what another resource decides."""
    decided = OF_ITS_CLUSTER if "DBClusterIdentifier" in properties else set()
    return {name: value for name, value in properties.items() if name not in decided}


REFUSED = {
    "AWS::EC2::Volume": lambda one, other: other["Size"] < one["Size"],
    "AWS::S3::BucketPolicy": lambda one, other: one["PolicyDocument"] != other["PolicyDocument"],
}
"""What the service never lets happen to one that is there: a smaller volume, a policy that names another bucket."""


def is_refused(provider: Provider, one: dict[str, Any], other: dict[str, Any]) -> bool:
    return provider.type in REFUSED and REFUSED[provider.type](one, other)


def protected(value: Any) -> Any:
    """An example with every protection that it declares as off turned on."""
    if isinstance(value, dict):
        if value.get("Key") == "deletion_protection.enabled":
            return value | {"Value": "true"}
        return {key: (key in PROTECTIONS) or protected(member) for key, member in value.items()}
    return [protected(member) for member in value] if isinstance(value, list) else value


def is_protected(value: Any) -> bool:
    if isinstance(value, dict):
        said = value == {"Key": "deletion_protection.enabled", "Value": "true"}
        return said or any(value.get(name) for name in PROTECTIONS) or any(map(is_protected, value.values()))
    return isinstance(value, list) and any(map(is_protected, value))


def replaced(provider: Provider) -> tuple[dict[str, Any], dict[str, Any]]:
    """The first pair of examples between which only a new resource will do."""
    pairs = itertools.permutations(provider.examples, 2)
    return next((one, other) for one, other in pairs if any(one.get(n) != other.get(n) for n in fixed(provider)))


UPDATES = [
    pytest.param(provider, one, other, id=f"{provider.type}-{number}")
    for provider in PROVIDERS
    for number, (one, other) in enumerate(changed(provider))
]


WIDEST = {provider.type: max(provider.examples, key=len) for provider in PROVIDERS}
WIDEST_EXAMPLES = [case if case.values[1] is WIDEST[case.values[0].type] else long_case(case) for case in EXAMPLES]
SAMPLED_EXAMPLES = sampled(WIDEST_EXAMPLES, 5, slow=15)
"""The widest examples of some types always; `make quick` runs all of a type that changed."""


SAMPLED_UPDATES = sampled(UPDATES, 3, slow=7)
THERE_AND_BACK = sampled(
    [case for case in UPDATES if not is_refused(case.values[0], case.values[2], case.values[1])],
    3,
    slow=7,
)
"""There are hundreds, each a stack of its own."""

SAMPLED_FAILURES = sampled(WIDEST_EXAMPLES, 1, slow=4)
"""The widest examples of five types always: each takes a deployment for every call that may fail."""

REPLACED = sampled(
    [pytest.param(p, id=p.type) for p in PROVIDERS if fixed(p) & {row.name for row in p.properties}], 2, slow=3
)


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
def test_what_lasts_or_leaves_traces_is_in_the_table(provider):
    assert provider.lasting | provider.traces <= {prop.name for prop in provider.properties}


@pytest.mark.parametrize("provider", PROVIDERS, ids=lambda one: one.type)
def test_it_is_found_by_the_name_of_its_type(provider):
    assert importlib.import_module("patterns.sandbox.provider.finding").provider(provider.type) is provider


@pytest.mark.parametrize(("provider", "example"), SAMPLED_EXAMPLES)
def test_an_example_is_valid_deploys_reads_back_whole_and_leaves_nothing(aws, provider, example):
    [example] = on_stage(aws, example)
    before = account_listing(aws)
    assert problems(provider.type, example) == []

    stack = aws.deploy(template(provider, example))

    one = stack["One"]
    assert one.unsimulated == ()
    assert stack.drift() == {}
    assert one.exists
    names = schema(provider.type).attributes
    assert set(provider.attributes(one.member.target(aws, stack.name))) <= set(names)
    assert problems(provider.type, askable(one.actual)) == []
    stack.delete()
    assert not one.exists
    assert account_listing(aws) == before


@pytest.mark.parametrize(("provider", "one", "other"), SAMPLED_UPDATES)
def test_an_update_in_place_reaches_the_other_example_and_keeps_the_resource(aws, provider, one, other):
    one, other = on_stage(aws, one, other)
    stack = aws.deploy(template(provider, one))
    first = stack["One"].physical_id

    stack.update(template(provider, other))

    assert stack["One"].physical_id == first
    assert stack["One"].unsimulated == ()
    assert stack.drift() == {}


@pytest.mark.parametrize(("provider", "one", "other"), SAMPLED_UPDATES)
def test_what_an_update_no_longer_declares_reads_back_as_in_a_new_resource(aws, provider, one, other):
    one, other = on_stage(aws, one, other)
    stack = aws.deploy(template(provider, one))
    stack.update(template(provider, other))
    updated = stack["One"].actual
    stack.delete()

    new = aws.deploy(template(provider, other), name="new")["One"].actual

    own = fixed(provider) | provider.traces
    assert settled({k: v for k, v in updated.items() if k not in own}) == settled(
        {k: v for k, v in new.items() if k not in own}
    )


@pytest.mark.parametrize("provider", REPLACED)
def test_a_create_only_property_makes_a_new_resource(aws, provider):
    one, other = on_stage(aws, *replaced(provider))
    before = account_listing(aws)
    stack = aws.deploy(template(provider, one))
    first = stack["One"].physical_id

    stack.update(template(provider, other))

    assert stack["One"].physical_id not in ("", first)
    assert stack.drift() == {}
    stack.delete()
    assert account_listing(aws) == before


@pytest.mark.parametrize(("provider", "example"), SAMPLED_FAILURES)
def test_a_failure_at_any_call_of_a_creation_leaves_nothing(aws, provider, example):
    [example] = on_stage(aws, example)
    before, stacks = account_listing(aws), len(standing(aws))
    for number in itertools.count(1):
        seen, end = injected(aws, number)
        try:
            aws.deploy(template(provider, example))
        except StackFailed:
            assert (account_listing(aws), len(standing(aws))) == (before, stacks), f"after a refused {seen[number - 1]}"
        else:
            break
        finally:
            end()
    assert number == len(seen) + 1


@pytest.mark.parametrize(("provider", "one", "other"), THERE_AND_BACK)
def test_a_failure_at_any_call_of_an_update_returns_to_the_last_good_state(aws, provider, one, other):
    one, other = on_stage(aws, one, other)
    stack = aws.deploy(template(provider, one))
    # A round trip first: what can be suspended only is so from here on.
    stack.update(template(provider, other))
    stack.update(template(provider, one))
    before = (account_listing(aws), settled(stack.snapshot()))
    for number in itertools.count(1):
        seen, end = injected(aws, number)
        try:
            stack.update(template(provider, other))
        except StackFailed:
            assert stack.status == "UPDATE_ROLLBACK_COMPLETE"
            assert (account_listing(aws), settled(stack.snapshot())) == before, f"after a refused {seen[number - 1]}"
        else:
            break
        finally:
            end()
    assert number == len(seen) + 1


PROTECTED = [
    pytest.param(provider, protected(example), id=provider.type)
    for provider in PROVIDERS
    for example in [example for example in provider.examples if protected(example) != example][:1]
]


@pytest.mark.parametrize(("provider", "example"), PROTECTED)
def test_what_is_protected_can_be_deleted_once_it_is_released(aws, provider, example):
    [example] = on_stage(aws, example)
    before = account_listing(aws)
    stack = aws.deploy(template(provider, example))
    assert is_protected(stack["One"].actual)

    release(aws, stack)

    assert not is_protected(stack["One"].actual)
    stack.delete()
    assert account_listing(aws) == before


@pytest.mark.parametrize("provider", PROVIDERS, ids=lambda one: one.type)
def test_properties_are_taken_in_the_types_of_the_schema(provider):
    for example in provider.examples:
        assert coerced(provider.type, example) == example


def test_object_lock_is_turned_on_in_place_and_never_off(aws):
    examples = (example.values[1] for example in EXAMPLES)
    wide = next(example for example in examples if "Rule" in example.get("ObjectLockConfiguration", {}))
    lock = {name: wide[name] for name in ("ObjectLockEnabled", "ObjectLockConfiguration", "VersioningConfiguration")}
    bucket = next(provider for provider in PROVIDERS if provider.type == "AWS::S3::Bucket")
    versioned = {"VersioningConfiguration": {"Status": "Enabled"}}
    stack = aws.deploy(template(bucket, versioned))
    aws.client("s3").put_object(Bucket=stack["One"].physical_id, Key="a", Body=b"b")

    stack.update(template(bucket, lock))
    assert stack["One"].actual["ObjectLockConfiguration"]["Rule"]["DefaultRetention"]["Days"] == 30

    stack.update(template(bucket, versioned))
    assert stack["One"].actual["ObjectLockConfiguration"] == {"ObjectLockEnabled": "Enabled"}
    with pytest.raises(StackFailed, match="so the versioning state cannot be changed"):
        stack.update(template(bucket, {}))
