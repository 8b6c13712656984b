"""Policy variables: where they act, and what becomes of those without a value."""

from tests.iam.case_table import (
    ALLOWED,
    EXPLICIT,
    IMPLICIT,
    SESSION,
    USER,
    VARIABLES,
    VERSION,
    allow,
    case,
    deny,
    policy,
    when,
)  # fmt: skip

TITLE = "Policy variables"
NONE, DEFAULT = f"{VARIABLES}#policy-vars-no-value", f"{VARIABLES}#policy-vars-default-values"
TEAM, STAGE = "aws:PrincipalTag/team", "aws:PrincipalTag/stage"
HOME = "arn:aws:s3:::data/${aws:username}/*"
OF_TEAM = "arn:aws:s3:::data/${aws:PrincipalTag/team}/*"


def on(claim, outcome, pattern, resource, *, page=VARIABLES, by=USER, context=None):
    return case(claim, outcome, page, identity=[allow(resource=pattern)], on=resource, by=by, context=context)


CASES = [
    on("A user's name stands where the variable does", ALLOWED, HOME, "arn:aws:s3:::data/ann/x"),
    on("Another user's folder stays closed", IMPLICIT, HOME, "arn:aws:s3:::data/bob/x"),
    on("A tag of the principal stands where the variable does", ALLOWED, OF_TEAM, "arn:aws:s3:::data/red/x",
       context={TEAM: "red"}),
    on("The name of a variable ignores case", ALLOWED, "arn:aws:s3:::data/${AWS:UserName}/*",
       "arn:aws:s3:::data/ann/x"),
    on("A variable.s value is case-sensitive", IMPLICIT, HOME, "arn:aws:s3:::data/Ann/x"),
    on("Several variables in one resource", ALLOWED, "arn:aws:s3:::data/${aws:PrincipalTag/team}/${aws:username}",
       "arn:aws:s3:::data/red/ann", context={TEAM: "red"}),
    on("A session has no aws:username, so its resource is none", IMPLICIT, HOME, "arn:aws:s3:::data/one/x", by=SESSION,
       page=NONE),
    on("A variable without a value leaves its resource without match", IMPLICIT, OF_TEAM, "arn:aws:s3:::data/red/x",
       page=NONE),
    on("It is not an empty text", IMPLICIT, OF_TEAM, "arn:aws:s3:::data//x", page=NONE),
    case("One resource without match leaves the others of its statement", ALLOWED, NONE,
         identity=[allow(resource=[OF_TEAM, "arn:aws:s3:::data/a.txt"])]),
    on("A default is used where there is no value", ALLOWED, "arn:aws:s3:::data/${aws:PrincipalTag/team, 'shared'}/*",
       "arn:aws:s3:::data/shared/x", page=DEFAULT),
    on("A value goes before the default", IMPLICIT, "arn:aws:s3:::data/${aws:PrincipalTag/team, 'shared'}/*",
       "arn:aws:s3:::data/shared/x", page=DEFAULT, context={TEAM: "red"}),
    on("A value goes before the default and stands", ALLOWED, "arn:aws:s3:::data/${aws:PrincipalTag/team, 'shared'}/*",
       "arn:aws:s3:::data/red/x", page=DEFAULT, context={TEAM: "red"}),
    on("${*} is a star", ALLOWED, "arn:aws:s3:::data/a${*}b", "arn:aws:s3:::data/a*b"),
    on("${*} stands for nothing else", IMPLICIT, "arn:aws:s3:::data/a${*}b", "arn:aws:s3:::data/axb"),
    on("${?} is a question mark", IMPLICIT, "arn:aws:s3:::data/a${?}b", "arn:aws:s3:::data/axb"),
    on("${$} is a dollar sign", ALLOWED, "arn:aws:s3:::data/${$}100", "arn:aws:s3:::data/$100"),
    case("In the version of 2008 a variable is text", IMPLICIT, VERSION, by=USER, on="arn:aws:s3:::data/ann/x",
         boundary=None, session=policy(allow(resource=HOME), version="2008-10-17"), identity=[allow()]),
    when("A variable stands among the values of StringEquals", True, {"StringEquals": {STAGE: f"${{{TEAM}}}"}},
         {TEAM: "red", STAGE: "red"}, page=VARIABLES),
    when("Two keys that differ, compared by a variable", False, {"StringEquals": {STAGE: f"${{{TEAM}}}"}},
         {TEAM: "red", STAGE: "blue"}, page=VARIABLES),
    when("A variable stands among the patterns of StringLike", True, {"StringLike": {"s3:prefix": "${aws:username}/*"}},
         {"s3:prefix": "ann/x"}, by=USER, page=VARIABLES),
    when("A variable stands in an ARN under ArnLike", True,
         {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:user/${aws:username}"}}, by=USER, page=VARIABLES),
    when("StringEquals with a variable without value fails", False, {"StringEquals": {STAGE: f"${{{TEAM}}}"}},
         {STAGE: "red"}, page=NONE),
    when("StringNotEquals with a variable without value holds", True, {"StringNotEquals": {STAGE: f"${{{TEAM}}}"}},
         {STAGE: "red"}, page=NONE),
    when("StringNotLike with a variable without value holds", True, {"StringNotLike": {STAGE: f"${{{TEAM}}}*"}},
         {STAGE: "red"}, page=NONE),
    when("ArnNotLike with a variable without value holds", True,
         {"ArnNotLike": {"aws:SourceArn": "arn:aws:sns:us-east-1:123456789012:${aws:PrincipalTag/team}"}},
         {"aws:SourceArn": "arn:aws:sns:us-east-1:123456789012:t"}, page=NONE),
    case("A denial by StringNotEquals denies where the variable has no value", EXPLICIT, NONE, context={STAGE: "red"},
         identity=[allow(), deny(Condition={"StringNotEquals": {STAGE: f"${{{TEAM}}}"}})]),
    when("A value with a variable without value leaves the key's other values", True,
         {"StringEquals": {STAGE: [f"${{{TEAM}}}", "red"]}}, {STAGE: "red"}, page=NONE),
    when("A default stands among the values of a condition", True,
         {"StringEquals": {STAGE: f"${{{TEAM}, 'red'}}"}}, {STAGE: "red"}, page=DEFAULT),
]  # fmt: skip
