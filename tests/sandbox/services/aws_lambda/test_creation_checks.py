"""What Lambda refuses when a function is made or changed, each beside what it takes."""

import json
from datetime import UTC, datetime

import pytest
from botocore.exceptions import ClientError

from patterns.refusals.aws_lambda.runtimes import RUNTIMES
from patterns.sandbox.core.errors import NotSimulated
from patterns.sandbox.services.ecr.resources._stage import MANIFEST
from tools.code import MAY, TRUST, make_function, zipped

CODE = "def handler(event, context):\n    return 1\n"
QUEUE = "arn:aws:sqs:us-east-1:123456789012:dead"


def role(aws, *, trusted="lambda.amazonaws.com", may=()):
    trust = json.loads(json.dumps(TRUST))
    trust["Statement"][0]["Principal"] = {"Service": trusted}
    iam = aws.client("iam")
    arn = iam.create_role(RoleName="r", AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
    if may:
        policy = {**MAY, "Statement": [{"Effect": "Allow", "Action": list(may), "Resource": "*"}]}
        iam.put_role_policy(RoleName="r", PolicyName="may", PolicyDocument=json.dumps(policy))
    return arn


def make(aws, role_arn, **settings):
    usual = {"Runtime": "python3.13", "Handler": "index.handler", "Code": {"ZipFile": zipped(index=CODE)}}
    return aws.client("lambda").create_function(FunctionName="f", Role=role_arn, **{**usual, **settings})


def refusal(call, *args, **kwargs):
    with pytest.raises(ClientError) as refused:
        call(*args, **kwargs)
    error = refused.value.response["Error"]
    return error["Code"], error["Message"]


def test_role_must_let_lambda_take_it_on(aws):
    stranger = role(aws, trusted="ec2.amazonaws.com")
    said = ("InvalidParameterValueException", "The role defined for the function cannot be assumed by Lambda.")

    assert refusal(make, aws, stranger) == said
    assert refusal(make, aws, "arn:aws:iam::123456789012:role/nobody") == said
    aws.client("iam").update_assume_role_policy(RoleName="r", PolicyDocument=json.dumps(TRUST))
    assert make(aws, stranger)["State"] == "Active"


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"Timeout": 901}, "Value '901' at 'timeout' failed to satisfy constraint: Member must have value less than"),
        ({"MemorySize": 10241}, "'MemorySize' value failed to satisfy constraint"),
        ({"EphemeralStorage": {"Size": 10241}}, "Value '10241' at 'ephemeralStorage.size'"),
        ({"Environment": {"Variables": {"AWS_REGION": "x"}}}, "Reserved keys used in this request: AWS_REGION"),
        ({"Environment": {"Variables": {"MY-VAR": "x"}}}, "Map keys must satisfy constraint"),
        ({"Environment": {"Variables": {"LONG": "x" * 4096}}}, "exceeded the 4KB limit"),
        ({"Layers": [f"arn:aws:lambda:us-east-1:123456789012:layer:l:{n}" for n in range(6)]}, "more than 5 layers"),
        ({"Runtime": "python9.9"}, "Value python9.9 at 'runtime'"),
        ({"Code": {"ZipFile": b"text"}}, "Could not unzip uploaded file"),
    ],
)
def test_settings_beyond_what_lambda_takes_are_refused(aws, settings, said):
    assert said in refusal(make, aws, role(aws), **settings)[1]


def test_settings_at_the_limit_are_taken(aws):
    variables = {"A1": "x" * 4000}
    made = make(aws, role(aws), Timeout=900, MemorySize=10240, Environment={"Variables": variables})

    assert (made["Timeout"], made["MemorySize"]) == (900, 10240)
    assert "'timeout'" in refusal(
        aws.client("lambda").update_function_configuration, FunctionName="f", Timeout=901
    )[1]  # fmt: skip


@pytest.mark.slow
def test_dead_letters_and_networks_need_rights_of_the_role(aws):
    arn = role(aws)
    subnet = aws.client("ec2").describe_subnets()["Subnets"][0]["SubnetId"]
    lacks = "The provided execution role does not have permissions to call {} on {}"

    assert refusal(make, aws, arn, DeadLetterConfig={"TargetArn": QUEUE})[1] == lacks.format("SendMessage", "SQS")
    network = {"SubnetIds": [subnet], "SecurityGroupIds": []}
    assert refusal(make, aws, arn, VpcConfig=network)[1] == lacks.format("CreateNetworkInterface", "EC2")
    aws.client("iam").put_role_policy(RoleName="r", PolicyName="may", PolicyDocument=json.dumps(MAY))
    assert make(aws, arn, DeadLetterConfig={"TargetArn": QUEUE}, VpcConfig=network)["State"] == "Active"


