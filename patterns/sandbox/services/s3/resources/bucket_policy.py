"""AWS::S3::BucketPolicy."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from patterns.sandbox.provider.base import Call, HandlerError, Property, Provider, Target
from patterns.sandbox.provider.policy_documents import from_text, to_text
from patterns.sandbox.provider.reading import Responses


class BucketPolicy(Provider):
    """The one policy of a bucket. CloudFormation refuses to take over a policy that somebody else put there."""

    type = "AWS::S3::BucketPolicy"
    service = "s3"
    identifier = "Bucket"
    creation = "put_bucket_policy"
    deletion = "delete_bucket_policy"
    gone = frozenset({"NoSuchBucket", "NoSuchBucketPolicy"})
    properties = (
        Property("Bucket", create="Bucket"),
        Property(
            "PolicyDocument",
            create="Policy",
            put=Call("put_bucket_policy", "Policy"),
            get=Call("get_bucket_policy", "Policy"),
            to_service=to_text,
            from_service=from_text,
        ),
    )
    examples = (
        {
            "Bucket": "{bucket}",
            "PolicyDocument": {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Sid": "DenyPlainHttp",
                        "Effect": "Deny",
                        "Principal": "*",
                        "Action": "s3:*",
                        "Resource": ["arn:aws:s3:::{bucket}", "arn:aws:s3:::{bucket}/*"],
                        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
                    }
                ],
            },
        },
        {
            "Bucket": "{other_bucket}",
            "PolicyDocument": {
                "Version": "2012-10-17",
                "Statement": [
                    {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::{other_bucket}/*"}
                ],
            },
        },
    )

    def create(self, target: Target) -> str:
        """Put the policy, unless the bucket has one."""
        bucket = target.properties["Bucket"]
        if self.read(target.account, [replace(target, physical_id=bucket)])[bucket]:
            raise HandlerError("AlreadyExists", f"The bucket policy already exists on bucket {bucket}.")
        return super().create(target)

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """The bucket's name: a policy has no other."""
        return str(target.properties["Bucket"])

    def read_one(self, responses: Responses) -> dict[str, Any] | None:
        """The policy, and the bucket it stands on."""
        described = super().read_one(responses)
        return described and {"Bucket": responses.target.physical_id, **described}


PROVIDER = BucketPolicy()
