"""What STS asks of IAM, and of a role's trust policy.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html
Not modelled: sessions by SAML or of a web identity, whose tokens the sandbox cannot check, and federated users.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from patterns.iam.request import Value
from patterns.sandbox.permissions import Ask, Service, Situation
from patterns.sandbox.permissions.refusals import PolicyDocument, Wording


def _assume(situation: Situation) -> Iterator[Ask]:
    """A session; tags for it, and a source identity, need actions of their own."""
    params, role = situation.params, str(situation.params.get("RoleArn"))
    yield Ask("sts:AssumeRole", role)
    if params.get("Tags"):
        yield Ask("sts:TagSession", role)
    if params.get("SourceIdentity"):
        yield Ask("sts:SetSourceIdentity", role)


def _keys(situation: Situation) -> dict[str, Value]:
    params: Any = situation.params
    names = {"ExternalId": "sts:ExternalId", "RoleSessionName": "sts:RoleSessionName",
             "SourceIdentity": "sts:SourceIdentity", "DurationSeconds": "sts:DurationSeconds"}  # fmt: skip
    context: dict[str, Value] = {key: params[name] for name, key in names.items() if params.get(name) is not None}
    if params.get("TransitiveTagKeys"):
        context["sts:TransitiveTagKeys"] = tuple(params["TransitiveTagKeys"])
    if params.get("SerialNumber") and params.get("TokenCode"):
        # A user's own keys carry no second factor; the call to take on a role may bring one.
        context |= {"aws:MultiFactorAuthPresent": True, "aws:MultiFactorAuthAge": 0}
    return context


SERVICE = Service(
    prefix="sts",
    resources={},
    operations={"": "DecodeAuthorizationMessage GetAccessKeyInfo"},
    several={"AssumeRole": _assume},
    keys=_keys,
    # https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
    always_open=frozenset({"GetCallerIdentity", "GetSessionToken"}),
    wording=Wording(code="AccessDenied", status=403),
    policy_documents={"AssumeRole": PolicyDocument("Policy", "MalformedPolicyDocument", has_principal=False)},
)