def test_a_hundred_of_the_accounts_concurrency_stay_for_all(aws):
    make_function(aws, CODE)
    put = aws.client("lambda").put_function_concurrency

    assert put(FunctionName="worker", ReservedConcurrentExecutions=900)["ReservedConcurrentExecutions"] == 900
    assert "below its minimum value of [100]" in refusal(
        put, FunctionName="worker", ReservedConcurrentExecutions=901
    )[1]  # fmt: skip


def test_runtime_is_blocked_from_its_day_on(aws):
    arn, day = role(aws), datetime.fromisoformat(RUNTIMES["python3.9"].creation).replace(tzinfo=UTC)
    assert make(aws, arn, Runtime="python3.9")["Runtime"] == "python3.9"
    client = aws.client("lambda")
    client.delete_function(FunctionName="f")

    aws.clock.advance(seconds=(day - aws.clock.now).total_seconds())

    assert "no longer supported for creating or updating" in refusal(make, aws, arn, Runtime="python3.9")[1]


def test_function_on_a_blocked_runtime_can_only_move_to_another(aws):
    make(aws, role(aws), Runtime="python3.9")
    client, day = aws.client("lambda"), datetime.fromisoformat(RUNTIMES["python3.9"].update).replace(tzinfo=UTC)

    aws.clock.advance(seconds=(day - aws.clock.now).total_seconds())

    assert "no longer supported" in refusal(client.update_function_configuration, FunctionName="f", Timeout=9)[1]
    assert client.update_function_configuration(FunctionName="f", Runtime="python3.13")["Runtime"] == "python3.13"


def test_dates_are_those_that_cfn_lint_carries():
    from cfnlint.helpers import load_resource

    carried = load_resource("cfnlint.data.AdditionalSpecs", "LmbdRuntimeLifecycle.json")
    told = {name: (one["create-block"], one["update-block"]) for name, one in carried.items() if one["create-block"]}
    assert {name: tuple(one) for name, one in RUNTIMES.items()} == told


@pytest.mark.slow
def test_an_image_has_to_be_in_the_registry_of_account_and_region(aws):
    ecr, arn = aws.client("ecr"), role(aws)
    uri = ecr.create_repository(repositoryName="app")["repository"]["repositoryUri"]
    ecr.put_image(repositoryName="app", imageManifest=json.dumps(MANIFEST), imageTag="1")
    asked = {"FunctionName": "packed", "PackageType": "Image", "Role": arn}

    def made(uri, **more):
        return aws.client("lambda").create_function(**asked, Code={"ImageUri": uri}, **more)

    for absent in (f"{uri}:2", f"{uri.replace('/app', '/other')}:1"):
        assert refusal(made, absent)[1] == f"Source image {absent} does not exist. Provide a valid source image."
    for odd in (uri, "public.ecr.aws/lambda/python:3.13", f"{uri.replace('us-east-1', 'us-west-2')}:1"):
        assert refusal(made, odd)[1] == f"Source image {odd} is not valid. Provide a valid source image."
    assert refusal(made, f"{uri.replace('123456789012', '210987654321')}:1")[0] == "AccessDeniedException"
    assert "Please don't provide Handler" in refusal(made, f"{uri}:1", Handler="a.b", Runtime="python3.13")[1]
    assert made(f"{uri}:1")["PackageType"] == "Image"
    assert refusal(aws.client("lambda").update_function_code, FunctionName="packed", ZipFile=zipped(index=CODE))[1] == (
        "Please provide ImageUri when updating a function with packageType Image."
    )
    with pytest.raises(NotSimulated, match="container image"):
        aws.client("lambda").invoke(FunctionName="packed")


def test_an_image_is_no_zip_file(aws):
    asked = {"Handler": "a.b", "Runtime": "python3.13", "Code": {"ImageUri": "a:b"}}

    assert refusal(make, aws, role(aws), **asked) == (
        "InvalidParameterValueException", "Please provide a source for function code."
    )  # fmt: skip
