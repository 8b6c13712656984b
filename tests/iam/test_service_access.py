"""https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html"""

import pytest

from patterns.iam.service_access import ServiceRequest, lets_service

ACCOUNT = "123456789012"
QUEUE = "arn:aws:sqs:us-east-1:123456789012:orders"
TOPIC = "arn:aws:sns:us-east-1:123456789012:news"
REQUEST = ServiceRequest("sns.amazonaws.com", "sqs:SendMessage", QUEUE, TOPIC, ACCOUNT)


def allow(**changes):
    statement = {"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "sqs:SendMessage",
                 "Resource": QUEUE}  # fmt: skip
    return {"Statement": [statement | changes]}


def when(operator, key, value):
    return allow(Condition={operator: {key: value}})


@pytest.mark.parametrize(
    ("lets", "refuses"),
    [
        (allow(), {}),
        (allow(Principal="*"), allow(Principal={"AWS": "arn:aws:iam::123456789012:root"})),
        (allow(Principal={"AWS": "*"}), allow(Principal={"Service": "s3.amazonaws.com"})),
        (allow(Principal={"Service": ["s3.amazonaws.com", "sns.amazonaws.com"]}), allow(Effect="Deny")),
        (allow(Action="SQS:Send*"), allow(Action="sqs:ReceiveMessage")),
        (allow(Resource="*"), allow(Resource=f"{QUEUE}-other")),
        (when("ArnEquals", "aws:SourceArn", TOPIC), when("ArnEquals", "aws:SourceArn", f"{TOPIC}-other")),
        (when("ArnLike", "AWS:SourceArn", "arn:aws:sns:*:*:news"), when("ArnLike", "aws:SourceArn", "arn:aws:s3:::*")),
        (when("StringEquals", "aws:SourceAccount", ["1", ACCOUNT]), when("StringEquals", "aws:SourceAccount", "1")),
        (when("StringNotEquals", "aws:SourceAccount", "1"), when("StringNotEquals", "aws:SourceAccount", ACCOUNT)),
        (when("StringEqualsIfExists", "aws:SourceOwner", "1"), when("StringEquals", "aws:SourceOwner", ACCOUNT)),
        (when("Null", "aws:SourceArn", False), when("Null", "aws:SourceArn", "true")),
        (when("Bool", "aws:SecureTransport", True), when("DateLessThan", "aws:CurrentTime", "2030-01-01T00:00:00Z")),
    ],
)  # fmt: skip
def test_a_policy_lets_a_service_act_or_does_not(lets, refuses):
    assert lets_service(lets, REQUEST)
    assert not lets_service(refuses, REQUEST)


def test_a_denial_is_stronger():
    both = {"Statement": [*allow()["Statement"], *allow(Effect="Deny", Principal="*")["Statement"]]}

    assert not lets_service(both, REQUEST)
