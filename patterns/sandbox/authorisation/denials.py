"""A refusal as the account remembers it, and the message in which a service sends it.

https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
https://aws.amazon.com/blogs/security/enhanced-access-denied-error-messages-with-policy-arns/
Not modelled: the encoded message that EC2 adds, which only `DecodeAuthorizationMessage` reads.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from patterns.iam import Decision
from patterns.sandbox.permissions import Wording

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


def message(wording: Wording, decision: Decision) -> str:
    """What a service says of a decision that is not an allowance."""
    request = decision.request
    if request.who.is_anonymous:
        return wording.anonymous
    action = wording.action(request.action)
    where = "" if request.resource == "*" and not wording.names_any else wording.resource.format(request.resource)
    who = f"User: {request.principal} is not authorized to perform: {action}"
    return f"{wording.begins}{who}{where}{_because(decision, action)}"


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
