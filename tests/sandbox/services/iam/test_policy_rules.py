"""What each service asks of its policies beyond IAM's grammar: what it refuses beside what it takes."""

import json

import pytest

from tools.rights import ACCOUNT, TRUST, let, refusal

QUEUE, TOPIC = f"arn:aws:sqs:us-east-1:{ACCOUNT}:work", f"arn:aws:sns:us-east-1:{ACCOUNT}:news"
BUCKET, OBJECTS = "arn:aws:s3:::data", "arn:aws:s3:::data/*"
ROOT = {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}
NOBODY = f"arn:aws:iam::{ACCOUNT}:role/nobody"
SERVICE_ROLE = f"arn:aws:iam::{ACCOUNT}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling"
OUT_OF_SCOPE = "Invalid parameter: Policy statement action out of service scope!"
NO_EFFECT = "Action does not apply to any resource(s) in statement"
NOT_UNIQUE = "Statement IDs (SID) in a single policy must be unique."


def for_root(action, resource="*", **more):
    return let(action, resource, Principal=ROOT, **more)


def trusting(principal, **more):
    return {**TRUST, "Principal": principal, **more}


@pytest.fixture
def put(aws):
    """Gives a policy to something of a service: the call alone is left open."""
    iam, sqs = aws.client("iam"), aws.client("sqs")
    aws.client("s3").create_bucket(Bucket="data")
    url = sqs.create_queue(QueueName="work")["QueueUrl"]
    topic = aws.client("sns").create_topic(Name="news")["TopicArn"]
    key = aws.client("kms").create_key()["KeyMetadata"]["KeyId"]
    secret = aws.client("secretsmanager").create_secret(Name="login", SecretString="x")["ARN"]
    iam.create_role(RoleName="app", AssumeRolePolicyDocument=json.dumps({"Statement": [TRUST]}))
    numbers = iter(range(100))
    return {
        "s3": lambda text: aws.client("s3").put_bucket_policy(Bucket="data", Policy=text),
        "sqs": lambda text: sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": text}),
        "sns": lambda text: aws.client("sns").set_topic_attributes(
            TopicArn=topic, AttributeName="Policy", AttributeValue=text
        ),
        "kms": lambda text: aws.client("kms").put_key_policy(KeyId=key, PolicyName="default", Policy=text),
        "secretsmanager": lambda text: aws.client("secretsmanager").put_resource_policy(
            SecretId=secret, ResourcePolicy=text
        ),
        "trust": lambda text: iam.create_role(RoleName=f"r{next(numbers)}", AssumeRolePolicyDocument=text),
        "new trust": lambda text: iam.update_assume_role_policy(RoleName="app", PolicyDocument=text),
        "inline": lambda text: iam.put_role_policy(RoleName="app", PolicyName="may", PolicyDocument=text),
        "managed": lambda text: iam.create_policy(PolicyName=f"p{next(numbers)}", PolicyDocument=text),
    }


def written(*statements, version="2012-10-17"):
    return json.dumps({"Statement": list(statements), **({"Version": version} if version else {})})


