"""The published table of cases: what one is, and short words to write many. The cases stand in `cases`, by subject.

A subject is a module with a TITLE and CASES; each case follows a page of AWS's. docs/iam-cases.md is made of them.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from pathlib import Path

from patterns.iam import Policies, Request

FOLDER = Path(__file__).parent / "cases"
ALLOWED, EXPLICIT, IMPLICIT = "allowed", "explicitDeny", "implicitDeny"

HERE, THERE = "123456789012", "210987654321"
USER, OTHER_USER = f"arn:aws:iam::{HERE}:user/ann", f"arn:aws:iam::{HERE}:user/bob"
ROLE, SESSION = f"arn:aws:iam::{HERE}:role/app", f"arn:aws:sts::{HERE}:assumed-role/app/one"
OTHER_SESSION = f"arn:aws:sts::{HERE}:assumed-role/app/two"
ROOT, FAR_ROOT = f"arn:aws:iam::{HERE}:root", f"arn:aws:iam::{THERE}:root"
FAR_USER, FAR_ROLE = f"arn:aws:iam::{THERE}:user/eve", f"arn:aws:iam::{THERE}:role/far"
FAR_SESSION = f"arn:aws:sts::{THERE}:assumed-role/far/one"
FEDERATED = f"arn:aws:sts::{HERE}:federated-user/guest"
LINKED = f"arn:aws:iam::{HERE}:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX"
BUCKET, OBJECT = "arn:aws:s3:::data", "arn:aws:s3:::data/a.txt"
KEY = f"arn:aws:kms:us-east-1:{HERE}:key/1"
TRUSTED = f"arn:aws:iam::{HERE}:role/trusted"

_IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
_ORGANIZATIONS = "https://docs.aws.amazon.com/organizations/latest/userguide/"
OPERATORS = f"{_IAM}reference_policies_elements_condition_operators.html"
MANY_KEYS = f"{_IAM}reference_policies_condition-logic-multiple-context-keys-or-values.html"
MANY_VALUES = f"{_IAM}reference_policies_condition-single-vs-multi-valued-context-keys.html"
CONDITION = f"{_IAM}reference_policies_elements_condition.html"
KEYS = f"{_IAM}reference_policies_condition-keys.html"
VARIABLES = f"{_IAM}reference_policies_variables.html"
ACTION = f"{_IAM}reference_policies_elements_action.html"
NOT_ACTION = f"{_IAM}reference_policies_elements_notaction.html"
RESOURCE = f"{_IAM}reference_policies_elements_resource.html"
NOT_RESOURCE = f"{_IAM}reference_policies_elements_notresource.html"
PRINCIPAL = f"{_IAM}reference_policies_elements_principal.html"
NOT_PRINCIPAL = f"{_IAM}reference_policies_elements_notprincipal.html"
VERSION = f"{_IAM}reference_policies_elements_version.html"
LOGIC = f"{_IAM}reference_policies_evaluation-logic_policy-eval-denyallow.html"
BASICS = f"{_IAM}reference_policies_evaluation-logic_policy-eval-basics.html"
ACROSS = f"{_IAM}reference_policies_evaluation-logic-cross-account.html"
BOUNDARIES = f"{_IAM}access_policies_boundaries.html"
SESSIONS = f"{_IAM}access_policies.html#policies_session"
TAGGING = f"{_IAM}id_session-tags.html#id_session-tags_permissions-required"
FEDERATION = "https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html"
TRUST = f"{_IAM}id_roles_compare-resource-policies.html"
SCPS = f"{_ORGANIZATIONS}orgs_manage_policies_scps.html"
SCP_LEVELS = f"{_ORGANIZATIONS}orgs_manage_policies_scps_evaluation.html"
RCPS = f"{_ORGANIZATIONS}orgs_manage_policies_rcps.html"
RCP_LEVELS = f"{_ORGANIZATIONS}orgs_manage_policies_rcps_evaluation.html"
KMS = "https://docs.aws.amazon.com/kms/latest/developerguide/policy-evaluation.html"
KEY_POLICIES = "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html"
KMS_RCPS = "https://docs.aws.amazon.com/kms/latest/developerguide/resource-control-policies.html"
GRANTS = "https://docs.aws.amazon.com/kms/latest/developerguide/grants.html"
PUBLIC = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html"
CONFUSED_DEPUTY = f"{_IAM}confused-deputy.html"


@dataclass(frozen=True)
class Case:
    """A claim about one request under some policies, and the page it follows."""

    claim: str
    outcome: str
    page: str
    request: Request
    policies: Policies


def case(
    claim,
    outcome,
    page,
    *,
    by=ROLE,
    action="s3:GetObject",
    on=OBJECT,
    owner=HERE,
    context=None,
    identity=(),
    **layers,
):
    """A case; `identity` are the statements of one identity policy, the other layers documents as `Policies` has."""
    own = {"app": policy(*identity)} if identity else {}
    return Case(claim, outcome, page, Request(by, action, on, owner, context or {}), Policies(identity=own, **layers))


def allow(action="s3:GetObject", resource="*", **more):
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def deny(action="s3:*", resource="*", **more):
    return {"Effect": "Deny", "Action": action, "Resource": resource, **more}


def policy(*statements, version="2012-10-17"):
    return {"Version": version, "Statement": list(statements)}


def to(principal, action="s3:GetObject", **more):
    """A resource's policy that allows a principal an action."""
    return policy(allow(action, Principal=principal, **more))


def when(claim, holds, condition, context=None, *, page=OPERATORS, **about):
    """A case whose only policy allows under a condition: allowed if it holds."""
    statement = allow(Condition=condition)
    return case(claim, ALLOWED if holds else IMPLICIT, page, identity=[statement], context=context, **about)


FULL = policy(allow("*"))
FULL_FOR_ALL = policy(allow("*", Principal="*"))


def subjects():
    """The modules of `cases`, by name in the order of their titles."""
    names = sorted(path.stem for path in FOLDER.glob("*.py"))
    found = {name: importlib.import_module(f"tests.iam.cases.{name}") for name in names}
    return dict(sorted(found.items(), key=lambda one: one[1].TITLE))


def cases():
    """Every case of every subject."""
    return [one for module in subjects().values() for one in module.CASES]
