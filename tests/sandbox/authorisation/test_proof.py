"""What a policy breaks when a part of it is taken away."""

import pytest

from patterns.iam.documents import MalformedPolicy
from patterns.sandbox.core.errors import SandboxError
from tools.code import make_function
from tools.rights import ACCOUNT, let

BUCKET = "arn:aws:s3:::notes"


def policy(*statements):
    return {"Version": "2012-10-17", "Statement": list(statements)}


def work(session):
    """Writes, reads and lists."""
    s3 = session.client("s3")
    s3.put_object(Bucket="notes", Key="a", Body=b"1")
    s3.get_object(Bucket="notes", Key="a")
    s3.list_objects_v2(Bucket="notes", Prefix="a")


def read(session):
    return session.client("s3").get_object(Bucket="notes", Key="there")


@pytest.fixture
def stage(aws):
    aws.client("s3").create_bucket(Bucket="notes")
    aws.client("s3").put_object(Bucket="notes", Key="there", Body=b"1")


@pytest.mark.slow
def test_of_what_was_recorded_nothing_can_be_taken_away(aws, stage):
    with aws.recording() as calls:
        work(aws)

    proof = aws.prove(calls.policy(), work)

    assert [(one.element, one.value, one.verdict) for one in proof] == [
        ("Action", "s3:GetObject", "needed"),
        ("Action", "s3:PutObject", "needed"),
        ("Resource", f"{BUCKET}/a", "needed"),
        ("Action", "s3:ListBucket", "needed"),
        ("Resource", BUCKET, "needed"),
        ("Condition", "StringEquals s3:prefix", "limits"),
    ]
    assert proof.is_smallest
    assert repr(proof) == "Proof(5 parts needed, 0 not needed, 1 limits)"


@pytest.mark.slow
def test_what_is_granted_and_never_used_is_named(aws, stage):
    wide = let(["s3:GetObject", "s3:DeleteObject"], [f"{BUCKET}/*", "arn:aws:s3:::other/*"], Sid="Objects")

    proof = aws.prove(policy(wide, let("sqs:SendMessage")), read)

    assert [str(extra) for extra in proof.surplus] == [
        "Objects: Action s3:DeleteObject: not needed",
        "Objects: Resource arn:aws:s3:::other/*: not needed",
        "statement 2: Action sqs:SendMessage: not needed",
        "statement 2: Resource *: not needed",
    ]
    assert not proof.is_smallest


@pytest.mark.slow
def test_a_needed_part_tells_the_refusal(aws, stage):
    [action, _] = aws.prove(policy(let("s3:GetObject", f"{BUCKET}/*")), read)

    session = f"arn:aws:sts::{ACCOUNT}:assumed-role/proved/sandbox"
    assert action.refusal == (
        "An error occurred (AccessDenied) when calling the GetObject operation: "
        f'User: {session} is not authorized to perform: s3:GetObject on resource: "{BUCKET}/there" '
        "because no identity-based policy allows the s3:GetObject action"
    )


@pytest.mark.slow
def test_every_run_begins_at_the_same_state_and_nothing_stays(aws, stage):
    """The second run of this code would fail on its own first one."""

    def once(session):
        s3 = session.client("s3")
        assert "a" not in [one["Key"] for one in s3.list_objects_v2(Bucket="notes")["Contents"]]
        s3.put_object(Bucket="notes", Key="a", Body=b"1")

    proof = aws.prove(policy(let("s3:ListBucket", BUCKET), let("s3:PutObject", f"{BUCKET}/a")), once)

    assert proof.is_smallest
    assert [one["Key"] for one in aws.client("s3").list_objects_v2(Bucket="notes")["Contents"]] == ["there"]
    assert aws.client("iam").list_roles()["Roles"] == []
    assert aws.denials == []


@pytest.mark.slow
def test_a_refusal_that_the_code_survives_counts(aws, stage):
    def careful(session):
        try:
            read(session)
        except session.client("s3").exceptions.ClientError:
            return

    proof = aws.prove(policy(let("s3:GetObject", f"{BUCKET}/*")), careful)

    assert [one.verdict for one in proof] == ["needed", "needed"]


@pytest.mark.slow
def test_the_condition_of_a_denial_may_be_what_lets_the_code_run(aws, stage):
    deny = {"Effect": "Deny", "Action": "s3:*", "Resource": "*"}
    insecure = {"Condition": {"Bool": {"aws:SecureTransport": "false"}}}

    proof = aws.prove(policy(let("s3:GetObject"), {**deny, **insecure}), read)

    assert [(one.statement, one.element, one.verdict) for one in proof][2:] == [
        ("statement 2", "Action", "limits"),
        ("statement 2", "Resource", "limits"),
        ("statement 2", "Condition", "needed"),
    ]


@pytest.mark.slow
def test_all_but_some_limits(aws, stage):
    all_but = {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}

    proof = aws.prove(policy(all_but), read)

    assert [(one.element, one.verdict) for one in proof] == [("NotAction", "limits"), ("Resource", "needed")]


@pytest.mark.slow
def test_code_may_call_a_function_which_runs_in_the_copy(aws):
    make_function(aws, "calls = []\ndef handler(event, context):\n    calls.append(1)\n    return len(calls)")
    worker = f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:worker"

    def invoke(session):
        return session.client("lambda").invoke(FunctionName="worker")["Payload"].read()

    before = invoke(aws)
    proof = aws.prove(policy(let(["lambda:InvokeFunction", "lambda:GetFunction"], worker)), invoke)

    assert [extra.value for extra in proof.surplus] == ["lambda:GetFunction"]
    assert (before, invoke(aws)) == (b"1", b"2")


@pytest.mark.slow
def test_code_that_does_not_run_at_all_proves_nothing(aws, stage):
    with pytest.raises(SandboxError, match=r"does not run with the whole policy.*not authorized to perform"):
        aws.prove(policy(let("s3:PutObject")), read)


def test_a_policy_that_cannot_be_read_is_refused(aws, stage):
    with pytest.raises(MalformedPolicy, match="Effect must be Allow or Deny"):
        aws.prove(policy({"Effect": "Maybe", "Action": "*", "Resource": "*"}), read)
