"""IAM's policy simulator, answered by the evaluator that decides about calls here; moto has none.

https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulateCustomPolicy.html
Not modelled: groups as principals, the context keys that policies ask for and the call leaves out, and pages: every
result comes at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from patterns.iam import Decision, InvalidRequest, MalformedPolicy, Policies, Request, evaluate
from patterns.sandbox.services.iam.patches import identities
from patterns.sandbox.services.iam.patches.identities import Carried, Holder

SOURCES = {"identity": "IAM Policy", "resource": "Resource Policy", "boundary": "Permissions Boundary Policy"}
EVERYTHING = ("*",)


def apply() -> None:
    """Add the two calls."""
    from moto.iam.responses import IamResponse

    IamResponse.simulate_principal_policy = simulate_principal_policy
    IamResponse.simulate_custom_policy = simulate_custom_policy


def simulate_principal_policy(self: Any) -> Any:
    """Say of each action on each resource whether a user or role may do it."""
    from moto.iam.exceptions import NotFoundException

    account_id, arn = str(self.current_account), str(self._get_param("PolicySourceArn"))
    if not identities.is_there(account_id, arn):
        raise NotFoundException(f"The entity {arn} cannot be found.")
    is_role = ":role/" in arn
    carried = identities.carried(account_id, Holder(arn, "", role_arn=arn if is_role else ""))
    return _answer(self, str(self._get_param("CallerArn") or arn), carried)


def simulate_custom_policy(self: Any) -> Any:
    """Say of each action on each resource whether these policies let somebody do it."""
    caller = f"arn:aws:iam::{self.current_account}:user/simulated"
    return _answer(self, str(self._get_param("CallerArn") or caller), Carried())


def _answer(self: Any, caller: str, carried: Carried) -> Any:
    from moto.core.exceptions import ServiceException
    from moto.core.responses import ActionResult

    class InvalidInput(ServiceException):  # type: ignore[misc]
        code = "InvalidInput"

    asked = self._get_params()
    identity = {**carried.identity, **_numbered(asked.get("PolicyInputList"))}
    boundaries = list(asked.get("PermissionsBoundaryPolicyInputList") or ())
    policies = Policies(
        identity=identity,
        resource=asked.get("ResourcePolicy"),
        boundary=boundaries[0] if boundaries else carried.boundary,
    )
    context = dict(_context(asked.get("ContextEntries") or ()))
    try:
        results = [
            _result(evaluate(Request(caller, action, resource, context=context), policies))
            for action in asked.get("ActionNames") or ()
            for resource in asked.get("ResourceArns") or EVERYTHING
        ]
    except (InvalidRequest, MalformedPolicy) as error:
        raise InvalidInput(str(error)) from None
    return ActionResult({"EvaluationResults": results, "IsTruncated": False})


def _numbered(documents: Any) -> dict[str, str]:
    return {f"PolicyInputList.{number}": str(each) for number, each in enumerate(documents or (), 1)}


def _context(entries: Any) -> Iterator[tuple[str, Any]]:
    for entry in entries:
        values: Any = tuple(entry.get("ContextKeyValues") or ())
        is_list = str(entry.get("ContextKeyType", "")).endswith("List")
        yield str(entry["ContextKeyName"]), values if is_list or len(values) != 1 else values[0]


def _result(decision: Decision) -> Mapping[str, Any]:
    request = decision.request
    wanted = "Deny" if decision.outcome == "explicitDeny" else "Allow"
    matching = [
        {"SourcePolicyId": reason.policy, "SourcePolicyType": SOURCES.get(reason.kind, "IAM Policy")}
        for reason in decision.reasons
        if reason.applies and reason.statement is not None and reason.statement.effect == wanted
    ]
    return {
        "EvalActionName": request.action,
        "EvalResourceName": request.resource,
        "EvalDecision": decision.outcome,
        "MatchedStatements": [] if decision.outcome == "implicitDeny" else matching,
        "MissingContextValues": [],
    }
