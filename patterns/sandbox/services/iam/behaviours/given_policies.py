"""A policy that cannot be read is refused when it is given, in the words of the service, and never kept.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
Not modelled: what IAM checks beyond its grammar, such as principals that must be there, and the size of a policy.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from patterns.iam.documents import MalformedPolicy, policy
from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Refused
from patterns.sandbox.gateway import Call, Stage


@dataclass(frozen=True)
class Place:
    """Where a call has a policy, and how the service refuses one: `{why}` is what is wrong with it."""

    where: Callable[[Mapping[str, Any]], Any]
    code: str
    message: str = "{why}"
    has_principal: bool = True


def _parameter(name: str) -> Callable[[Mapping[str, Any]], Any]:
    return lambda params: params.get(name)


def _attribute(params: Mapping[str, Any]) -> Any:
    named = params.get("AttributeValue") if params.get("AttributeName") == "Policy" else None
    return (params.get("Attributes") or {}).get("Policy") or named


QUEUE = Place(_attribute, "InvalidAttributeValue", "Invalid value for the parameter Policy. {why}")
TOPIC = Place(_attribute, "InvalidParameter", "Invalid parameter: Policy Error: {why}")
KEY = Place(_parameter("Policy"), "MalformedPolicyDocumentException")
TRUST = Place(_parameter("AssumeRolePolicyDocument"), "MalformedPolicyDocument")
PLACES: Mapping[tuple[str, str], Place] = {
    ("s3", "PutBucketPolicy"): Place(_parameter("Policy"), "MalformedPolicy"),
    ("kms", "CreateKey"): KEY,
    ("kms", "PutKeyPolicy"): KEY,
    ("sqs", "CreateQueue"): QUEUE,
    ("sqs", "SetQueueAttributes"): QUEUE,
    ("sns", "CreateTopic"): TOPIC,
    ("sns", "SetTopicAttributes"): TOPIC,
    ("secretsmanager", "PutResourcePolicy"): Place(_parameter("ResourcePolicy"), "MalformedPolicyDocumentException"),
    ("dynamodb", "PutResourcePolicy"): Place(_parameter("Policy"), "ValidationException"),
    ("iam", "CreateRole"): TRUST,
    ("iam", "UpdateAssumeRolePolicy"): Place(_parameter("PolicyDocument"), "MalformedPolicyDocument"),
    ("sts", "AssumeRole"): Place(_parameter("Policy"), "MalformedPolicyDocument", has_principal=False),
    **{
        ("iam", operation): Place(_parameter("PolicyDocument"), "MalformedPolicyDocument", has_principal=False)
        for operation in ("CreatePolicy", "CreatePolicyVersion", "PutGroupPolicy", "PutRolePolicy", "PutUserPolicy")
    },
}
"""By service and operation; IAM's own grammar is the same for all of them."""


def install(account: Account) -> None:
    """Stand before the calls that bring a policy."""
    for (service, operation), place in PLACES.items():
        account.gateway.subscribe(Stage.AUTHORISE, partial(_check, place), service=service, operation=operation)


def _check(place: Place, call: Call) -> None:
    given = place.where(call.params)
    if not given:
        return
    try:
        statements = policy(given).statements
    except MalformedPolicy as error:
        raise Refused(place.code, place.message.format(why=error), 400) from None
    if place.has_principal and (missing := next((one for one in statements if one.principals is None), None)):
        why = f"{missing.name}: a resource's policy must say who it is for, and this has no Principal"
        raise Refused(place.code, place.message.format(why=why), 400)
    if not place.has_principal and (named := next((one for one in statements if one.principals is not None), None)):
        why = f"{named.name}: an identity's policy must not have a Principal"
        raise Refused(place.code, place.message.format(why=why), 400)
