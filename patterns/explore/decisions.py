"""Calls against policies, as a table: what comes of each, and the statement that decides. Not the deciding (`iam`)."""

from __future__ import annotations

from collections.abc import Iterable

from patterns.explore.table import Table
from patterns.iam import Decision, Policies, Request, evaluate

SAID = {"allowed": "allowed", "explicitDeny": "denied by", "implicitDeny": "not allowed"}


def decision_table(policies: Policies, requests: Iterable[Request]) -> Table:
    """One line for each request, in order: who, what, on what, the outcome, and the statement or reason behind it.

    Raises `MalformedPolicy` for a policy that IAM would refuse.
    """
    decisions = [evaluate(request, policies) for request in requests]
    several = len({decision.request.principal for decision in decisions}) > 1
    rows = tuple((*((decision.request.who.name,) if several else ()), *_row(decision)) for decision in decisions)
    return Table((*(("who",) if several else ()), "action", "resource", "outcome", "because of"), rows)


def _row(decision: Decision) -> tuple[str, str, str, str]:
    request = decision.request
    return request.action, request.resource, SAID[decision.outcome], _because(decision)


def _because(decision: Decision) -> str:
    """The statement that decided; else, in one sentence, what is missing."""
    reason = decision.decided_by
    if reason is None or reason.statement is None:
        return _nearest(decision) or decision.why
    return f"{reason.where}, {reason.statement.name}"


def _nearest(decision: Decision) -> str:
    """Why the statement that would allow almost this does not; empty where none comes near."""
    change = decision.change
    asked = [
        reason
        for reason in decision.reasons
        if change and reason.statement and reason.statement.name == change.statement
    ]
    return next((str(one.mismatch) for one in asked if one.mismatch), "")
