"""KMS refuses a key policy that would lock its caller out, unless the call says that this is meant.

https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html
Whoever calls is taken to be anybody of the account whom the policy lets change it: the engine deploys in the name of
administrators that a template names, and is none of them.
"""

from __future__ import annotations

import json

from patterns.iam.lockout import locks_out
from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Refused
from patterns.sandbox.gateway import Call

REFUSAL = "The new key policy will not allow you to update the key policy in the future."


def install(account: Account) -> None:
    """Stand before the two calls that carry a key policy."""
    account.gateway.judge(account, "kms", dict.fromkeys(("CreateKey", "PutKeyPolicy"), _check))


def _check(account: Account, call: Call) -> None:
    if call.params.get("BypassPolicyLockoutSafetyCheck") or not call.params.get("Policy"):
        return
    try:
        policy = json.loads(call.params["Policy"])
    except ValueError:
        return  # no policy at all: the service itself answers
    if isinstance(policy, dict) and locks_out(policy, account.account_id):
        raise Refused("MalformedPolicyDocumentException", REFUSAL, 400)
