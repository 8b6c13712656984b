"""How a statement names what it is about, and what it leaves out."""

from tests.iam.case_table import (
    ACTION,
    ALLOWED,
    BUCKET,
    EXPLICIT,
    IMPLICIT,
    NOT_ACTION,
    NOT_RESOURCE,
    OBJECT,
    RESOURCE,
    VARIABLES,
    allow,
    case,
)  # fmt: skip

TITLE = "Action, Resource, and their forms with Not"
QUEUE = "arn:aws:sqs:us-east-1:123456789012:work"
LIST = {"action": "s3:ListAllMyBuckets", "on": "*", "owner": None}


def acting(claim, holds, named, **about):
    return case(claim, ALLOWED if holds else IMPLICIT, ACTION, identity=[allow(named)], **about)


def upon(claim, holds, resource, **about):
    return case(claim, ALLOWED if holds else IMPLICIT, RESOURCE, identity=[allow("s3:*", resource)], **about)


def without(claim, outcome, effect, element, value, **about):
    statement = {"Effect": effect, "Action": "*", "Resource": "*", element: value}
    del statement[element.removeprefix("Not")]
    page = NOT_ACTION if element == "NotAction" else NOT_RESOURCE
    return case(claim, outcome, page, identity=[*([allow("*")] if effect == "Deny" else []), statement], **about)


CASES = [
    acting("An action is named whole", True, "s3:GetObject"),
    acting("Another action is not named by it", False, "s3:PutObject"),
    acting("The name of an action ignores case", True, "s3:getobject"),
    acting("The prefix of a service ignores case", True, "S3:GetObject"),
    acting("A star stands for every action of a service", True, "s3:*"),
    acting("A star of another service does not", False, "sqs:*"),
    acting("A star alone stands for every action of every service", True, "*"),
    acting("A star after a verb", True, "s3:Get*"),
    acting("A star before a noun", True, "s3:*Object"),
    acting("A star in the middle", True, "s3:G*t"),
    acting("A star may stand for nothing", True, "s3:GetObject*"),
    acting("A question mark stands for one character", True, "s3:?etObject"),
    acting("A question mark stands for no more", False, "s3:?Object"),
    acting("A pattern ignores case", True, "S3:GET*"),
    acting("A list names each of its actions", True, ["s3:PutObject", "s3:GetObject"]),
    acting("A list names no other", False, ["s3:PutObject", "s3:DeleteObject"]),
    acting("An action is not a prefix of a longer one", False, "s3:GetObject", action="s3:GetObjectAcl"),
    upon("A resource is named whole", True, OBJECT),
    upon("Another resource is not named by it", False, f"{BUCKET}/b.txt"),
    upon("A resource is case-sensitive", False, f"{BUCKET}/A.txt"),
    upon("A resource pattern is case-sensitive", False, "arn:aws:s3:::DATA/*"),
    upon("A star stands for every resource", True, "*", on="arn:aws:s3:::anything/at/all"),
    upon("A star stands for the objects of a bucket", True, f"{BUCKET}/*"),
    upon("The objects of a bucket are not the bucket", False, f"{BUCKET}/*", action="s3:ListBucket", on=BUCKET),
    upon("A bucket is not its objects", False, BUCKET),
    upon("A star crosses slashes", True, f"{BUCKET}/*.txt", on=f"{BUCKET}/a/b/c.txt"),
    upon("A star crosses colons", True, "arn:aws:s3*txt"),
    upon("A star in the middle of a resource", True, "arn:aws:s3:::d*/a.txt"),
    upon("A question mark in a resource stands for one character", True, f"{BUCKET}/?.txt"),
    upon("A question mark in a resource stands for no more", False, f"{BUCKET}/?.txt", on=f"{BUCKET}/ab.txt"),
    upon("A list names each of its resources", True, [BUCKET, f"{BUCKET}/*"]),
    upon("An action without resources asks for the star", True, "*", **LIST),
    upon("A bucket is not a resource of an action without resources", False, BUCKET, **LIST),
    case("A resource's star crosses the colon after a region", ALLOWED, RESOURCE, action="sqs:SendMessage", on=QUEUE,
         identity=[allow("sqs:*", "arn:aws:sqs:*:work")]),
    case("One element that differs takes the statement away", IMPLICIT, RESOURCE,
         identity=[allow("s3:GetObject", f"{BUCKET}/b"), allow("s3:PutObject", OBJECT)]),
    without("Allow with NotAction allows the rest", ALLOWED, "Allow", "NotAction", "iam:*"),
    without("Allow with NotAction leaves out what it names", IMPLICIT, "Allow", "NotAction", "s3:*"),
    without("Deny with NotAction denies the rest", EXPLICIT, "Deny", "NotAction", "iam:*"),
    without("Deny with NotAction spares what it names", ALLOWED, "Deny", "NotAction", "s3:*"),
    without("NotAction ignores case", IMPLICIT, "Allow", "NotAction", "S3:GETOBJECT"),
    without("NotAction leaves out each of its list", IMPLICIT, "Allow", "NotAction", ["iam:*", "s3:Get*"]),
    without("Allow with NotResource allows the rest", ALLOWED, "Allow", "NotResource", "arn:aws:s3:::other/*"),
    without("Allow with NotResource leaves out what it names", IMPLICIT, "Allow", "NotResource", f"{BUCKET}/*"),
    without("Deny with NotResource denies the rest", EXPLICIT, "Deny", "NotResource", "arn:aws:s3:::other/*"),
    without("Deny with NotResource spares what it names", ALLOWED, "Deny", "NotResource", [BUCKET, f"{BUCKET}/*"]),
    without("NotResource is case-sensitive", ALLOWED, "Allow", "NotResource", "arn:aws:s3:::DATA/*"),
    case("A variable without a value is in no NotResource, which so names nothing", ALLOWED,
         f"{VARIABLES}#policy-vars-no-value",
         identity=[{"Effect": "Allow", "Action": "s3:*", "NotResource": f"{BUCKET}/${{aws:PrincipalTag/team}}"}]),
]  # fmt: skip
