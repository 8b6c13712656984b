"""A refusal as the account remembers it, and the words in which each service sends it.

https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
https://aws.amazon.com/blogs/security/enhanced-access-denied-error-messages-with-policy-arns/
Not modelled: the encoded message that EC2 adds, which only `DecodeAuthorizationMessage` reads.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from patterns.iam import Decision

CODES: Mapping[str, tuple[str, int]] = {
    "s3": ("AccessDenied", 403),
    "s3control": ("AccessDenied", 403),
    "ec2": ("UnauthorizedOperation", 403),
    "sns": ("AuthorizationError", 403),
    "sqs": ("AccessDenied", 403),
    "iam": ("AccessDenied", 403),
    "sts": ("AccessDenied", 403),
    "cloudwatch": ("AccessDenied", 403),
    "rds": ("AccessDenied", 403),
    "elasticache": ("AccessDenied", 403),
    "autoscaling": ("AccessDenied", 403),
    "elbv2": ("AccessDenied", 403),
    "lambda": ("AccessDeniedException", 403),
    "scheduler": ("AccessDeniedException", 403),
}
"""Code and status by service; the others speak JSON and answer `AccessDeniedException` with 400."""

OTHERWISE = ("AccessDeniedException", 400)

TYPES: Mapping[str, str] = {
    "identity": "identity-based policy",
    "resource": "resource-based policy",
    "boundary": "permissions boundary",
    "session": "session policy",
    "scp": "service control policy",
    "rcp": "resource control policy",
    "publicAccessBlock": "resource-based policy",
}
"""The kinds of policies as the messages name them."""

WITH_ARTICLE = "aeiou"
NAMELESS = frozenset({"ec2", "cloudwatch", "s3"})
"""Services that leave the resource out where an action has none; the others write an asterisk."""


@dataclass(frozen=True)
class Denial:
    """One call that was refused: when, to whom, what, and the decision behind it, with its reasons.

    `message` is what the caller was told; `decision.explain()` says more than AWS would.
    """

    at: datetime
    principal: str
    service: str
    operation: str
    code: str
    message: str
    decision: Decision

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.code}: {self.message}"

    def explain(self) -> str:
        """The decision, the statement behind it, why each other one does not count, and what would turn it."""
        return self.decision.explain()


def code(service: str) -> tuple[str, int]:
    """The error code and HTTP status with which a service refuses."""
    return CODES.get(service, OTHERWISE)


def message(service: str, decision: Decision) -> str:
    """What the service says of a decision that is no allowance."""
    request = decision.request
    if request.who.is_anonymous:
        return "Access Denied" if service == "s3" else "Missing Authentication Token"
    action = _written(service, request.action)
    told = f"User: {request.principal} is not authorized to perform: {action}"
    told += _on(service, request.resource) + _because(decision, action)
    return f"You are not authorized to perform this operation. {told}" if service == "ec2" else told


def _written(service: str, action: str) -> str:
    """SNS writes its prefix in capitals, SQS its actions in small letters; the others as policies do."""
    prefix, _, name = action.partition(":")
    if service == "sns" and prefix == "sns":
        return f"SNS:{name}"
    return action.lower() if service == "sqs" and prefix == "sqs" else action


def _on(service: str, resource: str) -> str:
    if resource == "*" and service in NAMELESS:
        return ""
    return f' on resource: "{resource}"' if service == "s3" else f" on resource: {resource}"


def _because(decision: Decision, action: str) -> str:
    is_trust = decision.request.action.lower().startswith("sts:assumerole")
    if decision.outcome == "explicitDeny" and decision.decided_by is not None:
        reason = decision.decided_by
        kind = _type(reason.kind, is_trust=is_trust)
        # Only managed policies have an ARN to be named by.
        named = f": {reason.policy}" if reason.policy.startswith("arn:") else ""
        return f" with an explicit deny in {'an' if kind[0] in WITH_ARTICLE else 'a'} {kind}{named}"
    return f" because no {_type(decision.lacking or 'identity', is_trust=is_trust)} allows the {action} action"


def _type(kind: str, *, is_trust: bool) -> str:
    return "role trust policy" if is_trust and kind == "resource" else TYPES.get(kind, "identity-based policy")
