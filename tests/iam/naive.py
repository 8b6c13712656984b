"""A second evaluator, slow and plain: a function for each rule of AWS's documentation, in the order of its pages.

It shares no line with `patterns.iam`, whose decisions it is held against; only the form of a request and its policies
is common. It does not explain, and takes every document as well formed.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
"""

from __future__ import annotations

import json

from tests.iam.naive_conditions import conditions_hold
from tests.iam.naive_public import is_public
from tests.iam.naive_text import expanded, like, literal

ALLOWED, EXPLICIT, IMPLICIT = "allowed", "explicitDeny", "implicitDeny"
SERVICES_OF_RCPS = {"s3", "sts", "kms", "sqs", "secretsmanager", "dynamodb"}


def decide(request, policies):
    """What AWS answers: the flow chart of the page above, and of the one on requests across accounts."""
    if any_policy_denies(request, policies):
        return EXPLICIT
    if not rcps_allow(request, policies) or not scps_allow(request, policies):
        return IMPLICIT
    if block_public_access_refuses(request, policies):
        return IMPLICIT
    if not account(request):
        return answer(resource_policy_allows(request, policies))
    if account(request) != owner(request):
        return answer(both_accounts_allow(request, policies))
    return answer(one_account_allows(request, policies))


def answer(allowed):
    return ALLOWED if allowed else IMPLICIT


# The principal.


def is_service(request):
    return request.principal.endswith(".amazonaws.com")


def account(request):
    """The account that the principal belongs to; services and anonymous callers belong to none."""
    return "" if request.principal == "*" or is_service(request) else request.principal.split(":")[4]


def owner(request):
    """The account that owns the resource."""
    if request.resource_account:
        return request.resource_account
    parts = request.resource.split(":")
    return parts[4] if len(parts) > 4 and parts[4] else account(request)


def what(request):
    """The part of the principal's ARN that says what it is: "user/ann", "assumed-role/app/session", "root"."""
    return request.principal.split(":", 5)[5] if account(request) else ""


def is_root(request):
    return what(request) == "root"


def is_federated(request):
    return what(request).startswith("federated-user/")


def root_of(number):
    return f"arn:aws:iam::{number}:root"


def role_of(request):
    """The ARN of the role of a role session: what a policy that speaks of the role names."""
    if what(request).startswith("role/"):
        return request.principal
    if what(request).startswith("assumed-role/"):
        return f"arn:aws:iam::{account(request)}:role/{what(request).split('/')[1]}"
    return ""


def is_service_linked(request):
    return "role/aws-service-role/" in role_of(request) or ":role/AWSServiceRoleFor" in role_of(request)


def context(request):
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html."""
    keys = {"aws:resourceaccount": owner(request), "aws:principalisawsservice": str(is_service(request)).lower()}
    if account(request):
        keys["aws:principalarn"] = role_of(request) or request.principal
        keys["aws:principalaccount"] = account(request)
        keys["aws:principaltype"] = principal_type(request)
    if request.principal == "*":
        keys["aws:principaltype"] = "Anonymous"
    if what(request).startswith("user/"):
        keys["aws:username"] = request.principal.split("/")[-1]
    if is_service(request):
        keys["aws:principalservicename"] = request.principal
    keys.update({name.lower(): value for name, value in request.context.items()})
    return {name: as_texts(value) for name, value in keys.items()}


def principal_type(request):
    if is_root(request):
        return "Account"
    if is_federated(request):
        return "FederatedUser"
    return "AssumedRole" if role_of(request) else "User"


def as_texts(value):
    if isinstance(value, bool):
        return ["true" if value else "false"]
    return [str(value)] if isinstance(value, str | int | float) else [str(one) for one in value]


# Documents and statements.


def listed(value):
    return list(value) if isinstance(value, list | tuple) else [value]


def statements(document):
    """The statements of a document, each with the version of the language it is written in."""
    if document is None:
        return []
    if isinstance(document, str):
        document = json.loads(document)
    version = document.get("Version", "2008-10-17")
    return [{**statement, "Version": version} for statement in listed(document["Statement"])]


def action_matches(statement, request):
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html."""

    def named(pattern):
        return like(literal(pattern.lower(), wildcards=True), request.action.lower())

    if "NotAction" in statement:
        return not any(named(pattern) for pattern in listed(statement["NotAction"]))
    return any(named(pattern) for pattern in listed(statement["Action"]))


