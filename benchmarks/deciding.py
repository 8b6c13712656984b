"""One decision of IAM's evaluator with its whole explanation, for a policy of twenty statements that all are looked at.

Each statement has two actions, two resources, one of them with a variable, and two conditions. The policy is a mapping,
read anew each time; not here: what a call in the sandbox costs with it (`enforced`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from benchmarks.measure import Row, median_of
from patterns.iam import Policies, Request, evaluate

STATEMENTS = 20
DECISIONS = 100
"""A run makes so many, since a single one is shorter than what else the machine does."""


def rows(runs: int, plain_moto: Path | None) -> list[Row]:
    """The time of one decision, explained, that is refused in the end: it also looks for the smallest change."""
    policy = {"Version": "2012-10-17", "Statement": [_statement(number) for number in range(STATEMENTS)]}
    _decide(policy)
    each = median_of(runs, lambda: [_decide(policy) for _ in range(DECISIONS)]) / DECISIONS
    return [Row(f"a decision explained, {STATEMENTS} statements", each, None, "", "under 1 ms")]


def _decide(policy: dict[str, Any]) -> str:
    context = {"aws:SourceIp": "203.0.113.4", "aws:PrincipalTag/team": "red"}
    role, data = "arn:aws:iam::123456789012:role/app", "arn:aws:s3:::data/a"
    request = Request(role, "s3:GetObject", data, "123456789012", context)
    return evaluate(request, Policies(identity={"app": policy})).explain()


def _statement(number: int) -> dict[str, Any]:
    return {
        "Sid": f"Statement{number}",
        "Effect": "Allow" if number % 5 else "Deny",
        "Action": ["s3:GetObject", f"s3:Put{number}*"],
        "Resource": [f"arn:aws:s3:::bucket-{number}/*", "arn:aws:s3:::data/${aws:PrincipalTag/team}/*"],
        "Condition": {
            "StringLike": {"aws:PrincipalTag/team": ["red", "b*"]},
            "IpAddress": {"aws:SourceIp": "203.0.113.0/24"},
        },
    }
