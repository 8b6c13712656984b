"""Step Functions takes a role for a machine only if it may take it on.

The message is the one that users report, as in github.com/lumigo-io/lumigo-CLI/issues/83.
https://docs.aws.amazon.com/step-functions/latest/dg/procedure-create-iam-role.html
"""

from __future__ import annotations

from patterns.refusals import stepfunctions
from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Refused, refuse
from patterns.sandbox.delivery.roles import Roles
from patterns.sandbox.gateway import Call, Caller

NOT_ASSUMED = (
    "Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume the "
    "provided role."
)


def install(account: Account) -> None:
    """Stand before the calls that give a machine its role."""
    account.gateway.judge(
        account, "stepfunctions", dict.fromkeys(("CreateStateMachine", "UpdateStateMachine"), _refuse)
    )


def _refuse(account: Account, call: Call) -> None:
    refuse(stepfunctions.express(call.params.get("definition") or "", call.params.get("type") or "STANDARD"))
    role = call.params.get("roleArn")
    if not role:
        return
    roles, source = account.part(Roles), f"arn:aws:states:{call.region}:{account.account_id}:stateMachine:"
    source += str(call.params.get("name") or call.params.get("stateMachineArn", "").rpartition(":")[2])
    principals = ("states.amazonaws.com", f"states.{call.region}.amazonaws.com")
    if any(roles.trusts(role, principal, source) for principal in principals):
        return
    # A machine tried out by a call alone, in a role that nobody has made, runs all the same: `fidelity.LIMITS` says so.
    if call.caller is Caller.ADMINISTRATOR or roles.exists(role):
        raise Refused("AccessDeniedException", NOT_ASSUMED, 400)
