"""A session lasts no longer than its role allows, and one that a session of a role begins no longer than an hour.

https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html (DurationSeconds)
https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining
"""

from __future__ import annotations

from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Refused
from patterns.sandbox.gateway import Call
from patterns.sandbox.services.iam.patches import identities

SHORTEST, LONGEST = 900, 43_200
CHAINED = 3600
TOO_LONG = "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."
TOO_LONG_CHAINED = "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining."
BEGINS = ("AssumeRole", "AssumeRoleWithSAML", "AssumeRoleWithWebIdentity")


def install(account: Account) -> None:
    """Stand before the calls that begin a session of a role."""
    account.gateway.judge(account, "sts", dict.fromkeys(BEGINS, _check))


def _check(account: Account, call: Call) -> None:
    asked = call.params.get("DurationSeconds")
    if asked is None:
        return
    seconds = int(asked)
    if not SHORTEST <= seconds <= LONGEST:
        raise Refused("ValidationError", _out_of_range(seconds), 400)
    longest = identities.longest_session(account.account_id, str(call.params.get("RoleArn")))
    if longest is not None and seconds > longest:
        raise Refused("ValidationError", TOO_LONG, 400)
    holder = identities.find(account.account_id, call.access_key) if call.access_key else None
    if seconds > CHAINED and holder is not None and holder.role_arn:
        raise Refused("ValidationError", TOO_LONG_CHAINED, 400)


def _out_of_range(seconds: int) -> str:
    limit = f"less than or equal to {LONGEST}" if seconds > LONGEST else f"greater than or equal to {SHORTEST}"
    return (
        f"1 validation error detected: Value '{seconds}' at 'durationSeconds' failed to satisfy constraint: "
        f"Member must have value {limit}"
    )
