"""What IAM asks of itself.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
Not modelled: reports, providers of identities, certificates, and delegation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from patterns.iam.request import Value
from patterns.refusals.iam import statements
from patterns.sandbox.permissions import Ask, Service, Situation, pass_role
from patterns.sandbox.permissions.refusals import PolicyDocument, Wording
from patterns.sandbox.services.iam.patches import identities, wordings


def _of(kind: str, parameter: str) -> Callable[[Situation], str]:
    """The ARN of a user, role, group or profile by its name; its path is that of the one there is, or the call's."""

    def arn(situation: Situation) -> str:
        name = situation.text(parameter) or _caller(situation, kind) or "*"
        path = identities.path(situation.account_id, kind, name) or situation.text("Path") or "/"
        return f"arn:aws:iam::{situation.account_id}:{kind}{path}{name}"

    return arn


def _caller(situation: Situation, kind: str) -> str | None:
    """Who calls, where a call about users names none: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUser.html."""
    key = situation.call.access_key
    holder = identities.holder(situation.account_id, key) if key and kind == "user" else None
    return holder.rpartition("/")[2] if holder and ":user/" in holder else None


def _policy(situation: Situation) -> str:
    named = situation.text("PolicyArn")
    path = situation.text("Path") or "/"
    return named or f"arn:aws:iam::{situation.account_id}:policy{path}{situation.text('PolicyName') or '*'}"


def _mfa(situation: Situation) -> str:
    named = situation.text("SerialNumber")
    return named or f"arn:aws:iam::{situation.account_id}:mfa/{situation.text('VirtualMFADeviceName') or '*'}"


def _profile_role(situation: Situation) -> Iterator[Ask]:
    """A role in a profile is a role handed to EC2."""
    role = _of("role", "RoleName")(situation)
    yield from pass_role(role, "ec2.amazonaws.com")


def _tagged(action: str, kind: str, parameter: str) -> Any:
    def asks(situation: Situation) -> Iterator[Ask]:
        if situation.params.get("Tags"):
            yield Ask(f"iam:{action}", _of(kind, parameter)(situation))

    return asks


def _keys(situation: Situation) -> dict[str, Value]:
    """The policy a call attaches, and the boundary: of the call, or of whom it is about."""
    params: Any = situation.params
    context: dict[str, Value] = {}
    if params.get("PolicyArn"):
        context["iam:PolicyARN"] = params["PolicyArn"]
    boundary = params.get("PermissionsBoundary")
    for kind, name in (("user", "UserName"), ("role", "RoleName")):
        if boundary is None and params.get(name):
            boundary = identities.boundary_arn(situation.account_id, kind, str(params[name]))
    if boundary:
        context["iam:PermissionsBoundary"] = str(boundary)
    if params.get("AWSServiceName"):
        context["iam:AWSServiceName"] = params["AWSServiceName"]
    return context


def _tags(situation: Situation, arn: str) -> dict[str, str]:
    return identities.tags(situation.account_id, arn)


def _service_role(situation: Situation) -> Iterator[Ask]:
    service = situation.text("AWSServiceName") or "*"
    arn = f"arn:aws:iam::{situation.account_id}:role/aws-service-role/{service}/*"
    yield Ask("iam:CreateServiceLinkedRole", arn)


MALFORMED = "MalformedPolicyDocument"
NO_PRINCIPAL = "Policy document should not specify a principal."
INLINE = PolicyDocument(
    "PolicyDocument",
    MALFORMED,
    has_principal=False,
    refusal=statements.inline,
    words=wordings.of_identity,
    misplaced_principal=NO_PRINCIPAL,
)
MANAGED = replace(INLINE, refusal=statements.managed, words=wordings.of_managed)
TRUST = PolicyDocument(
    lambda params: params.get("AssumeRolePolicyDocument") or params.get("PolicyDocument"),
    MALFORMED,
    unknown_principal="Invalid principal in policy: {principal}",
    refusal=statements.trust,
    words=wordings.of_trust,
    misplaced_principal="Missing required field Principal",
)

