"""https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html"""

import pytest

from patterns import Sandbox
from tools.rights import document, let, refusal

ANN = "arn:aws:iam::123456789012:user/ann"
NOTES = "arn:aws:s3:::notes/a"


@pytest.fixture(scope="module")
def iam():
    with Sandbox() as aws:
        client = aws.client("iam")
        client.create_user(UserName="ann")
        secure = {"Bool": {"aws:SecureTransport": "true"}}
        deny = {"Effect": "Deny", "Action": "s3:DeleteObject", "Resource": "*"}
        may = document(let("s3:GetObject", "arn:aws:s3:::notes/*", Condition=secure), let("sqs:*"), deny)
        client.put_user_policy(UserName="ann", PolicyName="may", PolicyDocument=may)
        yield client


def decisions(answer):
    return {
        (evaluation_result["EvalActionName"], evaluation_result["EvalResourceName"]): evaluation_result["EvalDecision"]
        for evaluation_result in answer["EvaluationResults"]
    }


def test_actions_on_resources_are_decided_as_calls_are(iam):
    asked = {"ActionNames": ["s3:GetObject", "s3:DeleteObject", "sqs:ListQueues"], "PolicySourceArn": ANN}
    entry = {"ContextKeyName": "aws:SecureTransport", "ContextKeyValues": ["true"], "ContextKeyType": "boolean"}

    with_context = iam.simulate_principal_policy(**asked, ResourceArns=[NOTES], ContextEntries=[entry])
    without = iam.simulate_principal_policy(**asked)

    assert decisions(with_context) == {
        ("s3:GetObject", NOTES): "allowed", ("s3:DeleteObject", NOTES): "explicitDeny",
        ("sqs:ListQueues", NOTES): "allowed",
    }  # fmt: skip
    assert decisions(without)["s3:GetObject", "*"] == "implicitDeny"
    [allowed, denied, _] = with_context["EvaluationResults"]
    assert allowed["MatchedStatements"][0]["SourcePolicyId"] == "may"
    assert denied["MatchedStatements"][0]["SourcePolicyType"] == "IAM Policy"


def test_policies_that_nobody_has_yet_are_tried_with_and_without_a_boundary(iam):
    policy, boundary = document(let("s3:*")), document(let("s3:GetObject"))
    actions = ["s3:GetObject", "s3:PutObject"]
    free = iam.simulate_custom_policy(PolicyInputList=[policy], ActionNames=actions)
    bounded = iam.simulate_custom_policy(
        PolicyInputList=[policy], PermissionsBoundaryPolicyInputList=[boundary], ActionNames=actions
    )

    assert set(decisions(free).values()) == {"allowed"}
    assert list(decisions(bounded).values()) == ["allowed", "implicitDeny"]


@pytest.mark.parametrize(
    ("operation", "arguments", "code"),
    [
        ("simulate_principal_policy", {"PolicySourceArn": ANN + "a", "ActionNames": ["s3:GetObject"]}, "NoSuchEntity"),
        ("simulate_custom_policy", {"PolicyInputList": ["{}"], "ActionNames": ["s3:GetObject"]}, "InvalidInput"),
        (
            "simulate_custom_policy",
            {"PolicyInputList": [document(let("*"))], "ActionNames": ["nothing"]},
            "InvalidInput",
        ),
    ],
)
def test_what_cannot_be_asked_is_refused(iam, operation, arguments, code):
    assert refusal(getattr(iam, operation), **arguments)[0] == code
