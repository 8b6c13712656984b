"""Services, anonymous callers, and what S3 keeps from the public."""

from tests.iam.case_table import (
    ALLOWED,
    CONFUSED_DEPUTY,
    EXPLICIT,
    FAR_USER,
    FEDERATED,
    HERE,
    IMPLICIT,
    KEYS,
    PRINCIPAL,
    PUBLIC,
    ROLE,
    SESSION,
    THERE,
    USER,
    allow,
    case,
    deny,
    policy,
    to,
)  # fmt: skip

TITLE = "Services, anonymous callers, S3 Block Public Access"
SERVICES, ANYBODY = f"{PRINCIPAL}#principal-services", f"{PRINCIPAL}#principal-anonymous"
LOGGING, SNS = "logging.s3.amazonaws.com", "sns.amazonaws.com"
MEANING = f"{PUBLIC}#access-control-block-public-access-policy-status"
BLOCKED = {"RestrictPublicBuckets": True}
FOR_US = {"StringEquals": {"aws:SourceAccount": HERE}}
LOGS = to({"Service": LOGGING}, "s3:PutObject", Condition=FOR_US)


def service(claim, outcome, by=SNS, *, page=SERVICES, **about):
    return case(claim, outcome, page, by=by, **about)


def anybody(claim, outcome, **about):
    return case(claim, outcome, ANYBODY, by="*", **about)


def public(claim, outcome, by="*", *, page=PUBLIC, **about):
    return case(claim, outcome, page, by=by, public_access_block=about.pop("blocks", BLOCKED), **about)


def narrowed(claim, outcome, condition, context):
    """Whether a condition keeps a policy for everybody from being public, seen by somebody of another account."""
    return public(claim, outcome, FAR_USER, page=MEANING, identity=[allow()], context=context,
                  resource=to("*", Condition=condition))  # fmt: skip


