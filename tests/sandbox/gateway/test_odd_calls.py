"""Every operation of the services called once with odd but valid arguments: no error of moto's comes out."""

import datetime
import re
from typing import Any

import pytest
from botocore import xform_name
from botocore.exceptions import BotoCoreError, ClientError

from patterns import Sandbox
from patterns.sandbox import services
from patterns.sandbox.core.errors import NotSimulated
from tools.rights import refusal

NOBODY = "nobody-here"
DEEPEST = 3
EMPTY_POLICY = '{"Version": "2012-10-17", "Statement": []}'
KINDS = ("required", "outermost", "all", "empty")
"""Which members of a call are given: those it must have, all of one level, of every level; or lists left empty."""

ERROR_OF_PYTHON = re.compile(
    r"(Attribute|Key|Type|Index|Value|Assertion|NotImplemented|UnboundLocal|ModuleNotFound|Expat)Error|StopIteration"
)


def text(shape: Any, name: str) -> str:
    if shape.enum:
        return str(shape.enum[0])
    limits = shape.metadata or {}
    lower = name.lower()
    base = f"arn:aws:service:us-east-1:123456789012:thing/{NOBODY}" if "arn" in lower else NOBODY
    base = EMPTY_POLICY if "policy" in lower or "document" in lower else "10.0.0.0/16" if "cidr" in lower else base
    return base.ljust(limits.get("min", 0), "x")[: limits.get("max", 1000)]


def members(shape: Any, depth: int, kind: str) -> dict[str, Any]:
    given = {}
    for name, member in shape.members.items():
        is_given = name in shape.required_members or (kind == "outermost" and not depth)
        if (is_given or (kind == "all" and depth < DEEPEST)) and not (getattr(shape, "is_tagged_union", 0) and given):
            given[name] = odd(member, depth + 1, kind, name)
    return given


def odd(shape: Any, depth: int, kind: str, name: str = "") -> Any:
    """A value of the shape, such as nobody has given the service before."""
    least = (shape.metadata or {}).get("min", 1)
    match shape.type_name:
        case "structure":
            return members(shape, depth, kind)
        case "list":
            wanted = (shape.metadata or {}).get("min", 0) if kind == "empty" else max(1, min(least, 3))
            return [odd(shape.member, depth + 1, kind, name) for _ in range(wanted if depth < 6 else 0)]
        case "map":
            return {} if kind == "empty" else {str(odd(shape.key, depth, kind)): odd(shape.value, depth + 1, kind)}
        case "string":
            return text(shape, name)
        case "timestamp":
            return datetime.datetime(2026, 1, 2, tzinfo=datetime.UTC)
        case other:
            return {"boolean": True, "blob": b"xx"}.get(other, least)


@pytest.mark.long
@pytest.mark.parametrize("folder", sorted(services.names()))
def test_odd_arguments_are_answered_in_the_words_of_the_service_or_of_the_sandbox(aws, folder):
    client = aws.client(services.names()[folder].boto3)
    model = client.meta.service_model
    said = []
    for operation in model.operation_names:
        shape = model.operation_model(operation).input_shape
        for kind in KINDS:
            try:
                getattr(client, xform_name(operation))(**(members(shape, 0, kind) if shape else {}))
            except NotSimulated as error:
                said.append(str(error))
            except (ClientError, BotoCoreError):
                continue

    assert [words for words in said if ERROR_OF_PYTHON.search(words)] == []
    assert all(len(words) > 20 for words in said)


@pytest.fixture(scope="module")
def account():
    with Sandbox() as sandbox:
        yield sandbox


@pytest.mark.parametrize(
    ("service", "operation", "arguments", "code"),
    [
        ("kms", "list_grants", {"KeyId": NOBODY}, "NotFoundException"),
        ("rds", "modify_db_cluster", {"DBClusterIdentifier": NOBODY}, "DBClusterNotFoundFault"),
        ("rds", "describe_db_parameter_groups", {"Marker": NOBODY}, "ValidationError"),
        ("scheduler", "delete_schedule_group", {"Name": NOBODY}, "ResourceNotFoundException"),
        ("sns", "list_topics", {"NextToken": NOBODY}, "InvalidParameter"),
        ("autoscaling", "suspend_processes", {"AutoScalingGroupName": NOBODY}, "ValidationError"),
        ("ec2", "delete_transit_gateway", {"TransitGatewayId": NOBODY}, "InvalidTransitGatewayID.NotFound"),
        ("secretsmanager", "list_secrets", {"NextToken": NOBODY}, "InvalidNextTokenException"),
    ],
)
def test_what_moto_breaks_off_at_is_refused_as_the_service_would(account, service, operation, arguments, code):
    assert refusal(getattr(account.client(service), operation), **arguments)[0] == code


def test_what_no_service_says_anything_about_is_not_simulated_and_names_the_call(account):
    with pytest.raises(NotSimulated, match=r"does not simulate AllocateHosts of ec2 as it was asked for, with"):
        account.client("ec2").allocate_hosts(AvailabilityZone="us-east-1a", InstanceType="m5.large")
