"""What is decided about calls as IAM decides, and what is not."""

from __future__ import annotations

from patterns.sandbox.core.fidelity_entries import SIMPLIFIED, Behaviour, Limit

BEHAVIOURS = (
    Behaviour(
        "Roles, users, functions and anonymous callers may do what all policies together allow, and "
        "a refusal names the policy.",
        SIMPLIFIED,
        "/IAM/latest/UserGuide/reference_policies_evaluation-logic.html",
        r"""
        code = "import boto3\ndef handler(event, context): boto3.client('s3').list_buckets()"
        make_function(aws, code, grants=["s3:Get*"])
        call(aws)
        aws.denials[-1].decision.why
        """,
    ),
)

LIMITS = (
    Limit(
        "The account's own clients, those of `aws.client(...)`, are an administrator whom IAM does not list; only "
        "policies of resources bind it.",
        'aws.client("sts").get_caller_identity()["Arn"], aws.client("iam").list_users()["Users"]',
    ),
    Limit(
        "The stack engine is not held to KMS key policies unless they deny: it deploys as whichever "
        "principal they name.",
        """
        trust = '{"Statement": {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}}'
        role = aws.client("iam").create_role(RoleName="keeper", AssumeRolePolicyDocument=trust)["Role"]["Arn"]
        owned = {"Effect": "Allow", "Principal": {"AWS": role}, "Action": "kms:*", "Resource": "*"}
        properties = {"KeyPolicy": {"Statement": [owned]}, "EnableKeyRotation": True}
        key = {"Type": "AWS::KMS::Key", "Properties": properties}
        made = aws.deploy({"Resources": {"Key": key}}, name="kept")
        made.status, attempt(aws.client("kms").describe_key, KeyId=made["Key"].physical_id).code
        """,
    ),
    Limit(
        "Calls to services whose permissions are not known here are refused to roles and users with "
        "an error of the sandbox's own; the account's own clients can make them.",
        """
        trust = '{"Statement": {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}}'
        role = aws.client("iam").create_role(RoleName="app", AssumeRolePolicyDocument=trust)["Role"]["Arn"]
        attempt(aws.acting_as(role).client("budgets").describe_budgets, AccountId=aws.account_id).code
        """,
    ),
    Limit(
        "A changed policy takes effect with the next call; AWS takes seconds to propagate it.",
        """
        iam = aws.client("iam")
        trust = '{"Statement": {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}}'
        role = iam.create_role(RoleName="app", AssumeRolePolicyDocument=trust)["Role"]["Arn"]
        client = aws.acting_as(role).client("s3")
        before = attempt(client.list_buckets).code
        iam.attach_role_policy(RoleName="app", PolicyArn="arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess")
        before, attempt(client.list_buckets).allowed
        """,
    ),
    Limit(
        "Every request comes from 192.0.2.1: conditions on other addresses, on networks and endpoints, never hold.",
        """
        from patterns.sandbox.authorisation.request_context import SOURCE_IP

        SOURCE_IP
        """,
    ),
    Limit(
        "There is one account.",
        "aws.account_id",
    ),
)