REFUSED = {
    "bucket, list in objects": ("s3", [for_root("s3:ListBucket", OBJECTS)], NO_EFFECT),
    "bucket, read the bucket": ("s3", [for_root(["s3:ListBucket", "s3:GetObject"], BUCKET)], NO_EFFECT),
    "bucket, what has no resource": ("s3", [for_root("s3:ListAllMyBuckets", BUCKET)], NO_EFFECT),
    "bucket, action of others": ("s3", [for_root("sqs:SendMessage", OBJECTS)], "Policy has invalid action"),
    "bucket, no action at all": ("s3", [for_root("s3:ReadObject", OBJECTS)], "Policy has invalid action"),
    "bucket of others": ("s3", [for_root("s3:GetObject", "arn:aws:s3:::other/*")], "Policy has invalid resource"),
    "bucket, no resource": ("s3", [trusting(ROOT, Action="s3:GetObject")], "Missing required field Resource"),
    "bucket, nobody": ("s3", [let("s3:*", OBJECTS, Principal={"AWS": NOBODY})], "Invalid principal in policy"),
    "bucket, a group": (
        "s3",
        [let("s3:*", OBJECTS, Principal={"AWS": f"arn:aws:iam::{ACCOUNT}:group/all"})],
        "Invalid principal in policy",
    ),
    "bucket, some roles": (
        "s3",
        [let("s3:*", OBJECTS, Principal={"AWS": f"arn:aws:iam::{ACCOUNT}:role/*"})],
        "Invalid principal in policy",
    ),
    "topic, everything": ("sns", [for_root("sns:*", TOPIC)], OUT_OF_SCOPE),
    "topic, all services": ("sns", [for_root("*", TOPIC)], OUT_OF_SCOPE),
    "topic, another service": ("sns", [for_root("sqs:SendMessage", TOPIC)], OUT_OF_SCOPE),
    "topic, a subscription": ("sns", [for_root("SNS:SetSubscriptionAttributes", TOPIC)], OUT_OF_SCOPE),
    "topic, a new one": ("sns", [for_root(["sns:Publish", "sns:CreateTopic"], TOPIC)], OUT_OF_SCOPE),
    "topic, ids twice": (
        "sns",
        [for_root("sns:Publish", TOPIC, Sid="a"), for_root("sns:Subscribe", TOPIC, Sid="a")],
        "Invalid parameter: Every policy statement must have a unique ID",
    ),
    "topic, no ids": (
        "sns",
        [for_root("sns:Publish", TOPIC), for_root("sns:Subscribe", TOPIC)],
        "Invalid parameter: Every policy statement must have a unique ID",
    ),
    "topic, nobody": (
        "sns",
        [let("sns:Publish", TOPIC, Principal={"AWS": NOBODY})],
        "Invalid parameter: Policy Error: PrincipalNotFound",
    ),
    "queue, another service": ("sqs", [for_root("sns:Publish", QUEUE)], "sns:Publish is no action of a queue"),
    "queue, all queues": ("sqs", [for_root("sqs:ListQueues", QUEUE)], "sqs:ListQueues is no action of a queue"),
    "queue, no resource": ("sqs", [trusting(ROOT, Action="sqs:SendMessage")], "it names no Resource"),
    "queue, ids twice": (
        "sqs",
        [for_root("sqs:SendMessage", QUEUE, Sid="a"), for_root("sqs:PurgeQueue", QUEUE, Sid="a")],
        "two statements have the Sid a",
    ),
    "queue, nobody": ("sqs", [let("sqs:SendMessage", QUEUE, Principal={"AWS": NOBODY})], "Invalid value for the"),
    "key, nobody": (
        "kms",
        [for_root("kms:*"), let("kms:Decrypt", Principal={"AWS": [NOBODY, ROOT["AWS"]]})],
        "Policy contains a statement with one or more invalid principals.",
    ),
    "secret, nobody": (
        "secretsmanager",
        [let("secretsmanager:GetSecretValue", Principal={"AWS": NOBODY})],
        "This resource policy contains an unsupported principal.",
    ),
    "trust, nobody": ("trust", [trusting({"AWS": NOBODY})], f'Invalid principal in policy: "AWS":"{NOBODY}"'),
    "trust, half an account": ("trust", [trusting({"AWS": "12345"})], 'Invalid principal in policy: "AWS":"12345"'),
    "trust, no service": (
        "trust",
        [trusting({"Service": "lambda"})],
        'Invalid principal in policy: "SERVICE":"lambda"',
    ),
    "trust, what is no session": (
        "new trust",
        [trusting(ROOT, Action=["sts:AssumeRole", "s3:GetObject"])],
        "AssumeRole policy may only specify STS AssumeRole actions.",
    ),
    "trust, a resource": ("trust", [trusting(ROOT, Resource="*")], "Has prohibited field Resource"),
    "trust, ids twice": ("trust", [trusting(ROOT, Sid="a"), trusting(ROOT, Sid="a")], NOT_UNIQUE),
    "inline, spaces in an id": ("inline", [let("s3:*", Sid="Allow use")], "Statement IDs (SID) must be alpha-numeric."),
    "managed, an underscore": ("managed", [let("s3:*", Sid="a_b")], "Statement IDs (SID) must be alpha-numeric."),
    "inline, ids twice": ("inline", [let("s3:*", Sid="a"), let("sqs:*", Sid="a")], NOT_UNIQUE),
}

