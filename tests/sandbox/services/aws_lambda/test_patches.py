"""Each private name of moto's Lambda that the patches touch, by what Lambda answers through it."""

import io
import json
import zipfile

import pytest
from botocore.exceptions import ClientError

from tools.code import MAY

TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}],
}


def packed(text: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(zipfile.ZipInfo("index.py"), text)
    return buffer.getvalue()


@pytest.fixture
def function(aws):
    role = aws.client("iam").create_role(RoleName="app", AssumeRolePolicyDocument=json.dumps(TRUST))["Role"]["Arn"]
    settings = {"Role": role, "Runtime": "python3.13", "Handler": "index.handler", "Code": {"ZipFile": packed("one")}}
    client = aws.client("lambda")
    aws.client("iam").put_role_policy(RoleName="app", PolicyName="may", PolicyDocument=json.dumps(MAY))
    client.create_function(FunctionName="app", **settings)
    return client


def configuration(function):
    return function.get_function_configuration(FunctionName="app")


def test_logging_and_dead_letters_are_kept(function):  # LambdaFunction.__init__, update_configuration
    assert configuration(function)["LoggingConfig"] == {"LogFormat": "Text", "LogGroup": "/aws/lambda/app"}
    assert "DeadLetterConfig" not in configuration(function)
    queue = "arn:aws:sqs:us-east-1:123456789012:dead"

    function.update_function_configuration(
        FunctionName="app", DeadLetterConfig={"TargetArn": queue}, LoggingConfig={"LogFormat": "JSON"}
    )

    found = configuration(function)
    assert found["DeadLetterConfig"] == {"TargetArn": queue}
    assert found["LoggingConfig"] == {
        "LogFormat": "JSON", "LogGroup": "/aws/lambda/app", "ApplicationLogLevel": "INFO", "SystemLogLevel": "INFO",
    }  # fmt: skip


def test_settings_change_after_creation(function):  # kms_key_arn, tracing_config, ephemeral_storage, architectures
    function.update_function_configuration(
        FunctionName="app", TracingConfig={"Mode": "Active"}, EphemeralStorage={"Size": 1024}
    )
    function.update_function_code(FunctionName="app", ZipFile=packed("one"), Architectures=["arm64"])

    found = configuration(function)

    assert found["TracingConfig"] == {"Mode": "Active"}
    assert found["EphemeralStorage"] == {"Size": 1024}
    assert found["Architectures"] == ["arm64"]


def test_function_in_a_network_names_that_network(aws, function):  # LambdaFunction.vpc_config, _vpc_config
    found = aws.client("ec2").describe_subnets()["Subnets"][0]
    subnet, vpc = found["SubnetId"], found["VpcId"]

    function.update_function_configuration(
        FunctionName="app", VpcConfig={"SubnetIds": [subnet], "SecurityGroupIds": []}
    )

    assert configuration(function)["VpcConfig"]["VpcId"] == vpc


def test_number_of_a_deleted_version_is_not_given_again(function):  # LambdaStorage.publish_version, _functions, _arns
    numbers = []
    for text in ("two", "three"):
        function.update_function_code(FunctionName="app", ZipFile=packed(text))
        numbers.append(function.publish_version(FunctionName="app")["Version"])
    function.delete_function(FunctionName="app", Qualifier="1")
    function.update_function_code(FunctionName="app", ZipFile=packed("four"))

    assert [*numbers, function.publish_version(FunctionName="app")["Version"]] == ["1", "2", "3"]


def test_version_has_a_policy_of_its_own(function):  # Policy
    function.publish_version(FunctionName="app")
    grant = {"StatementId": "s3", "Action": "lambda:InvokeFunction", "Principal": "s3.amazonaws.com"}

    function.add_permission(FunctionName="app", **grant)

    assert "s3" in function.get_policy(FunctionName="app")["Policy"]
    with pytest.raises(ClientError) as refused:
        function.get_policy(FunctionName="app", Qualifier="1")
    assert refused.value.response["Error"]["Code"] == "ResourceNotFoundException"


def test_other_code_than_asked_for_is_not_published(function):  # LambdaResponse.publish_version, code_sha_256
    there = configuration(function)["CodeSha256"]
    assert function.publish_version(FunctionName="app", CodeSha256=there)["Version"] == "1"

    with pytest.raises(ClientError) as refused:
        function.publish_version(FunctionName="app", CodeSha256="other")

    assert refused.value.response["Error"]["Code"] == "InvalidParameterValueException"
    assert "different from current CodeSHA256 in $LATEST" in refused.value.response["Error"]["Message"]


def test_conditions_on_an_address_are_kept(function):  # Policy.condition_merge
    function.add_permission(
        FunctionName="app", StatementId="url", Action="lambda:InvokeFunctionUrl", Principal="*",
        FunctionUrlAuthType="NONE",
    )  # fmt: skip

    [statement] = json.loads(function.get_policy(FunctionName="app")["Policy"])["Statement"]

    assert statement["Condition"] == {"StringEquals": {"lambda:FunctionUrlAuthType": "NONE"}}


def test_code_that_is_not_there_is_refused_in_the_words_of_lambda(aws, function):  # LambdaBackend.update_function_code
    aws.client("s3").create_bucket(Bucket="code")

    for bucket, said in (("code", "NoSuchKey"), ("missing", "NoSuchBucket")):
        with pytest.raises(ClientError) as refused:
            function.update_function_code(FunctionName="app", S3Bucket=bucket, S3Key="missing.zip")
        assert refused.value.response["Error"]["Code"] == "InvalidParameterValueException"
        assert said in refused.value.response["Error"]["Message"]


def test_settings_of_calls_nobody_awaits_replace_one_another(function):  # put_function_event_invoke_config
    for attempts in (2, 0):
        function.put_function_event_invoke_config(FunctionName="app", MaximumRetryAttempts=attempts)

    assert function.get_function_event_invoke_config(FunctionName="app")["MaximumRetryAttempts"] == 0


def test_address_of_an_alias_is_not_the_functions(function):  # create_function_url_config, FunctionUrlConfig.to_dict
    function.create_alias(FunctionName="app", Name="live", FunctionVersion="$LATEST")
    function.publish_version(FunctionName="app")
    function.update_alias(FunctionName="app", Name="live", FunctionVersion="1")

    function.create_function_url_config(FunctionName="app", Qualifier="live", AuthType="NONE")

    answer = function.get_function_url_config(FunctionName="app", Qualifier="live")
    assert (answer["AuthType"], answer["InvokeMode"]) == ("NONE", "BUFFERED")
    with pytest.raises(ClientError) as refused:
        function.get_function_url_config(FunctionName="app")
    assert refused.value.response["Error"]["Code"] == "ResourceNotFoundException"


def test_mapping_tells_what_nobody_set(aws, function):  # EventSourceMapping.get_configuration
    sqs = aws.client("sqs")
    url = sqs.create_queue(QueueName="work")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]

    made = function.create_event_source_mapping(FunctionName="app", EventSourceArn=arn)

    assert (made["BatchSize"], made["MaximumBatchingWindowInSeconds"]) == (10, 0)
    assert "ParallelizationFactor" not in made
