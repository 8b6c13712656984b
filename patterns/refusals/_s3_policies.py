"""What S3 asks of a bucket policy beyond IAM's grammar: its actions, its resources, and that they go together.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshooting-bucket-policies.html
A Sid may be there twice: https://github.com/cloud-custodian/cloud-custodian/pull/3609.
Not checked: condition keys, and the 20 kB that a policy may have.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.iam.arns import may_meet
from patterns.iam.documents import Policy, Statement
from patterns.iam.mistakes import takes
from patterns.iam.reference import Action, actions


def refusal(policy: Policy, params: Mapping[str, Any]) -> str:
    """What S3 says of the first thing wrong with the policy that is put on a bucket; empty where it takes it."""
    found = (_of(statement, str(params["Bucket"])) for statement in policy.statements)
    return next((message for message in found if message), "")


def _of(statement: Statement, bucket: str) -> str:
    if statement.resources is None:
        return "Missing required field Resource"
    if not statement.not_resources and not all(_is_of(bucket, resource) for resource in statement.resources):
        return "Policy has invalid resource"
    if statement.not_actions:
        return ""
    for pattern in statement.actions:
        asked = actions(pattern.lower()) if pattern.lower().startswith("s3:") else ()
        if pattern != "*" and not asked:
            return "Policy has invalid action"
        if asked and not _applies(asked, statement):
            return "Action does not apply to any resource(s) in statement"
    return ""


def _is_of(bucket: str, resource: str) -> bool:
    """Whether a resource can be the bucket or something in it."""
    partition = f"{resource}::".split(":")[1]
    own = f"arn:{partition}:s3:::{bucket}"
    return resource == "*" or may_meet(own, resource) or may_meet(f"{own}/${{Object}}", resource)


def _applies(asked: tuple[Action, ...], statement: Statement) -> bool:
    anywhere = statement.not_resources or "*" in (statement.resources or ())
    return anywhere or any(takes(action, statement.resources or ()) for action in asked)