TWO = policy(allow(Principal={"AWS": THERE}), allow("s3:ListBucket", Principal="*"))
VPCE, IP, ARN = "aws:SourceVpce", "aws:SourceIp", "aws:SourceArn"
CASES = [
    service("A service that the resource names", ALLOWED, resource=to({"Service": SNS})),
    service("A service that it does not name", IMPLICIT, resource=to({"Service": LOGGING})),
    service("A service has no policies of its own", IMPLICIT),
    service("A service among several", ALLOWED, resource=to({"Service": [LOGGING, SNS]})),
    service("A denial for everybody denies services", EXPLICIT,
            resource=policy(allow(Principal={"Service": SNS}), deny(Principal="*"))),
    service("A denial may leave services out by aws:PrincipalIsAWSService", ALLOWED, page=KEYS,
            resource=policy(allow(Principal={"Service": SNS}),
                            deny(Principal="*", Condition={"Bool": {"aws:PrincipalIsAWSService": "false"}}))),
    service("aws:PrincipalServiceName is the service", ALLOWED, page=KEYS,
            resource=to({"Service": SNS}, Condition={"StringEquals": {"aws:PrincipalServiceName": SNS}})),
    service("A service that acts for the right account", ALLOWED, LOGGING, page=CONFUSED_DEPUTY, action="s3:PutObject",
            resource=LOGS, context={"aws:SourceAccount": HERE}),
    service("A service that acts for another account", IMPLICIT, LOGGING, page=CONFUSED_DEPUTY, action="s3:PutObject",
            resource=LOGS, context={"aws:SourceAccount": THERE}),
    service("A service that does not say who it acts for", IMPLICIT, LOGGING, page=CONFUSED_DEPUTY,
            action="s3:PutObject", resource=LOGS),
    service("A policy for a service names no user", IMPLICIT, USER, resource=to({"Service": SNS})),
    anybody("An anonymous caller, and a policy for everybody", ALLOWED, resource=to("*")),
    anybody("An anonymous caller, and a star under AWS", ALLOWED, resource=to({"AWS": "*"})),
    anybody("An anonymous caller, and a policy for an account", IMPLICIT, resource=to({"AWS": HERE})),
    anybody("An anonymous caller, and no policy", IMPLICIT),
    anybody("An anonymous caller, denied with everybody", EXPLICIT,
            resource=policy(allow(Principal="*"), deny(Principal="*"))),
    anybody("An anonymous caller has no aws:PrincipalArn", IMPLICIT,
            resource=to("*", Condition={"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/*"}})),
    anybody("An anonymous caller under a condition that holds", ALLOWED, context={IP: "203.0.113.9"},
            resource=to("*", Condition={"IpAddress": {IP: "203.0.113.0/24"}})),
    public("RestrictPublicBuckets keeps an anonymous caller from a public bucket", IMPLICIT, resource=to("*")),
    public("Without it a public bucket is public", ALLOWED, resource=to("*"), blocks={"RestrictPublicBuckets": False}),
    public("BlockPublicPolicy leaves a policy that is there in force", ALLOWED, resource=to("*"),
           blocks={"BlockPublicPolicy": True}),
    public("It keeps other accounts from a public bucket", IMPLICIT, FAR_USER, identity=[allow()], resource=to("*")),
    public("It keeps them out by every statement, one that names them too", IMPLICIT, FAR_USER, identity=[allow()],
           resource=TWO, page=MEANING),
    public("It leaves users of the bucket's own account", ALLOWED, USER, resource=to("*")),
    public("It leaves sessions of the bucket's own account", ALLOWED, SESSION, identity=[allow()], resource=to("*")),
    public("It leaves services", ALLOWED, LOGGING,
           resource=policy(allow(Principal="*"), allow(Principal={"Service": LOGGING}))),
    public("It leaves other accounts a bucket that is not public", ALLOWED, FAR_USER, identity=[allow()],
           resource=to({"AWS": THERE})),
    public("A denial for everybody makes no policy public", ALLOWED, FAR_USER, identity=[allow()],
           resource=policy(allow(Principal={"AWS": THERE}), deny("s3:Put*", Principal="*")), page=MEANING),
    narrowed("A fixed endpoint is not public", ALLOWED, {"StringEquals": {VPCE: "vpce-1"}}, {VPCE: "vpce-1"}),
    narrowed("An endpoint with a wildcard is public", IMPLICIT, {"StringLike": {VPCE: "vpce-*"}}, {VPCE: "vpce-1"}),
    narrowed("A narrow range of addresses is not public", ALLOWED, {"IpAddress": {IP: "203.0.113.0/24"}},
             {IP: "203.0.113.5"}),
    narrowed("A range as wide as the internet is public", IMPLICIT, {"IpAddress": {IP: "0.0.0.0/0"}},
             {IP: "203.0.113.5"}),
    narrowed("A negated condition leaves it public", IMPLICIT, {"StringNotEquals": {VPCE: "vpce-1"}}, {VPCE: "vpce-2"}),
    narrowed("IfExists leaves it public", IMPLICIT, {"StringEqualsIfExists": {VPCE: "vpce-1"}}, {VPCE: "vpce-1"}),
    narrowed("A key that binds nobody leaves it public", IMPLICIT, {"Bool": {"aws:SecureTransport": "true"}},
             {"aws:SecureTransport": "true"}),
    narrowed("A fixed organisation is not public", ALLOWED, {"StringEquals": {"aws:PrincipalOrgID": "o-1"}},
             {"aws:PrincipalOrgID": "o-1"}),
    narrowed("A variable leaves it public", IMPLICIT, {"StringEquals": {"aws:PrincipalArn": "${aws:PrincipalArn}"}},
             {}),
    case("aws:PrincipalType of a user", ALLOWED, KEYS, by=USER,
         identity=[allow(Condition={"StringEquals": {"aws:PrincipalType": "User"}})]),
    case("aws:PrincipalType of a role's session", ALLOWED, KEYS, by=SESSION,
         identity=[allow(Condition={"StringEquals": {"aws:PrincipalType": "AssumedRole"}})]),
    case("aws:PrincipalType of a federated user", ALLOWED, KEYS, by=FEDERATED, session=policy(allow()),
         identity=[allow(Condition={"StringEquals": {"aws:PrincipalType": "FederatedUser"}})]),
    case("aws:PrincipalAccount is the principal's", ALLOWED, KEYS,
         identity=[allow(Condition={"StringEquals": {"aws:PrincipalAccount": HERE}})]),
    case("aws:ResourceAccount is the resource's", IMPLICIT, KEYS, owner=THERE, resource=to({"AWS": ROLE}),
         identity=[allow(Condition={"StringEquals": {"aws:ResourceAccount": HERE}})]),
]  # fmt: skip
