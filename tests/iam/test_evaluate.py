"""Requests against policies, each with the page whose rule it shows; what is refused stands beside what is allowed.

LOGIC: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
ELEMENTS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
KMS: https://docs.aws.amazon.com/kms/latest/developerguide/policy-evaluation.html
"""

import pytest

from patterns.iam import Grant, InvalidRequest, MalformedPolicy, Policies, Request, evaluate

HERE, THERE = "123456789012", "210987654321"
ROLE = f"arn:aws:iam::{HERE}:role/app"
SESSION = f"arn:aws:sts::{HERE}:assumed-role/app/deploy"
USER = f"arn:aws:iam::{HERE}:user/ann"
ROOT = f"arn:aws:iam::{HERE}:root"
STRANGER = f"arn:aws:iam::{THERE}:role/app"
SERVICE_LINKED = f"arn:aws:iam::{HERE}:role/aws-service-role/x.amazonaws.com/r"
OBJECT = "arn:aws:s3:::data/a.txt"
KEY = f"arn:aws:kms:us-east-1:{HERE}:key/1"


def allow(action="s3:GetObject", resource="arn:aws:s3:::data/*", **more):
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def deny(action="s3:*", resource="*", **more):
    return allow(action, resource, **more) | {"Effect": "Deny"}


def policy(*statements, version="2012-10-17"):
    return {"Version": version, "Statement": list(statements)}


def given(principal, *statements):
    """A resource's policy that allows a principal to get objects."""
    return policy(allow(Principal=principal), *statements)


def decided(principal=ROLE, action="s3:GetObject", on=OBJECT, *, context=None, owner=HERE, **policies):
    policies.setdefault("identity", {})
    return evaluate(Request(principal, action, on, owner, context or {}), Policies(**policies))


READER = {"identity": {"reader": policy(allow())}}