TAKEN = {
    "bucket, each action has its resource": ("s3", [for_root(["s3:ListBucket", "s3:GetObject"], [BUCKET, OBJECTS])]),
    "bucket, all actions": ("s3", [for_root("s3:*", OBJECTS), for_root("*", BUCKET), for_root("S3:Get*", BUCKET)]),
    "bucket, a folder": ("s3", [for_root("s3:PutObject", "arn:aws:s3:::data/AWSLogs/*")]),
    "bucket, all but an object": (
        "s3",
        [
            {"Effect": "Allow", "Principal": ROOT, "Action": "s3:ListBucket", "NotResource": "arn:aws:s3:::data/a"},
            for_root("s3:*", OBJECTS, Sid="with spaces and - signs"),
        ],
    ),
    "bucket, ids twice": ("s3", [for_root("s3:*", OBJECTS, Sid="a"), for_root("s3:*", BUCKET, Sid="a")]),
    "bucket, others": (
        "s3",
        [let("s3:*", OBJECTS, Principal={"AWS": ["111122223333", f"arn:aws:iam::{ACCOUNT}:role/app"]})],
    ),
    "bucket, a distribution": (
        "s3",
        [let("s3:*", OBJECTS, Principal={"AWS": "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1"})],
    ),
    "topic, what a topic knows": ("sns", [for_root(["SNS:Publish", "sns:subscribe", "sns:Receive"], TOPIC)]),
    "topic, ids": ("sns", [for_root("sns:Publish", TOPIC, Sid="a b"), for_root("sns:Subscribe", TOPIC)]),
    "queue, everything": ("sqs", [for_root("sqs:*", QUEUE), for_root("SQS:SendMessage", QUEUE)]),
    "key, service role": (
        "kms",
        [
            for_root("kms:*"),
            let(
                "kms:Decrypt",
                Principal={"AWS": SERVICE_ROLE},
                Sid="Allow use of the key",
            ),
        ],
    ),
    "trust, services and others": (
        "trust",
        [trusting({"Service": ["logs.us-east-1.amazonaws.com", "ec2.amazonaws.com"], "AWS": "111122223333"})],
    ),
    "trust, tags": ("new trust", [trusting(ROOT, Action=["sts:AssumeRole", "sts:TagSession"], Sid="who may")]),
    "inline, ids": ("inline", [let("s3:*", Sid="a1"), let("sqs:*", Sid=""), let("sns:*")]),
    "managed, ids": ("managed", [let("s3:*", Sid="AllowUse1")]),
}


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "statements", "message"), REFUSED.values(), ids=REFUSED)
def test_a_policy_that_the_service_would_refuse_is_refused(put, kind, statements, message):
    assert message in refusal(put[kind], text=written(*statements))[1]


@pytest.mark.parametrize(("kind", "statements"), TAKEN.values(), ids=TAKEN)
def test_a_policy_that_the_service_takes_is_taken(put, kind, statements):
    put[kind](written(*statements))


@pytest.mark.slow
@pytest.mark.parametrize("version", ["", "2008-10-17"])
def test_managed_policies_alone_must_be_of_the_newer_version(put, version):
    old = {
        "s3": for_root("s3:*", OBJECTS),
        "sqs": for_root("sqs:*", QUEUE),
        "sns": for_root("sns:Publish", TOPIC),
        "kms": for_root("kms:*"),
        "secretsmanager": for_root("secretsmanager:*"),
        "trust": trusting(ROOT),
        "new trust": trusting(ROOT),
        "inline": let("s3:*"),
    }

    for kind, statement in old.items():
        put[kind](written(statement, version=version))
    told = refusal(put["managed"], text=written(let("s3:*"), version=version))
    assert told == ("MalformedPolicyDocument", "Policy document must be version 2012-10-17 or greater.")


def test_a_principal_that_was_made_in_time_is_there(aws, put):
    with_role = written(let("s3:*", OBJECTS, Principal={"AWS": NOBODY}))
    assert refusal(put["s3"], text=with_role) == ("MalformedPolicy", "Invalid principal in policy")

    aws.client("iam").create_role(RoleName="nobody", AssumeRolePolicyDocument=json.dumps({"Statement": [TRUST]}))
    put["s3"](with_role)
