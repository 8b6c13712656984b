import json

import pytest

from patterns import Sandbox
from patterns.sandbox import services
from patterns.sandbox.permissions import service
from tools.rights import TRUST, document, let, refusal

PERHAPS = document({"Effect": "Perhaps", "Principal": "*", "Action": "*", "Resource": "*"})
ODD = document(let("s3:*", Condition={"StringSounds": {"aws:username": "ann"}}))
WHY = "statement 1: Effect must be Allow or Deny, got 'Perhaps'"
SYNTAX = "Syntax errors in policy."
OPERATOR = "statement 1: StringSounds is not a condition operator"


@pytest.fixture
def given(aws):
    """A bucket, a queue, a topic, a key, a secret and a role, and the call that gives each a policy."""
    aws.client("s3").create_bucket(Bucket="data")
    url = aws.client("sqs").create_queue(QueueName="work")["QueueUrl"]
    topic = aws.client("sns").create_topic(Name="news")["TopicArn"]
    key = aws.client("kms").create_key()["KeyMetadata"]["KeyId"]
    secret = aws.client("secretsmanager").create_secret(Name="login", SecretString="x")["ARN"]
    aws.client("iam").create_role(RoleName="app", AssumeRolePolicyDocument=document(TRUST))
    about_topic = {"TopicArn": topic, "AttributeName": "Policy"}
    return {
        "s3": (aws.client("s3").put_bucket_policy, {"Bucket": "data"}, "Policy"),
        "sqs": (aws.client("sqs").set_queue_attributes, {"QueueUrl": url}, "Attributes"),
        "sns": (aws.client("sns").set_topic_attributes, about_topic, "AttributeValue"),
        "kms": (aws.client("kms").put_key_policy, {"KeyId": key, "PolicyName": "default"}, "Policy"),
        "secretsmanager": (aws.client("secretsmanager").put_resource_policy, {"SecretId": secret}, "ResourcePolicy"),
        "trust": (aws.client("iam").update_assume_role_policy, {"RoleName": "app"}, "PolicyDocument"),
        "iam": (aws.client("iam").put_role_policy, {"RoleName": "app", "PolicyName": "may"}, "PolicyDocument"),
    }  # fmt: skip


def told(given, kind, text):
    call, arguments, name = given[kind]
    return refusal(call, **arguments, **{name: {"Policy": text} if name == "Attributes" else text})


@pytest.mark.parametrize(
    ("kind", "code", "message"),
    [
        ("s3", "MalformedPolicy", WHY),
        ("sqs", "InvalidAttributeValue", f"Invalid value for the parameter Policy. {WHY}"),
        ("sns", "InvalidParameter", f"Invalid parameter: Policy Error: {WHY}"),
        ("kms", "MalformedPolicyDocumentException", WHY),
        ("secretsmanager", "MalformedPolicyDocumentException", WHY),
        ("trust", "MalformedPolicyDocument", SYNTAX),
        ("iam", "MalformedPolicyDocument", SYNTAX),
    ],
)
def test_each_service_refuses_a_policy_that_cannot_be_read(given, kind, code, message):
    assert told(given, kind, PERHAPS) == (code, message)
    assert told(given, kind, "{")[0] == code
    without = told(given, kind, json.dumps({"Version": "2012-10-17"}))[1]
    assert without.endswith(SYNTAX if message == SYNTAX else "the policy has no Statement")


def test_what_iam_keeps_to_itself_about_a_policy_the_timeline_tells(given, aws):
    assert told(given, "iam", ODD) == ("MalformedPolicyDocument", SYNTAX)
    assert [(one.subject, one.detail) for one in aws.timeline.of("PutRolePolicy")] == [("PutRolePolicy", OPERATOR)]


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ({"Effect": "Allow", "Resource": "*"}, "Policy statement must contain actions."),
        ({"Effect": "Allow", "Action": "s3:*"}, "Policy statement must contain resources."),
        ({"Effect": "Allow", "Action": "s3", "Resource": "*"},
         "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."),
        ({"Effect": "Allow", "Action": "s3:*", "Resource": "data"}, 'Resource data must be in ARN format or "*".'),
        ({"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Principal": "*"},
         "Policy document should not specify a principal."),
        ({"Action": "s3:*", "Resource": "*"}, "Syntax errors in policy."),
    ],
)  # fmt: skip
def test_iam_refuses_in_its_own_words(aws, statement, message):
    text = json.dumps({"Version": "2012-10-17", "Statement": statement})

    told = refusal(aws.client("iam").create_policy, PolicyName="read", PolicyDocument=text)

    assert told == ("MalformedPolicyDocument", message)


def test_iam_looks_at_the_version_of_a_managed_policy_first(aws):
    text = json.dumps({"Statement": {"Effect": "Allow", "Resource": "*"}})

    told = refusal(aws.client("iam").create_policy, PolicyName="read", PolicyDocument=text)

    assert told == ("MalformedPolicyDocument", "Policy document must be version 2012-10-17 or greater.")


def test_a_policy_of_a_resource_says_for_whom_and_one_of_a_role_does_not(given):
    nobody, everybody = document(let("s3:GetObject", "arn:aws:s3:::data/*")), document(let("s3:*", Principal="*"))

    assert told(given, "s3", nobody)[0] == "MalformedPolicy"
    assert told(given, "iam", everybody)[0] == "MalformedPolicyDocument"
    call, arguments, name = given["iam"]
    assert call(**arguments, **{name: nobody})["ResponseMetadata"]["HTTPStatusCode"] == 200


def test_a_policy_is_read_before_it_is_judged_in_whatever_order_the_services_come(monkeypatch):
    """KMS refuses a key policy that locks its caller out, which one that cannot be read does as well."""
    known = services.names()
    monkeypatch.setattr(services, "names", lambda: dict(reversed(known.items())))

    with Sandbox() as aws:
        assert refusal(aws.client("kms").create_key, Policy=PERHAPS) == ("MalformedPolicyDocumentException", WHY)


def test_every_service_whose_resources_have_policies_says_which_calls_bring_one():
    """EventBridge, Lambda and CloudWatch Logs make theirs statement by statement, or check nothing in it."""
    known = {folder: service(names.boto3) for folder, names in services.names().items()}
    silent = {folder for folder, its in known.items() if its and its.policy and not its.policy_documents}

    assert silent == {"aws_lambda", "events"}
