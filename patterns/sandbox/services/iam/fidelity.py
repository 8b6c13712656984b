"""What AWS Identity and Access Management does here, and what it does not."""

from __future__ import annotations

from patterns.sandbox.core.fidelity_entries import FAITHFUL, SIMPLIFIED, Behaviour, Limit

BEHAVIOURS = (
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
