import base64
import json
import re

import pytest

from patterns import Sandbox, WebApplication, check, compare
from patterns.analysis.single_points import single_points
from patterns.iam import Policies, Request, evaluate
from tools.sampling import sampled

PARTS = {
    "zone_count": {"Service"},
    "nat": {"Service"},
    "capacity": {"Service"},
    "instance_type": {"Service"},
    "domain": {"Service"},
    # The attachment names the database, which some changes of MultiAZ replace.
    "standbys": {"Service", "Login"},
    "breaker": {"Payment"},
    "rotation": {"Login"},
    "evening": {"Tags"},
    "deletion_protection": {"Service"},
    "retain": {"Data", "Login"},
}
"""Parameter -> the parts that it touches, by the prefix of their logical ids."""

FRAGILE = {
    "nat": ("one", {"VPC-005"}),
    "standbys": (False, {"RDS-001", "CACHE-001"}),
    "rotation": (False, {"SEC-005"}),
    "deletion_protection": (False, {"ELB-002", "RDS-005"}),
    "retain": (False, {"KMS-003", "S3-010", "SEC-007"}),
}
"""Parameter -> its fragile choice, and the findings that name it."""


@pytest.fixture(scope="module")
def deployed():
    with Sandbox() as aws:
        yield aws, aws.deploy(WebApplication())


def rights(aws, stack):
    """What the instances may do: every policy of their role."""
    iam, role = aws.client("iam"), stack["ServiceInstanceRole"].physical_id
    names = iam.list_role_policies(RoleName=role)["PolicyNames"]
    return {name: iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"] for name in names}


@pytest.mark.parametrize("name", sampled(PARTS, 1, slow=2))
def test_a_parameter_touches_its_parts_and_no_other(name):
    basis = WebApplication()
    variants = [basis.with_(**{name: value}) for value in WebApplication.parameters()[name].choices()]

    touched = {change.logical_id for variant in variants for change in compare(basis, variant)}

    assert {
        part for part in ("Data", "Login", "Payment", "Service", "Tags") if any(one.startswith(part) for one in touched)
    } == PARTS[name]


def test_every_parameter_of_its_own_has_its_row():
    own = {name for name, kind in WebApplication.parameters().items() if not kind.deploy_time}
    assert own == PARTS.keys()


def test_nothing_is_there_twice():
    kinds = [resource["Type"] for resource in WebApplication().to_dict()["Resources"].values()]

    once = ("EC2::VPC", "KMS::Key", "RDS::DBInstance", "AutoScaling::AutoScalingGroup", "SecretsManager::Secret")
    assert [kinds.count(f"AWS::{kind}") for kind in once] == [1] * len(once)


@pytest.mark.parametrize(
    ("name", "choice", "ids"), sampled([(name, *row) for name, row in FRAGILE.items()], 1, rows=True)
)
def test_a_fragile_choice_of_a_part_is_a_finding_that_the_whole_can_mend(name, choice, ids):
    findings = check(WebApplication(**{name: choice}), lint=False)

    assert {finding.id for finding in findings} == ids
    assert {str(finding.remedy).partition("=")[0] for finding in findings} == {name}


def test_two_zones_get_a_load_that_one_can_carry():
    assert (WebApplication(zone_count=2).service.cpu_target, WebApplication().service.cpu_target) == (50, 60)
    assert check(WebApplication(zone_count=2), lint=False) == []


def test_the_key_is_the_only_thing_without_a_second():
    assert [loss.name for loss in single_points(WebApplication())] == ["DataKey"]


@pytest.mark.slow
def test_the_login_knows_its_database(deployed):
    aws, stack = deployed

    reader = aws.acting_as(stack["ServiceInstanceRole"].attribute("Arn")).client("secretsmanager")

    login = json.loads(reader.get_secret_value(SecretId=stack["LoginSecret"].physical_id)["SecretString"])

    assert login["host"] == stack["ServiceDatabase"].attribute("Endpoint.Address")
    assert (login["username"], login["dbname"], login["engine"]) == ("app", "service", "postgres")


@pytest.mark.slow
def test_instances_are_told_where_everything_is(deployed):
    aws, stack = deployed
    instance = aws.groups.members(stack["ServiceGroup"].physical_id)[0].instance_id

    found = aws.client("ec2").describe_instance_attribute(InstanceId=instance, Attribute="userData")["UserData"][
        "Value"
    ]

    lines = base64.b64decode(found).decode().splitlines()
    told = dict(line.split("=", 1) for line in lines if re.match("[A-Z]+=", line))
    assert told["BUCKET"] == stack["DataStoreBucket"].physical_id
    assert told["QUEUE"] == stack["DataQueue"].physical_id
    assert told["PAYMENT"] == stack["PaymentMachine"].physical_id
    assert told["LOGIN"] == stack["LoginSecret"].physical_id
    assert told["DATABASE"] == stack["ServiceDatabase"].attribute("Endpoint.Address")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("action", "resource", "outcome"),
    [
        ("s3:PutObject", "{DataStoreBucket.Arn}/a", "allowed"),
        ("s3:DeleteBucket", "{DataStoreBucket.Arn}", "implicitDeny"),
        ("sqs:SendMessage", "{DataQueue.Arn}", "allowed"),
        ("kms:Decrypt", "{DataKey.Arn}", "allowed"),
        ("kms:ScheduleKeyDeletion", "{DataKey.Arn}", "implicitDeny"),
        ("states:StartExecution", "{PaymentMachine.Arn}", "allowed"),
        ("lambda:InvokeFunction", "{PaymentService.Arn}", "implicitDeny"),
    ],
)
def test_instances_may_use_the_parts_and_no_more(deployed, action, resource, outcome):
    aws, stack = deployed
    name, _, rest = resource.strip("{").partition("}")
    arn = stack[name.removesuffix(".Arn")].attribute("Arn") + rest
    request = Request(
        principal=stack["ServiceInstanceRole"].attribute("Arn"), action=action, resource=arn,
        resource_account="123456789012",
    )  # fmt: skip

    assert evaluate(request, Policies(identity=rights(aws, stack))).outcome == outcome


@pytest.mark.parametrize(("name", "outcome"), [("ServiceInstanceRole", "allowed"), (None, "explicitDeny")])
def test_the_instances_read_the_login_and_a_stranger_with_every_right_does_not(deployed, name, outcome):
    aws, stack = deployed
    secret = stack["LoginSecret"].physical_id
    role = stack[name].attribute("Arn") if name else "arn:aws:iam::123456789012:role/Administrator"
    everything = {"all": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}}
    closed = json.loads(aws.client("secretsmanager").get_resource_policy(SecretId=secret)["ResourcePolicy"])

    request = Request(
        principal=role, action="secretsmanager:GetSecretValue", resource=secret, resource_account="123456789012",
        context={"aws:PrincipalArn": role},
    )  # fmt: skip

    identity = rights(aws, stack) if name else everything
    assert evaluate(request, Policies(identity=identity, resource=closed)).outcome == outcome
