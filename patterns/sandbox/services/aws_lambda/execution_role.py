"""What Lambda asks of a function's role when the function, or what calls it, is set up. Not what the role does later.

https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html
https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions
The messages are those that users report, such as github.com/aws-samples/aws-serverless-ecommerce-platform/issues/41
and github.com/amazon-connect/amazon-connect-salesforce-lambda/issues/29. Tracing is not asked about: reports of its
refusal end in 2020, and in 2025 functions were traced in roles that may not (github.com/serverless-ca/terraform-aws-ca,
pull request 338).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from patterns.refusals.aws_lambda.roles import NETWORK_ACTIONS, NOT_ASSUMED, PRINCIPAL, powerless
from patterns.refusals.aws_lambda.settings import INVALID
from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Refused
from patterns.sandbox.delivery.roles import Roles
from patterns.sandbox.services.iam.rights import role_may

HANDING_OVER = {
    "sqs": ("sqs:SendMessage", "SQS"),
    "sns": ("sns:Publish", "SNS"),
    "lambda": ("lambda:InvokeFunction", "Lambda"),
    "events": ("events:PutEvents", "EventBridge"),
    "s3": ("s3:PutObject", "S3"),
}
"""Service of a destination -> the action that hands something to it, and the service as messages name it."""


def refuse_untrusting(account: Account, role_arn: str, function_arn: str) -> None:
    """Raise `Refused` for a role that is not there, or does not let Lambda take it on."""
    if not account.part(Roles).trusts(role_arn, PRINCIPAL, function_arn):
        raise Refused(INVALID, NOT_ASSUMED, 400)


def refuse_powerless(account: Account, region: str, role_arn: str, settings: Mapping[str, Any]) -> None:
    """Raise `Refused` for a role without a right that the settings need: dead letters, a network."""
    for action, resource, said in _needed(settings):
        if not role_may(account, role_arn, action, resource, region):
            raise Refused(INVALID, powerless(action, said), 400)


def _needed(settings: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """(action, ARN, service as messages name it) of what the settings need."""
    target = (settings.get("DeadLetterConfig") or {}).get("TargetArn")
    if target and (handed := HANDING_OVER.get(target.split(":")[2])):
        yield handed[0], target, handed[1]
    if (settings.get("VpcConfig") or {}).get("SubnetIds"):
        for name in NETWORK_ACTIONS:
            yield f"ec2:{name}", "*", "EC2"


def refuse_dead_letters(settings: Mapping[str, Any]) -> None:
    """Raise `Refused` for dead letters that are to go to something else than a queue or a topic."""
    target = (settings.get("DeadLetterConfig") or {}).get("TargetArn")
    if not target:
        return
    if not target.startswith("arn:"):
        raise Refused(INVALID, f"Invalid dead letter ARN: ARNs must start with 'arn:': {target}", 400)
    if target.split(":")[2] not in ("sqs", "sns"):
        message = f"Invalid dead letter ARN: {target}. Only SQS queues and SNS topics are supported."
        raise Refused(INVALID, message, 400)


def refuse_destination(account: Account, region: str, role_arn: str, destination: str) -> None:
    """Raise `Refused` where the role may not hand something to the destination of an event or a failed batch."""
    handed = HANDING_OVER.get(destination.split(":")[2]) if destination.count(":") >= 5 else None
    if handed is None:
        raise Refused(INVALID, f"The destination ARN {destination} is invalid.", 400)
    action, _ = handed
    resource = f"{destination}/*" if action.startswith("s3:") else destination
    if not role_may(account, role_arn, action, resource, region):
        called = action.partition(":")[2]
        words = f"The function's execution role does not have permissions to call {called} on {destination}"
        raise Refused(INVALID, words, 400)
