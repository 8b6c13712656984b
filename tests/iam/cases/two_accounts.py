"""Requests from one account for a resource of another: both must allow."""

from tests.iam.case_table import (
    ACROSS,
    ALLOWED,
    EXPLICIT,
    FAR_ROLE,
    FAR_ROOT,
    FAR_SESSION,
    FAR_USER,
    FULL,
    IMPLICIT,
    THERE,
    USER,
    allow,
    case,
    deny,
    policy,
    to,
)  # fmt: skip

TITLE = "Two accounts"
EC2 = policy(allow("ec2:*"))


def far(claim, outcome, by=FAR_USER, **about):
    return case(claim, outcome, ACROSS, by=by, **about)


CASES = [
    far("Both sides allow", ALLOWED, identity=[allow()], resource=to({"AWS": FAR_USER})),
    far("The principal's account alone is not enough", IMPLICIT, identity=[allow()]),
    far("The resource's account alone is not enough", IMPLICIT, resource=to({"AWS": FAR_USER})),
    far("A resource policy may name the whole account", ALLOWED, identity=[allow()], resource=to({"AWS": FAR_ROOT})),
    far("A resource policy may name the account's number", ALLOWED, identity=[allow()], resource=to({"AWS": THERE})),
    far("A resource policy may name everybody", ALLOWED, identity=[allow()], resource=to("*")),
    far("Naming everybody does not replace the identity policy", IMPLICIT, resource=to("*")),
    far("A resource policy may name the role of a session", ALLOWED, FAR_SESSION, identity=[allow()],
        resource=to({"AWS": FAR_ROLE})),
    far("A resource policy may name the session", ALLOWED, FAR_SESSION, identity=[allow()],
        resource=to({"AWS": FAR_SESSION})),
    far("Naming the session does not replace the identity policy", IMPLICIT, FAR_SESSION,
        resource=to({"AWS": FAR_SESSION})),
    far("A resource policy that names somebody else", IMPLICIT, identity=[allow()], resource=to({"AWS": USER})),
    far("The principal's account denies", EXPLICIT, identity=[allow(), deny()], resource=to({"AWS": FAR_USER})),
    far("The resource's account denies", EXPLICIT, identity=[allow()],
        resource=policy(allow(Principal={"AWS": FAR_USER}), deny(Principal="*"))),
    far("The identity policy allows something else", IMPLICIT, identity=[allow("s3:PutObject")],
        resource=to({"AWS": FAR_USER})),
    far("The resource policy allows something else", IMPLICIT, identity=[allow()],
        resource=to({"AWS": FAR_USER}, "s3:PutObject")),
    far("A boundary limits the user even where the resource names them", IMPLICIT, identity=[allow()],
        resource=to({"AWS": FAR_USER}), boundary=EC2),
    far("A session policy limits the session even where the resource names it", IMPLICIT, FAR_SESSION,
        identity=[allow()], resource=to({"AWS": FAR_SESSION}), session=EC2),
    far("The root user of the other account needs the resource's policy only", ALLOWED, FAR_ROOT,
        resource=to({"AWS": THERE})),
    far("The root user of another account has no rights of its own", IMPLICIT, FAR_ROOT),
    far("The control policies of the principal's account limit it", IMPLICIT, identity=[allow()],
        resource=to({"AWS": FAR_USER}), scps=[[FULL], [EC2]]),
]  # fmt: skip
