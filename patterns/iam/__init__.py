"""Policies read as AWS reads them: pure functions of policy documents. Not here: asking any service.

>>> request = Request(principal=ROLE, action="s3:GetObject", resource=OBJECT)
>>> decision = evaluate(request, Policies(identity={"reader": policy}))
>>> decision.allowed, decision.why  # doctest: +SKIP
"""

from patterns.iam.decision import Change, Decision, Reason
from patterns.iam.documents import MalformedPolicy
from patterns.iam.evaluation import evaluate
from patterns.iam.request import Grant, InvalidRequest, Policies, Request

__all__ = [
    "Change",
    "Decision",
    "Grant",
    "InvalidRequest",
    "MalformedPolicy",
    "Policies",
    "Reason",
    "Request",
    "evaluate",
]
