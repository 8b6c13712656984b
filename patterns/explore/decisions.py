"""Calls against policies, as a table: what comes of each, and the statement that decides. Not the deciding (`iam`)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from patterns.iam import Decision, Policies, Request, evaluate
from patterns.table import Table

SAID = {"allowed": "allowed", "explicitDeny": "denied by", "implicitDeny": "not allowed"}


def decision_table(policies: Policies, requests: Iterable[Request]) -> Table:
    """One line for each request, in order: who, what, on what, the outcome, and the statement or reason behind it.

    Who asks, and what a request carries besides, are told where the requests differ in it.
    Raises `MalformedPolicy` for a policy that IAM would refuse.
    """
    decisions = [evaluate(request, policies) for request in requests]
    several = len({decision.request.principal for decision in decisions}) > 1
    differing = _differing([decision.request for decision in decisions])
    headings = (*(("who",) if several else ()), "action", "resource", *(("with",) if differing else ()))
    rows = tuple(
        (
            *((decision.request.who.name,) if several else ()),
            decision.request.action,
            decision.request.resource,
            *((_carried(decision.request, differing),) if differing else ()),
            SAID[decision.outcome],
            _because(decision),
        )
        for decision in decisions
    )
    return Table((*headings, "outcome", "because of"), rows)


def _differing(requests: Sequence[Request]) -> tuple[str, ...]:
    """The condition keys in which requests differ: one has it and another has not, or another value."""
    names = dict.fromkeys(name for request in requests for name in request.context)
    return tuple(name for name in names if len({str(request.context.get(name)) for request in requests}) > 1)


def _carried(request: Request, names: Iterable[str]) -> str:
    """Those of the condition keys that a request has, with their values."""
    return ", ".join(f"{name}: {request.context[name]}" for name in names if name in request.context)


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
