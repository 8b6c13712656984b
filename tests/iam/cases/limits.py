"""Permissions boundaries and session policies: they give nothing, they limit."""

from tests.iam.case_table import (
    ALLOWED,
    BOUNDARIES,
    EXPLICIT,
    FEDERATED,
    FEDERATION,
    IMPLICIT,
    LOGIC,
    OTHER_SESSION,
    PRINCIPAL,
    ROLE,
    ROOT,
    SESSION,
    SESSIONS,
    USER,
    allow,
    case,
    deny,
    policy,
    to,
)  # fmt: skip

TITLE = "Permissions boundaries and session policies"
EC2, S3 = policy(allow("ec2:*")), policy(allow("s3:*"))
READ = [allow()]


def bound(claim, outcome, by=USER, page=BOUNDARIES, **about):
    return case(claim, outcome, page, by=by, **about)


def session(claim, outcome, by=SESSION, page=SESSIONS, **about):
    return case(claim, outcome, page, by=by, **about)


CASES = [
    bound("Identity policy and boundary both allow", ALLOWED, identity=READ, boundary=S3),
    bound("A boundary takes away what it does not allow", IMPLICIT, identity=READ, boundary=EC2),
    bound("A boundary alone grants nothing", IMPLICIT, boundary=S3),
    bound("A denial in a boundary is explicit", EXPLICIT, identity=READ, boundary=policy(allow("*"), deny())),
    bound("A denial in a boundary binds though the resource names the user", EXPLICIT, boundary=policy(deny()),
          resource=to({"AWS": USER})),
    bound("A resource policy that names the user goes past the boundary", ALLOWED, boundary=EC2,
          resource=to({"AWS": USER}), page=LOGIC),
    bound("A resource policy that names the role stays within the boundary", IMPLICIT, ROLE, boundary=EC2,
          resource=to({"AWS": ROLE}), page=LOGIC),
    bound("A role named by the resource, and a boundary that allows", ALLOWED, ROLE, boundary=S3,
          resource=to({"AWS": ROLE}), page=LOGIC),
    bound("A role's session stays within the boundary where the role is named", IMPLICIT, SESSION, boundary=EC2,
          resource=to({"AWS": ROLE}), page=LOGIC),
    bound("A resource policy that names the session goes past the boundary", ALLOWED, SESSION, boundary=EC2,
          resource=to({"AWS": SESSION}), page=LOGIC),
    bound("A resource policy for everybody on condition of the role's ARN goes past the boundary", ALLOWED, SESSION,
          boundary=EC2, resource=to("*", Condition={"ArnEquals": {"aws:PrincipalArn": ROLE}}),
          page=f"{PRINCIPAL}#principal-roles"),
    bound("A resource policy that names the account leaves the boundary in force", IMPLICIT, boundary=EC2,
          identity=READ, resource=to({"AWS": ROOT}), page=LOGIC),
    bound("Boundaries may have conditions", IMPLICIT, identity=READ,
          boundary=policy(allow("s3:*", Condition={"Bool": {"aws:MultiFactorAuthPresent": "true"}})),
          context={"aws:MultiFactorAuthPresent": "false"}),
    bound("Boundaries may have variables", ALLOWED, identity=READ, on="arn:aws:s3:::data/ann",
          boundary=policy(allow("s3:*", "arn:aws:s3:::data/${aws:username}"))),
    bound("A boundary of all but one service", ALLOWED, identity=READ,
          boundary=policy({"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"})),
    session("Identity policy and session policy both allow", ALLOWED, identity=READ, session=S3),
    session("A session policy takes away what it does not allow", IMPLICIT, identity=READ, session=EC2),
    session("A session policy alone grants nothing", IMPLICIT, session=S3),
    session("A denial in a session policy is explicit", EXPLICIT, identity=READ, session=policy(allow("*"), deny())),
    session("A resource policy that names the role stays within the session policy", IMPLICIT, session=EC2,
            resource=to({"AWS": ROLE})),
    session("A role named by the resource, and a session policy that allows", ALLOWED, session=S3,
            resource=to({"AWS": ROLE})),
    session("A resource policy that names the session goes past the session policy", ALLOWED, session=EC2,
            resource=to({"AWS": SESSION})),
    session("A resource policy that names another session gives this one nothing", IMPLICIT, OTHER_SESSION, session=S3,
            resource=to({"AWS": SESSION})),
    session("A denial in a session policy binds though the resource names the session", EXPLICIT,
            session=policy(deny()), resource=to({"AWS": SESSION})),
    session("Boundary, session policy and identity policy all allow", ALLOWED, identity=READ, session=S3, boundary=S3),
    session("Boundary allows and session policy does not", IMPLICIT, identity=READ, session=EC2, boundary=S3),
    session("Session policy allows and boundary does not", IMPLICIT, identity=READ, session=S3, boundary=EC2),
    session("A federated user without a session policy has no rights", IMPLICIT, FEDERATED, FEDERATION, identity=READ),
    session("A federated user has what user and session policy both allow", ALLOWED, FEDERATED, FEDERATION,
            identity=READ, session=S3),
    session("A resource policy that names the federated user needs no session policy", ALLOWED, FEDERATED, FEDERATION,
            resource=to({"AWS": FEDERATED})),
]  # fmt: skip
