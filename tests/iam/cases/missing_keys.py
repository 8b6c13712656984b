"""What a condition makes of a key that the request does not carry."""

from tests.iam.case_table import EXPLICIT, OPERATORS, allow, case, deny, when

TITLE = "Condition keys that are missing"
IF_EXISTS, NULL = f"{OPERATORS}#Conditions_IfExists", f"{OPERATORS}#Conditions_Null"
ARN, DATE = "arn:aws:sns:us-east-1:123456789012:topic", "2026-01-01T00:00:00Z"
TOKEN, TEAM = "aws:TokenIssueTime", "aws:PrincipalTag/team"

POSITIVE = {
    **dict.fromkeys(("StringEquals", "StringEqualsIgnoreCase", "StringLike"), "red"),
    **dict.fromkeys([f"Numeric{one}" for one in ("Equals", "LessThan", "LessThanEquals", "GreaterThan")], "10"),
    "NumericGreaterThanEquals": "10",
    **dict.fromkeys([f"Date{one}" for one in ("Equals", "LessThan", "LessThanEquals", "GreaterThan")], DATE),
    "DateGreaterThanEquals": DATE,
    "Bool": "false",
    "BinaryEquals": "QmluYXJ5",
    "IpAddress": "0.0.0.0/0",
    "ArnEquals": ARN,
    "ArnLike": ARN,
}
NEGATED = {
    **dict.fromkeys(("StringNotEquals", "StringNotEqualsIgnoreCase", "StringNotLike"), "red"),
    "NumericNotEquals": "10",
    "DateNotEquals": DATE,
    "NotIpAddress": "0.0.0.0/0",
    "ArnNotEquals": ARN,
    "ArnNotLike": ARN,
}

CASES = [
    *(
        when(f"{operator} fails without the key", False, {operator: {"x:key": value}})
        for operator, value in POSITIVE.items()
    ),
    *(
        when(f"{operator} holds without the key", True, {operator: {"x:key": value}})
        for operator, value in NEGATED.items()
    ),
    *(
        when(f"{operator} holds without the key", True, {operator: {"x:key": value}}, page=IF_EXISTS)
        for operator, value in ((f"{name}IfExists", value) for name, value in (POSITIVE | NEGATED).items())
    ),
    when("IfExists compares a key that is there", False, {"StringEqualsIfExists": {TEAM: "red"}}, {TEAM: "blue"},
         page=IF_EXISTS),
    when("IfExists of one key leaves the other condition in force", False,
         {"StringEqualsIfExists": {TEAM: "red"}, "Bool": {"aws:SecureTransport": "true"}},
         {"aws:SecureTransport": "false"}, page=IF_EXISTS),
    case("A denial with StringNotEqualsIfExists denies though the key is missing", EXPLICIT, IF_EXISTS,
         identity=[allow(), deny(Condition={"StringNotEqualsIfExists": {TEAM: "red"}})]),
    when("Null true holds without the key", True, {"Null": {TOKEN: "true"}}, page=NULL),
    when("Null true fails with the key", False, {"Null": {TOKEN: "true"}}, {TOKEN: DATE}, page=NULL),
    when("Null false holds with the key", True, {"Null": {TOKEN: "false"}}, {TOKEN: DATE}, page=NULL),
    when("Null false fails without the key", False, {"Null": {TOKEN: "false"}}, page=NULL),
    when("Null false fails for a key without values", False, {"Null": {"aws:TagKeys": "false"}}, {"aws:TagKeys": []},
         page=NULL),
    case("A denial by a plain Bool does not reach requests without the key", "allowed",
         f"{OPERATORS}#Conditions_Boolean",
         identity=[allow(), deny(Condition={"Bool": {"aws:MultiFactorAuthPresent": "false"}})]),
    case("A denial by BoolIfExists reaches requests without the key", EXPLICIT, IF_EXISTS,
         identity=[allow(), deny(Condition={"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}})]),
]  # fmt: skip
