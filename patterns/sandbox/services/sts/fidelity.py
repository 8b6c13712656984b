"""What AWS Security Token Service does here, and what it does not."""

from __future__ import annotations

from patterns.sandbox.core.fidelity_entries import FAITHFUL, Behaviour, Limit

BEHAVIOURS = (
    Behaviour(
        "A session lasts no longer than the `MaxSessionDuration` of its role, and one that a role's session begins no "
        "longer than an hour.",
        FAITHFUL,
        "/STS/latest/APIReference/API_AssumeRole.html",
        """
        trust = '{"Statement": {"Effect": "Allow", "Principal": {"AWS": "123456789012"}, "Action": "sts:AssumeRole"}}'
        role = aws.client("iam").create_role(RoleName="reader", AssumeRolePolicyDocument=trust)["Role"]["Arn"]
        attempt(aws.client("sts").assume_role, RoleArn=role, RoleSessionName="ann", DurationSeconds=7200).message
        """,
        modules=("session_length",),
    ),
    Behaviour(
        "A presigned URL works until it expires; so do a role's keys.",
        FAITHFUL,
        "/AmazonS3/latest/userguide/using-presigned-url.html",
        """
        import requests

        s3.put_object(Bucket=bucket, Key="note", Body=b"read")
        url = s3.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "note"}, ExpiresIn=60)
        before = requests.get(url).status_code
        aws.clock.advance(minutes=2)
        before, requests.get(url).status_code
        """,
        modules=("expiring_access",),
    ),
)

LIMITS = (
    Limit(
        "`GetSessionToken` gives the account's own clients their own key, which does not expire; "
        "those of users and roles do.",
        'aws.client("sts").get_session_token(DurationSeconds=900)["Credentials"]["AccessKeyId"]',
    ),
)
