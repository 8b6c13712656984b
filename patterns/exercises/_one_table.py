"""What a role may do beyond its work on one table, now and whatever policies it gets. Not an exercise."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from patterns.exercises._rights import ACCOUNT, allowed, made, names_of, role_arns
from patterns.iam import Decision
from patterns.sandbox.authorisation.asking import at, decided
from patterns.trial import Trial

TABLE = "AWS::DynamoDB::Table"
ALL = names_of("dynamodb")
LATER = datetime(2036, 1, 1, tzinfo=UTC)
MOMENTS: tuple[dict[str, Any], ...] = ({}, at(LATER), {"aws:SecureTransport": False})
EVERYTHING = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}


def beyond(trial: Trial, work: set[str]) -> str:
    """What a role of the answer may do in DynamoDB beyond its work, or in any other service but its log and queue."""
    for role in role_arns(trial):
        for table in made(trial, TABLE):
            arn = table.attribute("Arn")
            places = [arn, f"{arn}/index/by-day", f"{arn}/stream/2026", "*"]
            for sentence in allowed(trial, role, [one for one in ALL if one not in work], places, MOMENTS):
                return f"it may {sentence}: leave it its work"
        for sentence in allowed(trial, role, ALL, _other_tables(trial), MOMENTS):
            return f"it may {sentence}: name the one table"
    return ""


def _other_tables(trial: Trial) -> list[str]:
    """Tables that are not the answer's: one of no such name, of its account; and by the names of its own, others."""
    mine = [table.attribute("Arn") for table in made(trial, TABLE)]
    elsewhere = [arn.replace(":us-east-1:", ":eu-west-1:") for arn in mine]
    return [f"arn:aws:dynamodb:us-east-1:{ACCOUNT}:table/payroll", *(f"{arn}-archive" for arn in mine), *elsewhere]


def kept_from_deleting(trial: Trial) -> str:
    """Whether what is not in its own policies would keep the table from a role that may do everything."""
    for role in role_arns(trial):
        for table in made(trial, TABLE):
            if _widened(trial, role, "dynamodb:DeleteTable", table).allowed:
                return (
                    "somebody who widens its policy could delete the table: give the role a permissions boundary, "
                    "which leaves that out"
                )
            if seen := _lifts(trial, role, table):
                return seen
    return ""


def _lifts(trial: Trial, role: str, table: Any) -> str:
    """That a role which may do everything could take the denial away; nothing where the denial is out of its reach."""
    denied = _widened(trial, role, "dynamodb:DeleteTable", table).decided_by
    if denied is None or not denied.where.startswith("resource policy"):
        return ""
    for call in ("dynamodb:DeleteResourcePolicy", "dynamodb:PutResourcePolicy"):
        if _widened(trial, role, call, table).allowed:
            return f"only the table's own policy denies it, and the role could call {call} first: deny that as well"
    return ""


def _widened(trial: Trial, role: str, action: str, table: Any) -> Decision:
    """What would come of a call if the policies of the role allowed everything."""
    return decided(trial.aws, role, action, table.attribute("Arn"), identity={"everything": EVERYTHING})