SERVICE = Service(
    prefix="iam",
    resources={
        "user": _of("user", "UserName"),
        "role": _of("role", "RoleName"),
        "group": _of("group", "GroupName"),
        "profile": _of("instance-profile", "InstanceProfileName"),
        "policy": _policy,
        "mfa": _mfa,
        "simulated": "{PolicySourceArn}",
    },
    operations={
        "": """
            CreateAccountAlias DeleteAccountAlias DeleteAccountPasswordPolicy GenerateCredentialReport
            GetAccountAuthorizationDetails GetAccountPasswordPolicy GetAccountSummary GetCredentialReport
            ListAccountAliases ListGroups ListInstanceProfiles ListRoles ListUsers ListOpenIDConnectProviders
            ListPolicies ListSAMLProviders ListServerCertificates ListVirtualMFADevices SimulateCustomPolicy
            UpdateAccountPasswordPolicy
        """,
        "user": """
            AttachUserPolicy ChangePassword CreateAccessKey CreateLoginProfile CreateUser DeactivateMFADevice
            DeleteAccessKey DeleteLoginProfile DeleteUser DeleteUserPermissionsBoundary DeleteUserPolicy
            DetachUserPolicy EnableMFADevice GetAccessKeyLastUsed GetLoginProfile GetUser GetUserPolicy ListAccessKeys
            ListAttachedUserPolicies ListGroupsForUser ListMFADevices ListSSHPublicKeys ListSigningCertificates
            ListUserPolicies ListUserTags PutUserPermissionsBoundary PutUserPolicy TagUser UntagUser UpdateAccessKey
            UpdateLoginProfile UpdateUser ListServiceSpecificCredentials
        """,
        "role": """
            AttachRolePolicy CreateRole DeleteRole DeleteRolePermissionsBoundary DeleteRolePolicy DetachRolePolicy
            GetRole GetRolePolicy ListAttachedRolePolicies ListInstanceProfilesForRole ListRolePolicies ListRoleTags
            PutRolePermissionsBoundary PutRolePolicy TagRole UntagRole UpdateAssumeRolePolicy UpdateRole
            UpdateRoleDescription DeleteServiceLinkedRole
        """,
        "group": """
            AddUserToGroup AttachGroupPolicy CreateGroup DeleteGroup DeleteGroupPolicy DetachGroupPolicy GetGroup
            GetGroupPolicy ListAttachedGroupPolicies ListGroupPolicies PutGroupPolicy RemoveUserFromGroup UpdateGroup
        """,
        "profile": """
            AddRoleToInstanceProfile CreateInstanceProfile DeleteInstanceProfile GetInstanceProfile
            ListInstanceProfileTags RemoveRoleFromInstanceProfile TagInstanceProfile UntagInstanceProfile
        """,
        "policy": """
            CreatePolicy CreatePolicyVersion DeletePolicy DeletePolicyVersion GetPolicy GetPolicyVersion
            ListEntitiesForPolicy ListPolicyTags ListPolicyVersions SetDefaultPolicyVersion TagPolicy UntagPolicy
        """,
        "mfa": "CreateVirtualMFADevice DeleteVirtualMFADevice",
        "simulated": "SimulatePrincipalPolicy",
    },
    several={"CreateServiceLinkedRole": _service_role},
    also={
        "AddRoleToInstanceProfile": _profile_role,
        "CreateUser": _tagged("TagUser", "user", "UserName"),
        "CreateRole": _tagged("TagRole", "role", "RoleName"),
    },
    keys=_keys,
    tags=_tags,
    tagged=("aws:ResourceTag", "iam:ResourceTag"),
    policy=identities.policy,
    wording=Wording(code="AccessDenied", status=403),
    policy_documents={
        **dict.fromkeys(("CreateRole", "UpdateAssumeRolePolicy"), TRUST),
        **dict.fromkeys(("CreatePolicy", "CreatePolicyVersion"), MANAGED),
        **dict.fromkeys(("PutGroupPolicy", "PutRolePolicy", "PutUserPolicy"), INLINE),
    },
)