def resource_matches(statement, request):
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html."""

    def named(pattern):
        tokens = expanded(pattern, context(request), statement["Version"], wildcards=True)
        return tokens is not None and like(tokens, request.resource)

    if "NotResource" in statement:
        return not any(named(pattern) for pattern in listed(statement["NotResource"]))
    if "Resource" in statement:
        return any(named(pattern) for pattern in listed(statement["Resource"]))
    return True  # a trust policy stands on its role, and names no resource


def says(effect, statement, request):
    return (
        statement["Effect"] == effect
        and action_matches(statement, request)
        and resource_matches(statement, request)
        and conditions_hold(statement, context(request))
    )


def document_says(effect, document, request):
    return any(says(effect, statement, request) for statement in statements(document))


# Principals in resource policies.


def named_principals(element):
    """The principals an element names, as (type, name); "*" and {"AWS": "*"} are the same.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
    """
    if element == "*":
        return [("AWS", "*")]
    return [(kind, name) for kind, names in element.items() for name in listed(names)]


def how_named(statement, request, has_boundary):
    """How a statement of a resource policy speaks of the principal: "all", "itself", "role", "account", or not: ""."""
    if "NotPrincipal" in statement:
        return "all" if not_principal_applies(statement, request, has_boundary) else ""
    if "Principal" not in statement:
        return "all"
    found = {how_one_names(kind, name, request) for kind, name in named_principals(statement["Principal"])}
    return next((how for how in ("all", "itself", "role", "account") if how in found), "")


def how_one_names(kind, name, request):
    if is_service(request):
        if (kind, name) == ("Service", request.principal):
            return "itself"
        return "all" if (kind, name) == ("AWS", "*") else ""
    if kind != "AWS":
        return ""
    if name == "*":
        return "all"
    if name == request.principal:
        return "role" if what(request).startswith("role/") else "itself"
    if role_of(request) and name == role_of(request):
        return "role"
    return "account" if account(request) and name in (account(request), root_of(account(request))) else ""


def not_principal_applies(statement, request, has_boundary):
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html.

    The account is looked at first, then the role, then the session: every one of them must be named. Who has a
    permissions boundary is always denied.
    """
    if has_boundary:
        return True
    names = named_principals(statement["NotPrincipal"])
    if ("AWS", "*") in names:
        return False
    if is_service(request):
        return ("Service", request.principal) not in names
    if request.principal == "*":
        return True
    spared = [name for kind, name in names if kind == "AWS"]
    account_spared = account(request) in spared or root_of(account(request)) in spared
    role_spared = not role_of(request) or role_of(request) in spared
    itself_spared = is_root(request) or request.principal in spared
    return not (account_spared and role_spared and itself_spared)


def resource_says(effect, request, policies):
    """How the resource policy's statements with this effect speak of the principal: a set, empty if none does."""
    found = set()
    for statement in statements(policies.resource):
        how = how_named(statement, request, policies.boundary is not None)
        if how and says(effect, statement, request):
            found.add(how)
    return found


# The flow chart.


def any_policy_denies(request, policies):
    """ "Deny evaluation": one explicit deny in any policy that applies ends it."""
    if resource_says("Deny", request, policies):
        return True
    if rcps_apply(request, policies) and levels_say("Deny", request, policies.rcps):
        return True
    if not account(request):
        return False
    if scps_apply(request, policies) and levels_say("Deny", request, policies.scps):
        return True
    own = [*policies.identity.values(), policies.boundary, policies.session]
    return any(document_says("Deny", document, request) for document in own)


