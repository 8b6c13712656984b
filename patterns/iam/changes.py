"""The smallest change to the policies that turns a refusal into an allowance. Not whether it should be made."""

from __future__ import annotations

from collections.abc import Sequence

from patterns.iam.applies import Mismatch, mismatches
from patterns.iam.decision import KINDS, Change, Decision, Reason
from patterns.iam.request import Request


def smallest(decision: Decision) -> Change | None:
    """What would allow a request that was refused, as far as one change does; None for one that was allowed."""
    if decision.outcome == "explicitDeny" and decision.decided_by is not None:
        return _without(decision.decided_by, decision.request)
    if decision.lacking is None:
        return None
    if decision.lacking == "publicAccessBlock":
        words = "narrow the bucket policy to the principals it is meant for, so that it is no longer public"
        return Change("resource", "", "", "Principal", decision.request.principal, words)
    nearest = _nearest([reason for reason in decision.reasons if reason.kind == decision.lacking], decision.request)
    return nearest or _added(decision)


def _without(reason: Reason, request: Request) -> Change:
    """Take the request out of the statement that denies it."""
    statement = reason.statement
    if statement is None:
        raise ValueError("only statements deny")
    where = reason.where
    if statement.conditions:
        held = " and ".join(
            f"{condition.test} {condition.key} {', '.join(condition.wanted)}" for condition in statement.conditions
        )
        words = (
            f"send the request so that {held} is not true; or take the statement {statement.name} out of the {where}"
        )
        return Change(reason.kind, reason.policy, statement.name, "Condition", statement.conditions[0].key, words)
    words = f"leave {request.action} on {request.resource} out of {statement.name} in the {where}"
    return Change(reason.kind, reason.policy, statement.name, "Resource", request.resource, words)


def _nearest(reasons: Sequence[Reason], request: Request) -> Change | None:
    """A change to the statement that allows almost this: by one element only."""
    for reason in reasons:
        statement = reason.statement
        if statement is None or statement.effect != "Allow":
            continue
        found = list(mismatches(statement, request))
        if len(found) == 1 and (found[0].element != "Action" or _is_about_service(found[0], request)):
            return _mended(reason, found[0], request)
    return None


def _is_about_service(mismatch: Mismatch, request: Request) -> bool:
    """Whether a statement allows something of the same service: one about another is no place for the action."""
    return any(action.lower().startswith(f"{request.service}:") for action in mismatch.wanted)


def _mended(reason: Reason, mismatch: Mismatch, request: Request) -> Change:
    statement = reason.statement.name if reason.statement else ""
    where = f"of {statement} in the {reason.where}"
    if mismatch.element == "Condition":
        words = f"send {mismatch.key} so that {mismatch.wanted[0]} holds, or change that condition {where}"
        return Change(reason.kind, reason.policy, statement, "Condition", mismatch.key, words)
    value = {"Action": request.action, "Resource": _resource(mismatch, request), "Principal": request.principal}
    if mismatch.element in value:
        words = f"add {value[mismatch.element]} to the {mismatch.element} {where}"
        return Change(reason.kind, reason.policy, statement, mismatch.element, value[mismatch.element], words)
    words = f"take {mismatch.given} out of the {mismatch.element} {where}"
    return Change(reason.kind, reason.policy, statement, mismatch.element, mismatch.given, words)


def _resource(mismatch: Mismatch, request: Request) -> str:
    """The resource to add: all objects of a bucket that the statement names without them."""
    bucket = next((one for one in mismatch.wanted if request.resource.startswith(f"{one}/")), None)
    return f"{bucket}/*" if bucket else request.resource


def _added(decision: Decision) -> Change:
    request, kind = decision.request, decision.lacking or "identity"
    whom = f" to {request.principal}" if kind == "resource" else ""
    words = f"add a statement to the {KINDS[kind]} that allows {request.action} on {request.resource}{whom}"
    return Change(kind, "", "", "Statement", request.action, words)
