"""What AWS Identity and Access Management does here, and what it does not."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.sandbox.core.fidelity_entries import FAITHFUL, SIMPLIFIED, Behaviour, Limit, Refused

BEHAVIOURS = (
    Behaviour(
        "`SimulatePrincipalPolicy` and `SimulateCustomPolicy` are answered by what decides about calls here. Groups "
        "cannot be asked about, and context keys that are missing are not listed.",
        SIMPLIFIED,
        "/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html",
        """
        policy = '{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}}'
        asked = {"PolicyInputList": [policy], "ActionNames": ["s3:GetObject", "s3:PutObject"]}
        results = aws.client("iam").simulate_custom_policy(**asked)["EvaluationResults"]
        [(one["EvalActionName"], one["EvalDecision"]) for one in results]
        """,
    ),
    Behaviour(
        "A malformed policy is refused when it is set, and never stored.",
        FAITHFUL,
        "/IAM/latest/UserGuide/reference_policies_grammar.html",
        """
        broken = '{"Statement": {"Effect": "Permit"}}'
        attempt(aws.client("iam").create_policy, PolicyName="broken", PolicyDocument=broken).code
        """,
        modules=("given_policies",),
    ),
    Behaviour(
        "Each service asks more of its policies than the grammar: actions that go with a bucket's resources, actions "
        "that a topic or queue knows, unique Sids (but in S3, KMS, ECR), principals of the account that exist.",
        SIMPLIFIED,
        "/IAM/latest/UserGuide/reference_policies_elements_principal.html",
        """
        allowed = {"Effect": "Allow", "Principal": {"AWS": "123456789012"}, "Action": "s3:ListBucket"}
        policy = {"Version": "2012-10-17", "Statement": allowed | {"Resource": f"arn:aws:s3:::{bucket}/*"}}
        attempt(s3.put_bucket_policy, Bucket=bucket, Policy=str(policy).replace("'", '"')).message
        """,
        modules=("given_policies",),
    ),
    Behaviour(
        "A path begins and ends with a slash; listings leave out tags, boundaries and descriptions.",
        FAITHFUL,
        "/IAM/latest/APIReference/API_ListUsers.html",
        """
        attempt(aws.client("iam").create_user, UserName="u", Path="my/path").code
        """,
        modules=("paths",),
    ),
    Behaviour(
        "Policies have a length, and a user, group or role takes ten managed ones; a boundary is one that is there.",
        SIMPLIFIED,
        "/IAM/latest/UserGuide/reference_iam-quotas.html",
        """
        statement = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Sid": "A" * 6200}
        policy = str({"Version": "2012-10-17", "Statement": statement}).replace("'", '"')
        attempt(aws.client("iam").create_policy, PolicyName="long", PolicyDocument=policy).code
        """,
        modules=("quota_checks",),
    ),
)

LIMITS = (
    Limit(
        "Whom policies name in other accounts, and which services there are, is not looked up: only the form counts.",
        """
        trust = '{"Statement": {"Effect": "Allow", "Principal": %s, "Action": "sts:AssumeRole"}}'
        named = {"other": '{"AWS": "arn:aws:iam::111122223333:role/no"}', "none": '{"Service": "no.amazonaws.com"}'}
        create = aws.client("iam").create_role
        [attempt(create, RoleName=n, AssumeRolePolicyDocument=trust % who).allowed for n, who in named.items()]
        """,
    ),
    Limit(
        "Policies may be of any size, and name condition keys that the service does not have.",
        """
        statement = '{"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {"Bool": {"s3:no": "true"}}}'
        policy = '{"Version": "2012-10-17", "Statement": [%s]}' % ", ".join([statement] * 200)
        attempt(aws.client("iam").create_policy, PolicyName="long", PolicyDocument=policy).allowed, len(policy)
        """,
    ),
)

REFUSALS: Mapping[str, Refused] = {
    "AWS::IAM::Group": Refused(
        made="names that are taken, policies that IAM does not read, that are too long or too many",
        page="/IAM/latest/APIReference/API_CreateGroup.html",
        not_made="how many groups an account has",
    ),
    "AWS::IAM::InstanceProfile": Refused(
        made="a role that is not there",
        page="/IAM/latest/APIReference/API_AddRoleToInstanceProfile.html",
        not_made="quotas",
    ),
    "AWS::IAM::ManagedPolicy": Refused(
        made="names that are taken, documents that IAM does not read or that are too long",
        page="/IAM/latest/APIReference/API_CreatePolicy.html",
        not_made="how many an account has",
    ),
    "AWS::IAM::Policy": Refused(
        made="holders that are not there, documents that IAM does not read or that are too long",
        page="/IAM/latest/APIReference/API_PutRolePolicy.html",
        not_made="whether the same document is there twice",
    ),
    "AWS::IAM::Role": Refused(
        made=(
            "names that are taken, trust policies, principals and services that IAM does not read or know, "
            "sessions that are too long, boundaries that are not there, policies that are too long or too many"
        ),
        page="/IAM/latest/APIReference/API_CreateRole.html",
        not_made="characters of Sids in trust policies, how many roles an account has",
    ),
    "AWS::IAM::RolePolicy": Refused(
        made="a role that is not there, documents that IAM does not read or that are too long",
        page="/IAM/latest/APIReference/API_PutRolePolicy.html",
        not_made="whether the same document is there twice",
    ),
    "AWS::IAM::User": Refused(
        made="names that are taken, groups that are not there, policies that IAM does not read, too long or too many",
        page="/IAM/latest/APIReference/API_CreateUser.html",
        not_made="password policies of the account's own; a stack makes no password; how many users an account has",
    ),
}
"""What the service refuses to make, type by type, beyond its schema."""