CASES = {
    # LOGIC: nothing is allowed unless a policy allows it; a denial is stronger.
    "nothing": ({}, "implicitDeny"),
    "identity policy": (READER, "allowed"),
    "denied beside it": ({"identity": {"reader": policy(allow(), deny())}}, "explicitDeny"),
    "denied by the resource": ({**READER, "resource": policy(deny(Principal="*"))}, "explicitDeny"),
    "root": ({"principal": ROOT}, "allowed"),
    "root denied by a bucket policy": ({"principal": ROOT, "resource": policy(deny(Principal="*"))}, "explicitDeny"),
    # LOGIC, same account: the resource's policy alone may allow.
    "resource names the role": ({"resource": given({"AWS": ROLE})}, "allowed"),
    "resource names the account": ({"resource": given({"AWS": ROOT})}, "implicitDeny"),
    "resource names the account, identity allows": ({**READER, "resource": given({"AWS": HERE})}, "allowed"),
    "resource names another": ({"resource": given({"AWS": STRANGER})}, "implicitDeny"),
    # LOGIC: boundaries and session policies limit; a resource policy that names the session or user goes past them.
    "boundary too": ({**READER, "boundary": policy(allow("s3:*", "*"))}, "allowed"),
    "boundary without it": ({**READER, "boundary": policy(allow("ec2:*", "*"))}, "implicitDeny"),
    "boundary alone": ({"boundary": policy(allow("s3:*", "*"))}, "implicitDeny"),
    "boundary denies": ({**READER, "boundary": policy(allow("*", "*"), deny())}, "explicitDeny"),
    "role named past no boundary": (
        {"resource": given({"AWS": ROLE}), "boundary": policy(allow("ec2:*", "*"))},
        "implicitDeny",
    ),
    "user named past a boundary": (
        {"principal": USER, "resource": given({"AWS": USER}), "boundary": policy(allow("ec2:*", "*"))},
        "allowed",
    ),
    "session named past a session policy": (
        {"principal": SESSION, "resource": given({"AWS": SESSION}), "session": policy(allow("ec2:*", "*"))},
        "allowed",
    ),
    "session policy without it": (
        {"principal": SESSION, **READER, "session": policy(allow("ec2:*", "*"))},
        "implicitDeny",
    ),
    # Organizations: every level must allow.
    "control policies": ({**READER, "scps": [[policy(allow("*", "*"))], [policy(allow("s3:*", "*"))]]}, "allowed"),
    "one level without it": (
        {**READER, "scps": [[policy(allow("*", "*"))], [policy(allow("ec2:*", "*"))]]},
        "implicitDeny",
    ),
    "a level denies the root user": (
        {"principal": ROOT, "scps": [[policy(allow("*", "*"), deny("s3:*"))]]},
        "explicitDeny",
    ),
    "a service-linked role is left alone": (
        {"principal": SERVICE_LINKED, **READER, "scps": [[policy(deny())]]},
        "allowed",
    ),
    "resource control policy": (
        {**READER, "rcps": [[policy(allow("*", "*", Principal="*"), deny(Principal="*"))]]},
        "explicitDeny",
    ),
    # Cross-account: both sides.
    "stranger, both sides": ({"principal": STRANGER, **READER, "resource": given({"AWS": THERE})}, "allowed"),
    "stranger, bucket alone": ({"principal": STRANGER, "resource": given({"AWS": STRANGER})}, "implicitDeny"),
    "stranger, identity alone": ({"principal": STRANGER, **READER}, "implicitDeny"),
    # Nobody and services.
    "anybody, public": ({"principal": "*", "resource": given("*")}, "allowed"),
    "anybody, not public": ({"principal": "*", "resource": given({"AWS": ROLE})}, "implicitDeny"),
    "anybody, public but blocked": (
        {"principal": "*", "resource": given("*"), "public_access_block": {"RestrictPublicBuckets": True}},
        "implicitDeny",
    ),
    "service named": (
        {"principal": "logging.s3.amazonaws.com", "resource": given({"Service": "logging.s3.amazonaws.com"})},
        "allowed",
    ),
    "another service": (
        {"principal": "sns.amazonaws.com", "resource": given({"Service": "logging.s3.amazonaws.com"})},
        "implicitDeny",
    ),
    # ELEMENTS
    "action ignores case and knows ?": ({"identity": {"p": policy(allow("S3:get?bject"))}}, "allowed"),
    "resource does not ignore case": (
        {"identity": {"p": policy(allow(resource="arn:aws:s3:::DATA/*"))}},
        "implicitDeny",
    ),
    "star crosses slashes": ({"identity": {"p": policy(allow(resource="arn:aws:s3:::*.txt"))}}, "allowed"),
    "NotAction allows the rest": (
        {"identity": {"p": policy({"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"})}},
        "allowed",
    ),
    "NotAction denies the rest": (
        {"identity": {"p": policy(allow(), {"Effect": "Deny", "NotAction": "iam:*", "Resource": "*"})}},
        "explicitDeny",
    ),
    "NotResource leaves out": (
        {"identity": {"p": policy({"Effect": "Allow", "Action": "s3:*", "NotResource": "arn:aws:s3:::data/*"})}},
        "implicitDeny",
    ),
    "NotPrincipal spares those it names": (
        {**READER, "resource": policy({**deny(), "NotPrincipal": {"AWS": [ROLE, ROOT]}})},
        "allowed",
    ),
    "NotPrincipal without the account spares nobody": (
        {**READER, "resource": policy({**deny(), "NotPrincipal": {"AWS": ROLE}})},
        "explicitDeny",
    ),
    # Variables
    "variable": (
        {"principal": USER, "on": "arn:aws:s3:::data/ann/x",
         "identity": {"p": policy(allow(resource="arn:aws:s3:::data/${aws:username}/*"))}},
        "allowed",
    ),
    "variable in an old version is text": (
        {"principal": USER, "on": "arn:aws:s3:::data/ann/x",
         "identity": {"p": policy(allow(resource="arn:aws:s3:::data/${aws:username}/*"), version="2008-10-17")}},
        "implicitDeny",
    ),
    "variable with a default": (
        {"on": "arn:aws:s3:::data/none/x",
         "identity": {"p": policy(allow(resource="arn:aws:s3:::data/${aws:PrincipalTag/team, 'none'}/*"))}},
        "allowed",
    ),
    "variable that nobody gives": (
        {"identity": {"p": policy(allow(resource="arn:aws:s3:::data/${aws:PrincipalTag/team}/*"))}},
        "implicitDeny",
    ),
    "variable's star is a star": (
        {"context": {"aws:PrincipalTag/t": "*"},
         "identity": {"p": policy(allow(resource="arn:aws:s3:::data/${aws:PrincipalTag/t}.txt"))}},
        "implicitDeny",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_the_outcome_is_what_the_page_says(name):
    about, outcome = CASES[name]

    found = decided(**about)

    assert found.outcome == outcome, found.explain()


def decrypt(**about):
    return decided(action="kms:Decrypt", on=KEY, **about).outcome


def key_policy(principal):
    return policy(allow("kms:*", "*", Principal=principal))


def test_a_key_belongs_to_its_policy_first():
    identity = {"p": policy(allow("kms:Decrypt", "*"))}

    assert decrypt(identity=identity, resource=key_policy({"AWS": ROOT})) == "allowed"
    assert decrypt(identity=identity, resource=key_policy({"AWS": USER})) == "implicitDeny"
    assert decrypt(resource=key_policy({"AWS": ROLE})) == "allowed"
    assert decrypt(resource=key_policy({"AWS": ROOT})) == "implicitDeny"
    assert decrypt(principal=ROOT, resource=key_policy({"AWS": USER})) == "implicitDeny"


@pytest.mark.parametrize(
    ("context", "outcome"), [({"kms:EncryptionContext:app": "shop"}, "allowed"), ({}, "implicitDeny")]
)
def test_a_grant_lets_its_grantee_under_its_encryption_context(context, outcome):
    grant = Grant(ROLE, frozenset({"Decrypt"}), context_subset={"app": "shop"})

    assert decrypt(resource=key_policy({"AWS": USER}), grants=[grant], context=context) == outcome


@pytest.mark.parametrize(("principal", "outcome"), [({"AWS": ROLE}, "allowed"), ({"AWS": USER}, "implicitDeny")])
def test_a_role_is_assumed_by_whom_its_trust_policy_names(principal, outcome):
    trust = policy({"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": principal})
    role = f"arn:aws:iam::{HERE}:role/admin"

    assert evaluate(Request(ROLE, "sts:AssumeRole", role, HERE), Policies(resource=trust)).outcome == outcome


def test_a_decision_names_its_statement_and_says_why_the_others_do_not_count():
    reader = policy(allow(Sid="Read"), allow("s3:PutObject", Sid="Write"))
    found = decided(identity={"reader": reader})

    assert (found.allowed, found.decided_by.statement.sid, found.change) == (True, "Read", None)
    assert found.why == "Identity policy reader, Read, allows it."
    assert [str(reason) for reason in found.reasons] == [
        "identity policy reader, Read, allows it",
        "identity policy reader, Write, allows something else: its Action is s3:PutObject, not s3:GetObject",
    ]


@pytest.mark.parametrize(
    ("policies", "words"),
    [
        ({"identity": {"r": policy(allow(resource="arn:aws:s3:::data"))}},
         "add arn:aws:s3:::data/* to the Resource of statement 1 in the identity policy r"),
        ({"identity": {"r": policy(allow("s3:ListBucket"))}},
         "add s3:GetObject to the Action of statement 1 in the identity policy r"),
        ({}, "add a statement to the identity policy that allows s3:GetObject on arn:aws:s3:::data/a.txt"),
        ({"identity": {"r": policy(allow(Condition={"Bool": {"aws:MultiFactorAuthPresent": "true"}}))}},
         "send aws:MultiFactorAuthPresent so that Bool true holds, or change that condition of statement 1 in the "
         "identity policy r"),
        ({"identity": {"r": policy(allow(), deny("s3:Get*", Sid="No"))}},
         "leave s3:GetObject on arn:aws:s3:::data/a.txt out of No in the identity policy r"),
        (
            {"identity": {"p": policy(allow("sqs:*", "*"))}},
            "add a statement to the identity policy that allows s3:GetObject on arn:aws:s3:::data/a.txt",
        ),
    ],
)  # fmt: skip
def test_a_refusal_comes_with_the_smallest_change_that_turns_it(policies, words):
    assert decided(**policies).change.words == words


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ("{", "the policy is not JSON"),
        ([], "a policy must be an object with a Statement, got list"),
        ({}, "the policy has no Statement"),
        ({"Version": "2020-01-01", "Statement": []}, "Version '2020-01-01' is neither"),
        (policy({"Effect": "allow", "Action": "*"}), "Effect must be Allow or Deny, got 'allow'"),
        (policy({"Effect": "Allow", "Resource": "*"}), "statement 1: it names neither an Action nor a NotAction"),
        (policy(allow("GetObject")), "action 'GetObject' is not a service, a colon and a name"),
        (policy({**allow(), "NotAction": "*"}), "it has both Action and NotAction"),
        (policy(allow(Condition={"StringIs": {"a": "b"}})), "StringIs is not a condition operator"),
        (policy(allow(Principals="*")), "Principals is not an element of a statement"),
        (policy(allow(Principal={"Aws": "*"})), "Aws is not a kind of principal: use AWS, Service, Federated"),
        (policy(allow(Sid="A"), allow(Sid="A")), "two statements have the Sid A"),
    ],
)
def test_a_malformed_policy_is_refused_and_never_a_denial(document, message):
    with pytest.raises(MalformedPolicy) as refused:
        decided(identity={"p": document})

    assert message in str(refused.value)


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        (("app", "s3:GetObject"), "principal 'app' is not the ARN"),
        ((ROLE, "GetObject"), "action 'GetObject' is not a service"),
        ((ROLE, "s3:GetObject", "data"), "resource 'data' is neither an ARN"),
    ],
)
def test_a_request_that_cannot_be_is_refused(request_, message):
    with pytest.raises(InvalidRequest) as refused:
        Request(*request_)

    assert message in str(refused.value)
