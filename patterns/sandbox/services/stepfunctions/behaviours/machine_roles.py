"""Step Functions takes a role for a machine only if it may take it on.

https://docs.aws.amazon.com/step-functions/latest/dg/procedure-create-iam-role.html
"""

from __future__ import annotations

from patterns.refusals import stepfunctions
from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Refused, refuse
from patterns.sandbox.delivery.roles import Roles
from patterns.sandbox.gateway import Call, Caller
from patterns.sandbox.services.iam.rights import role_may


def install(account: Account) -> None:
    """Stand before the calls that give a machine its role."""
    account.gateway.judge(
        account, "stepfunctions", dict.fromkeys(("CreateStateMachine", "UpdateStateMachine"), _refuse)
    )


def _refuse(account: Account, call: Call) -> None:
    refuse(stepfunctions.express(call.params.get("definition") or "", call.params.get("type") or "STANDARD"))
    refuse(stepfunctions.logging(call.params.get("loggingConfiguration")))
    role = call.params.get("roleArn")
    if not role:
        return
    roles, source = account.part(Roles), f"arn:aws:states:{call.region}:{account.account_id}:stateMachine:"
    source += str(call.params.get("name") or call.params.get("stateMachineArn", "").rpartition(":")[2])
    principals = (stepfunctions.PRINCIPAL, f"states.{call.region}.amazonaws.com")
    if any(roles.trusts(role, principal, source) for principal in principals):
        _refuse_silent(account, call, role)
        return
    # A machine tried out by a call alone, in a role that nobody has made, runs all the same: `fidelity.LIMITS` says so.
    if call.caller is Caller.ADMINISTRATOR or roles.exists(role):
        raise Refused(stepfunctions.REFUSED, stepfunctions.NOT_ASSUMED, 400)


def _refuse_silent(account: Account, call: Call, role: str) -> None:
    """Refuse a role that may not set up the logs that the machine is to write."""
    wanted = call.params.get("loggingConfiguration") or {}
    is_logged = wanted.get("level", "OFF") != "OFF" and wanted.get("destinations")
    if not is_logged or not account.part(Roles).exists(role):
        return
    if not role_may(account, role, stepfunctions.DELIVERY, "*", call.region):
        raise Refused(stepfunctions.REFUSED, stepfunctions.NOT_LOGGING, 400)
