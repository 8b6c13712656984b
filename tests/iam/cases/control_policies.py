"""Service control policies limit an account's principals, resource control policies its resources."""

from tests.iam.case_table import (
    ALLOWED,
    EXPLICIT,
    FAR_USER,
    FULL,
    FULL_FOR_ALL,
    IMPLICIT,
    KEY,
    KMS_RCPS,
    LINKED,
    RCP_LEVELS,
    RCPS,
    ROOT,
    SCP_LEVELS,
    SCPS,
    SESSION,
    USER,
    allow,
    case,
    deny,
    policy,
    to,
)  # fmt: skip

TITLE = "Control policies of an organisation"
READ = [allow()]
S3, EC2 = policy(allow("s3:*")), policy(allow("ec2:*"))
NO_S3, NO_S3_FOR_ALL = policy(deny()), policy(deny(Principal="*"))
OUTSIDERS = policy(deny(Principal="*", Condition={"StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-1"},
                                                  "Bool": {"aws:PrincipalIsAWSService": "false"}}))  # fmt: skip
FOREIGN = policy(deny("kms:*", Principal="*", Condition={"StringNotEqualsIfExists": {"aws:SourceOrgID": "o-1"},
                                                         "Bool": {"aws:PrincipalIsAWSService": "true"}}))  # fmt: skip


def scp(claim, outcome, *levels, by=USER, page=SCP_LEVELS, **about):
    return case(claim, outcome, page, by=by, scps=[list(level) for level in levels], **about)


def rcp(claim, outcome, *levels, by=USER, page=RCP_LEVELS, **about):
    return case(claim, outcome, page, by=by, rcps=[list(level) for level in levels], **about)


CASES = [
    scp("Every level allows", ALLOWED, [FULL], [FULL], [FULL], identity=READ),
    scp("Control policies alone give nothing", IMPLICIT, [FULL], [FULL], page=SCPS),
    scp("The root does not allow", IMPLICIT, [EC2], [FULL], identity=READ),
    scp("A level in the middle does not allow", IMPLICIT, [FULL], [EC2], [FULL], identity=READ),
    scp("The account itself does not allow", IMPLICIT, [FULL], [FULL], [EC2], identity=READ),
    scp("A level without a policy allows nothing", IMPLICIT, [FULL], [], identity=READ),
    scp("One of a level's policies is enough", ALLOWED, [EC2, S3], [FULL], identity=READ),
    scp("A lower level cannot give back what a higher one left out", IMPLICIT, [EC2], [S3], identity=READ),
    scp("A denial at any level is explicit", EXPLICIT, [FULL], [FULL, NO_S3], [FULL], identity=READ),
    scp("A denial at the root binds below", EXPLICIT, [FULL, NO_S3], [FULL], identity=READ),
    scp("A denial of another service at a level denies nothing here", ALLOWED, [FULL, policy(deny("ec2:*"))],
        identity=READ),
    scp("Control policies bind the root user", IMPLICIT, [EC2], by=ROOT, page=SCPS),
    scp("Control policies may deny the root user", EXPLICIT, [FULL, NO_S3], by=ROOT, page=SCPS),
    scp("Control policies bind those a resource policy names", IMPLICIT, [EC2], resource=to({"AWS": USER}), page=SCPS),
    scp("Control policies leave service-linked roles alone", ALLOWED, [FULL, NO_S3], by=LINKED, identity=READ,
        page=SCPS),
    scp("Control policies leave services alone", ALLOWED, [EC2], by="sns.amazonaws.com",
        resource=to({"Service": "sns.amazonaws.com"}), page=SCPS),
    scp("Control policies may deny all but a list of services", EXPLICIT,
        [FULL, policy({"Effect": "Deny", "NotAction": ["iam:*", "ec2:*"], "Resource": "*"})], identity=READ),
    scp("Control policies may have conditions", EXPLICIT,
        [FULL, policy(deny("*", Condition={"StringNotEquals": {"aws:RequestedRegion": "eu-central-1"}}))],
        identity=READ, context={"aws:RequestedRegion": "us-east-1"}),
    scp("Control policies whose condition does not hold", ALLOWED,
        [FULL, policy(deny("*", Condition={"StringNotEquals": {"aws:RequestedRegion": "eu-central-1"}}))],
        identity=READ, context={"aws:RequestedRegion": "eu-central-1"}),
    rcp("AWS's own policy lets everything pass", ALLOWED, [FULL_FOR_ALL], [FULL_FOR_ALL], identity=READ),
    rcp("It grants nothing", IMPLICIT, [FULL_FOR_ALL], page=RCPS),
    rcp("A denial at any level is explicit for resources too", EXPLICIT, [FULL_FOR_ALL], [FULL_FOR_ALL, NO_S3_FOR_ALL],
        identity=READ),
    rcp("A denial of another service denies nothing here", ALLOWED,
        [FULL_FOR_ALL, policy(deny("sqs:*", Principal="*"))], identity=READ),
    rcp("A resource's control policy binds the root user", EXPLICIT, [FULL_FOR_ALL, NO_S3_FOR_ALL], by=ROOT, page=RCPS),
    rcp("It binds sessions whom the resource policy names", EXPLICIT, [FULL_FOR_ALL, NO_S3_FOR_ALL], by=SESSION,
        resource=to({"AWS": SESSION}), page=RCPS),
    rcp("It binds principals of other accounts", EXPLICIT, [FULL_FOR_ALL, OUTSIDERS], by=FAR_USER, identity=READ,
        resource=to({"AWS": FAR_USER}), page=RCPS),
    rcp("It binds an anonymous caller", EXPLICIT, [FULL_FOR_ALL, OUTSIDERS], by="*", resource=to("*"), page=RCPS),
    rcp("It may let the organisation's own pass", ALLOWED, [FULL_FOR_ALL, OUTSIDERS], identity=READ,
        context={"aws:PrincipalOrgID": "o-1"}, page=KMS_RCPS),
    rcp("It may let services pass", ALLOWED, [FULL_FOR_ALL, OUTSIDERS], by="sns.amazonaws.com",
        resource=to({"Service": "sns.amazonaws.com"}), page=KMS_RCPS),
    rcp("It binds services that act for another organisation", EXPLICIT, [FULL_FOR_ALL, FOREIGN],
        by="sns.amazonaws.com", action="kms:Decrypt", on=KEY, page=KMS_RCPS,
        resource=to({"Service": "sns.amazonaws.com"}, "kms:*"),
        context={"aws:SourceOrgID": "o-2"}),
    rcp("It leaves service-linked roles alone", ALLOWED, [FULL_FOR_ALL, NO_S3_FOR_ALL], by=LINKED, identity=READ,
        page=RCPS),
    case("Both kinds must let it pass", EXPLICIT, RCPS, by=USER, identity=READ, scps=[[FULL]],
         rcps=[[FULL_FOR_ALL, NO_S3_FOR_ALL]]),
    case("Outside of an organisation neither kind counts", ALLOWED, SCPS, by=USER, identity=READ),
]  # fmt: skip