def levels_say(effect, request, levels):
    return any(document_says(effect, document, request) for level in levels for document in level)


def every_level_allows(request, levels):
    """https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html."""
    return all(any(document_says("Allow", document, request) for document in level) for level in levels)


def rcps_apply(request, policies):
    """https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html."""
    service = request.action.split(":")[0].lower()
    return policies.rcps is not None and service in SERVICES_OF_RCPS and not is_service_linked(request)


def rcps_allow(request, policies):
    return not rcps_apply(request, policies) or every_level_allows(request, policies.rcps)


def scps_apply(request, policies):
    """SCPs are for the principals of an account: no service, nobody anonymous, no service-linked role.

    https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
    """
    return policies.scps is not None and bool(account(request)) and not is_service_linked(request)


def scps_allow(request, policies):
    return not scps_apply(request, policies) or every_level_allows(request, policies.scps)


def block_public_access_refuses(request, policies):
    """https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html."""
    settings = policies.public_access_block or {}
    if not settings.get("RestrictPublicBuckets") or not request.action.lower().startswith("s3:"):
        return False
    if is_service(request) or account(request) == owner(request):
        return False
    return is_public(statements(policies.resource))


def resource_policy_allows(request, policies):
    return bool(resource_says("Allow", request, policies))


def within(document, request):
    """Whether a boundary or session policy that may not be there lets the request pass."""
    return document is None or document_says("Allow", document, request)


def identity_allows(request, policies):
    """Identity policies, as far as boundary and session policy let them; the root user has full access.

    A session of GetFederationToken without a session policy has no permissions of its own.
    """
    if is_root(request):
        return True
    if is_federated(request) and policies.session is None:
        return False
    granted = any(document_says("Allow", document, request) for document in policies.identity.values())
    return granted and within(policies.boundary, request) and within(policies.session, request)


def resource_policy_allows_alone(request, policies):
    """Within one account: what names the user or session needs nothing else; what names the role stays in its limits.

    What names the account hands the decision to its identity policies.
    """
    found = resource_says("Allow", request, policies)
    if "itself" in found or "all" in found or ("account" in found and is_root(request)):
        return True
    return "role" in found and within(policies.boundary, request) and within(policies.session, request)


def one_account_allows(request, policies):
    if resource_policy_allows_alone(request, policies) or grant_allows(request, policies):
        return True
    if must_be_trusted(request) and not resource_policy_allows(request, policies):
        return False
    return identity_allows(request, policies)


def must_be_trusted(request):
    """Role trust policies and key policies "must explicitly allow access for principals"."""
    if request.action.lower().startswith("kms:"):
        return request.resource != "*"
    return request.action.lower() in ("sts:assumerole", "sts:tagsession", "sts:setsourceidentity")


def both_accounts_allow(request, policies):
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html."""
    if grant_allows(request, policies):
        return True
    return resource_policy_allows(request, policies) and identity_allows(request, policies)


def grant_allows(request, policies):
    """https://docs.aws.amazon.com/kms/latest/developerguide/grants.html."""
    return any(one_grant_allows(grant, request) for grant in policies.grants)


def one_grant_allows(grant, request):
    service, _, operation = request.action.partition(":")
    if service.lower() != "kms" or operation.lower() not in {one.lower() for one in grant.operations}:
        return False
    if grant.grantee not in (request.principal, role_of(request)):
        return False
    given = encryption_context(request)
    equal = grant.context_equals is None or given == dict(grant.context_equals)
    subset = grant.context_subset is None or all(given.get(k) == v for k, v in grant.context_subset.items())
    return equal and subset


def encryption_context(request):
    prefix = "kms:encryptioncontext:"
    return {name[len(prefix) :]: value for name, value in request.context.items() if name.lower().startswith(prefix)}
